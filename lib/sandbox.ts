import { RemovalPolicy, Validations } from "aws-cdk-lib";
import { AttributeType, BillingMode, Table, TableEncryption } from "aws-cdk-lib/aws-dynamodb";
import { Construct } from "constructs";
import { addIndexes } from "./data-tables.ts";
import { SANDBOX_TABLE } from "./schema.ts";

/** The memory of the sandbox exchange and the sandbox channel: vendors', not ours, so it shares nothing with our tables and goes with its stack. */
export class SandboxTable extends Construct {
  readonly table: Table;

  constructor(scope: Construct, id: string) {
    super(scope, id);
    this.table = new Table(this, "Table", {
      partitionKey: { name: "pk", type: AttributeType.STRING },
      sortKey: { name: "sk", type: AttributeType.STRING },
      billingMode: BillingMode.PAY_PER_REQUEST,
      encryption: TableEncryption.AWS_MANAGED,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    addIndexes(this.table, SANDBOX_TABLE);
    Validations.of(this.table).acknowledge({
      id: "AwsSolutions-DDB3",
      reason: "Effects of test cards and test payments at pretended vendors: nothing to restore.",
    });
  }
}
