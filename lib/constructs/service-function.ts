import { join } from "node:path";
import { Duration, RemovalPolicy, Validations } from "aws-cdk-lib";
import { PolicyStatement, ServicePrincipal } from "aws-cdk-lib/aws-iam";
import { Architecture, Code, Function as LambdaFunction, Runtime, Tracing } from "aws-cdk-lib/aws-lambda";
import { LogGroup, RetentionDays } from "aws-cdk-lib/aws-logs";
import type { Queue } from "aws-cdk-lib/aws-sqs";
import { Construct } from "constructs";
import { LIMITS, type LimitsProfile } from "../../core/foundation/domain/limits.ts";
import {
  FUNCTIONS,
  type FunctionName,
  type FunctionRow,
  isSandbox,
  type SecretName,
  type SendTarget,
} from "../functions.ts";
import { urlNames } from "../queues.ts";
import type { Stage } from "../stages.ts";
import { OwnRole } from "./own-role.ts";
import { type AnySecret, type AnyTable, grantAccess, type TableName } from "./table-access.ts";

/** Everything there is to reach; a function gets what its row in `functions.ts` names. */
export interface Reach {
  tables: Partial<Record<TableName, AnyTable>>;
  secrets: Record<SecretName, AnySecret>;
  queues: Record<SendTarget, Queue>;
}

export interface ServiceFunctionProps {
  name: FunctionName;
  limits: LimitsProfile;
  /** Of a stage whose main table was set back. */
  restored?: Stage["restored"];
  reach: Reach;
  /** Folder of the bundles. */
  bundles: string;
  logRetention: RetentionDays;
}

/** Long enough to look into what a merchant asks about after the end of a quarter; logs hold ids only. */
export const LOG_RETENTION = RetentionDays.THREE_MONTHS;

const TABLE_VARIABLES = {
  main: "MAIN_TABLE",
  transient: "TRANSIENT_TABLE",
  events: "EVENTS_TABLE",
  sandbox: "SANDBOX_TABLE",
} as const;
const SECRET_VARIABLES = {
  pepper: "CODE_PEPPER_SECRET",
  cipher: "CODE_CIPHER_SECRET",
  exchange: "EXCHANGE_SECRET",
  channels: "CHANNEL_CONFIGS_SECRET",
  channel: "CHANNEL_SECRET",
} as const;

/** The sandbox's functions stand for vendors: they are asked while our doors are closed, and know no table of ours. */
function isShut({ name, restored }: ServiceFunctionProps): boolean {
  return restored?.doors === "closed" && !isSandbox(name);
}

/** As an interval of ISO 8601: the moment that the table was set back to, and the one at which nothing of before was at work any more. */
function markerOf(restored: Stage["restored"]): Record<string, string> {
  return restored?.marker ? { RESTORED: `${restored.marker.to}/${restored.marker.at}` } : {};
}

/** One function with a role, a log and an environment of its own, made from its row. */
export class ServiceFunction extends Construct {
  readonly function: LambdaFunction;

  constructor(scope: Construct, id: string, props: ServiceFunctionProps) {
    super(scope, id);
    const row: FunctionRow = FUNCTIONS[props.name];
    const logGroup = new LogGroup(this, "Logs", {
      retention: props.logRetention,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    // Not the managed AWSLambdaBasicExecutionRole: it may write every log of the account.
    const role = new OwnRole(this, "Role", new ServicePrincipal("lambda.amazonaws.com"));
    role.addToPolicy(
      new PolicyStatement({
        actions: ["logs:CreateLogStream", "logs:PutLogEvents"],
        resources: [logGroup.logGroupArn],
      }),
    );
    Validations.of(role).acknowledge({
      id: "AwsSolutions-IAM5[Resource::*]",
      reason: "xray:PutTraceSegments and xray:PutTelemetryRecords know no resources; nothing else is granted on *.",
    });
    this.function = new LambdaFunction(this, "Function", {
      description: row.does,
      runtime: Runtime.NODEJS_24_X,
      architecture: Architecture.ARM_64,
      code: Code.fromAsset(join(props.bundles, props.name)),
      handler: "index.handler",
      memorySize: row.memoryMb,
      timeout: Duration.seconds(row.timeoutSeconds(LIMITS[props.limits])),
      tracing: Tracing.ACTIVE,
      logGroup,
      role,
      ...(isShut(props) ? { reservedConcurrentExecutions: 0 } : {}),
      environment: {
        NODE_OPTIONS: "--enable-source-maps",
        LIMITS_PROFILE: props.limits,
        POWERTOOLS_METRICS_NAMESPACE: "Tender",
        // The same for all functions: a metric that two of them count is one metric.
        POWERTOOLS_SERVICE_NAME: "tender",
        // Beside the table's name, so that no function writes to a table that was set back and does not know.
        ...markerOf(props.restored),
      },
    });
    this.connect(row, props.reach);
  }

  /** Rights and variables come from the same row: what a function is told about is what it may use. */
  private connect(row: FunctionRow, { tables, secrets, queues }: Reach): void {
    grantAccess(this.function, row.access, tables);
    for (const { on } of row.access) {
      const name = on.split("/")[0] as TableName;
      const table = tables[name];
      if (table) this.function.addEnvironment(TABLE_VARIABLES[name], table.tableName);
    }
    // Where the sandbox is deployed, every merchant has its channel.
    const channels: SecretName[] = row.knowsChannels
      ? ["channels", ...(tables.sandbox ? ["channel" as const] : [])]
      : [];
    const sender: SecretName[] = row.sendsMessages && tables.sandbox ? ["channel"] : [];
    for (const name of [...(row.secrets ?? []), ...channels, ...sender]) {
      this.function.addEnvironment(SECRET_VARIABLES[name], secrets[name].secretArn);
      this.allow("secretsmanager:GetSecretValue", secrets[name].secretArn);
    }
    for (const name of row.sendsTo ?? []) {
      this.function.addEnvironment(urlNames(name).variable, queues[name].queueUrl);
      this.allow("sqs:SendMessage", queues[name].queueArn);
    }
    for (const name of row.watches ?? []) {
      this.function.addEnvironment(urlNames(name).variable, queues[name].queueUrl);
      this.allow("sqs:GetQueueAttributes", queues[name].queueArn);
    }
  }

  private allow(action: string, resource: string): void {
    this.function.addToRolePolicy(new PolicyStatement({ actions: [action], resources: [resource] }));
  }
}
