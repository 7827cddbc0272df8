import { CfnOutput, CfnParameter, RemovalPolicy, Stack, type StackProps, Validations } from "aws-cdk-lib";
import { Table, type TableV2 } from "aws-cdk-lib/aws-dynamodb";
import { Secret } from "aws-cdk-lib/aws-secretsmanager";
import type { Construct } from "constructs";
import { StageBudget } from "./constructs/stage-budget.ts";
import type { AnyTable } from "./constructs/table-access.ts";
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
  readonly secrets: Record<SecretName, Secret>;

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
    this.transient = this.table("Transient", TABLES.transient, false, TRANSIENT_STAYS);
    this.events = this.table("Events", TABLES.events, false, EVENTS_STAY);
    this.secrets = {
      pepper: this.secret("CodePepper", "Key of the HMACs of gift card codes and request fingerprints", PEPPER_STAYS),
      cipher: this.secret(
        "CodeCipher",
        "Key material of what is stored encrypted: gift card codes, campaigns, payout destinations, accounts at channels",
        CIPHER_STAYS,
      ),
      exchange: this.secret("ExchangeSecret", "Shared with the gift card exchange: signs our calls", EXCHANGE_STAYS),
      channels: this.channelConfigs(),
      channel: this.secret(
        "ChannelSecret",
        "Shared with the sandbox channel: signs our calls there and its webhooks back",
        CHANNEL_STAYS,
      ),
    };
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
  private instead(own: Table | TableV2, { table, stream }: NonNullable<Stage["restored"]>): AnyTable {
    for (const value of [own.tableName, own.tableArn, own.tableStreamArn]) this.exportValue(value);
    return Table.fromTableAttributes(this, "Restored", { tableName: table, tableStreamArn: stream });
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

  /**
   * `{"<tenantId>": {"stripe": {...}, ...}}`, of merchants who have brought no account of their own (docs/operating.md). It is generated, because a
   * generated value is never written again by a later deployment; the generated field begins with `_`, so it is no tenant's.
   */
  private channelConfigs(): Secret {
    const secret = new Secret(this, "ChannelConfigs", {
      description: "JSON: accounts at payment channels that are in no row, and the platform's own",
      generateSecretString: {
        secretStringTemplate: "{}",
        generateStringKey: "_generated",
        passwordLength: 64,
        excludePunctuation: true,
      },
      ...this.kept,
    });
    Validations.of(secret).acknowledge({ id: "AwsSolutions-SMG4", reason: CONFIGS_STAY });
    return secret;
  }

  private secret(id: string, description: string, reason: string): Secret {
    const secret = new Secret(this, id, {
      description,
      // Letters and digits only: it may have to be typed into a vendor's form.
      generateSecretString: { passwordLength: 64, excludePunctuation: true },
      ...this.kept,
    });
    Validations.of(secret).acknowledge({ id: "AwsSolutions-SMG4", reason });
    return secret;
  }
}

const TRANSIENT_STAYS =
  "Idempotency records live for 24 hours; restoring them to a point in time would answer today's requests with yesterday's answers.";
const EVENTS_STAY =
  "What has happened stands in the table Main, which can be restored; a delivery taken back to yesterday would be sent again.";
const PEPPER_STAYS =
  "Renewed by npm run rotate, with versions: another value in its place would let a redeemed card in again.";
const CIPHER_STAYS =
  "Renewed by npm run rotate, with versions: another value in its place would strand what is encrypted with it.";
const EXCHANGE_STAYS = "The exchange holds the other half: it is changed together with them, by hand.";
const CHANNEL_STAYS = "Of the sandbox only: no money depends on it, and a rotation would lose webhooks under way.";

/** Merchants' accounts at vendors change by an operator's hand: vendors have no rotation that a function could follow. */
const CONFIGS_STAY = "Each entry is the other half of an account at a vendor: it is changed together with it, by hand.";
