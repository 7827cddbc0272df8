import { CfnOutput, CfnParameter, RemovalPolicy, Stack, type StackProps, Validations } from "aws-cdk-lib";
import { Table, type TableV2 } from "aws-cdk-lib/aws-dynamodb";
import type { Construct } from "constructs";
import { StageBudget } from "./constructs/stage-budget.ts";
import type { AnySecret, AnyTable } from "./constructs/table-access.ts";
import { makeSecrets, takenSecrets } from "./data-secrets.ts";
import { dataTable } from "./data-tables.ts";
import type { SecretName } from "./functions.ts";
import { TABLES, type TableSchema } from "./schema.ts";
import type { Stage } from "./stages.ts";

export interface DataStackProps extends StackProps {
  stage?: Stage | undefined;
}

/** What must outlive every deployment: rows and secrets. Kept when the stack is deleted, but for a stage that says otherwise. */
export class DataStack extends Stack {
  /** The stack's own, or the one that has taken its place. */
  readonly main: AnyTable;
  readonly transient: AnyTable;
  readonly events: AnyTable;
  readonly secrets: Record<SecretName, AnySecret>;

  /** The name under which the money that is here is exported; without a stage nothing is said of it. */
  readonly moneyExport: string | undefined;
  private readonly stage: Stage | undefined;

  constructor(scope: Construct, id: string, { stage, ...props }: DataStackProps = {}) {
    const isKept = stage?.data !== "destroy";
    super(scope, id, { ...props, terminationProtection: isKept, description: "Tender: tables and secrets" });
    this.stage = stage;
    this.moneyExport = stage && this.markMoney(stage.money);
    if (stage?.budget) new StageBudget(this, "Budget", { stage: stage.name, budget: stage.budget });
    const own = this.table("Main", TABLES.main, true);
    this.main = stage?.restored ? this.instead(own, stage.restored) : own;
    const transient = this.table("Transient", TABLES.transient, false, TRANSIENT_STAYS);
    const events = this.table("Events", TABLES.events, false, EVENTS_STAY);
    const beside = stage?.restored?.beside;
    this.transient = beside ? Table.fromTableName(this, "TakenTransient", beside.transient) : transient;
    this.events = beside ? this.taken("TakenEvents", beside.events) : events;
    const secrets = makeSecrets(this, this.kept);
    this.secrets = beside ? takenSecrets(this, beside.secrets) : secrets;
    new CfnOutput(this, "MainTableName", { value: this.main.tableName });
    new CfnOutput(this, "TransientTableName", { value: this.transient.tableName });
    new CfnOutput(this, "EventsTableName", { value: this.events.tableName });
  }

  /**
   * Two locks, so that a stage with real money never becomes one without: CloudFormation keeps the parameter's value of the first
   * deployment, and refuses a template that does not allow it; and no export changes while the service reads it.
   */
  private markMoney(money: Stage["money"]): string {
    const { valueAsString: value } = new CfnParameter(this, "Money", {
      description: "Whether money here is real. The first deployment decides it for good",
      default: money,
      allowedValues: [money],
      constraintDescription:
        "is what the first deployment of this stage said; another stage is another name in stages.json",
    });
    const exportName = `${this.stackName}:money-${money}`;
    new CfnOutput(this, "MoneyIs", { value, exportName });
    return exportName;
  }

  /**
   * Made by a restore, so that it is in no template: it outlives every stack. The stack's own table stays, and so do its exports, which
   * nobody may take away while a service that is not deployed anew yet reads them.
   */
  private instead(own: Table | TableV2, restored: NonNullable<Stage["restored"]>): AnyTable {
    for (const value of [own.tableName, own.tableArn, own.tableStreamArn]) this.exportValue(value);
    return this.taken("Restored", restored);
  }

  private taken(id: string, { table, stream }: { table: string; stream: string }): AnyTable {
    return Table.fromTableAttributes(this, id, { tableName: table, tableStreamArn: stream });
  }

  private get isKept(): boolean {
    return this.stage?.data !== "destroy";
  }

  private get removalPolicy(): RemovalPolicy {
    return this.isKept ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY;
  }

  /** @param why it cannot be set back */
  private table(id: string, schema: TableSchema, pointInTimeRecovery: boolean, why?: string): Table | TableV2 {
    const { isKept, removalPolicy, stage } = this;
    const table = dataTable(this, id, { schema, pointInTimeRecovery, isKept, removalPolicy, stage });
    if (why !== undefined) Validations.of(table).acknowledge({ id: "AwsSolutions-DDB3", reason: why });
    return table;
  }

  /** With its values where the replicas are: without them nothing that is sealed could be read there. */
  private get kept() {
    const replica = this.stage?.replica;
    return {
      removalPolicy: this.removalPolicy,
      ...(replica === undefined ? {} : { replicaRegions: [{ region: replica }] }),
    };
  }
}

const TRANSIENT_STAYS =
  "Idempotency records live for 24 hours; restoring them to a point in time would answer today's requests with yesterday's answers.";
const EVENTS_STAY =
  "What has happened stands in the table Main, which can be restored; a delivery taken back to yesterday would be sent again.";
