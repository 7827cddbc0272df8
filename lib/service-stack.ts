import { Aws, CfnOutput, CfnParameter, Duration, Stack, type StackProps } from "aws-cdk-lib";
import type { Function as LambdaFunction } from "aws-cdk-lib/aws-lambda";
import type { Construct } from "constructs";
import { LIMITS } from "../core/domain/limits.ts";
import type { HttpFunction } from "../lambdas/http/routes.ts";
import { Alarms } from "./constructs/alarms.ts";
import { TenderDashboard } from "./constructs/dashboard.ts";
import { EveryMinute } from "./constructs/every-minute.ts";
import { TenderHttpApi } from "./constructs/http-api.ts";
import { OutboxStream } from "./constructs/outbox-stream.ts";
import { RetryQueue } from "./constructs/retry-queue.ts";
import { ServiceFunction } from "./constructs/service-function.ts";
import type { DataStack } from "./data-stack.ts";
import { FUNCTIONS, type FunctionName, functionNames, isSandbox } from "./functions.ts";
import { SandboxTable } from "./sandbox.ts";
import { addServiceAlarms } from "./service-alarms.ts";
import type { Settings } from "./settings.ts";

export interface ServiceStackProps extends StackProps {
  data: DataStack;
  settings: Settings;
  /** Folder of the bundles, `<name>/index.mjs` each. */
  bundles: string;
}

/** 200 calls to the exchange at once, for 20 of the account's concurrent functions. */
const WORKER = { batchSize: 10, maxConcurrency: 20 };

/** Everything that can be deleted and made again: functions, API, queue, schedule, alarms, dashboard. */
export class ServiceStack extends Stack {
  constructor(scope: Construct, id: string, { data, settings, bundles, ...props }: ServiceStackProps) {
    super(scope, id, { ...props, description: "Tender: functions, API, queue, alarms" });
    const limits = LIMITS[settings.limits];
    const alarms = new Alarms(this, "Alarms");
    const redemptions = new RetryQueue(this, "Redemptions", {
      alarms,
      consumerTimeout: Duration.seconds(limits.workerTimeoutSeconds),
      oldestMessage: Duration.minutes(30),
      deadLetterSection: "Redemption dead letters",
      oldestMessageSection: "Redemption queue behind",
    });
    const functions = this.functions(data, redemptions, settings, bundles);
    const get = (name: FunctionName) => found(functions, name);

    redemptions.consumedBy(get("redemption-worker"), WORKER);
    new OutboxStream(this, "Outbox", { main: data.main, relay: get("outbox-relay"), alarms });
    const sweeper = get("sweeper");
    new EveryMinute(this, "Sweep", { target: sweeper, description: FUNCTIONS.sweeper.does, alarms });

    const http = new Map([...functions].filter(([name]) => isHttp(name)) as [HttpFunction, LambdaFunction][]);
    const { api } = new TenderHttpApi(this, "Http", { functions: http });
    get("redemption-worker").addEnvironment("EXCHANGE_URL", this.exchangeUrl(settings, api.apiEndpoint));
    // For the links to its page; whoever pays there knows it by the same name.
    functions.get("sandbox-channel")?.addEnvironment("CHANNEL_URL", `${api.apiEndpoint}/_sandbox/channel`);

    addServiceAlarms(alarms, { functions, sweeper, api, limits });
    const { dashboard } = new TenderDashboard(this, "Figures", {
      functions,
      queues: new Map([
        ["redemptions", redemptions.queue],
        ["dead letters", redemptions.deadLetters],
      ]),
    });
    this.outputs({
      ApiUrl: api.apiEndpoint,
      MainTableName: data.main.tableName,
      TransientTableName: data.transient.tableName,
      RedemptionQueueUrl: redemptions.queue.queueUrl,
      RedemptionDlqUrl: redemptions.deadLetters.queueUrl,
      DashboardUrl: `https://${Aws.REGION}.console.aws.amazon.com/cloudwatch/home?region=${Aws.REGION}#dashboards:name=${dashboard.dashboardName}`,
      AlarmTopicArn: alarms.topic.topicArn,
    });
  }

  private functions(
    data: DataStack,
    redemptions: RetryQueue,
    settings: Settings,
    bundles: string,
  ): Map<FunctionName, LambdaFunction> {
    const sandbox = settings.sandbox ? { sandbox: new SandboxTable(this, "Sandbox").table } : {};
    const reach = {
      tables: { main: data.main, transient: data.transient, ...sandbox },
      secrets: data.secrets,
      queues: { redemptions: redemptions.queue, "dead-letters": redemptions.deadLetters },
    };
    return new Map(
      functionNames(settings.sandbox).map((name) => [
        name,
        new ServiceFunction(this, idOf(name), { name, limits: settings.limits, reach, bundles }).function,
      ]),
    );
  }

  /** The worker reaches the sandbox over HTTP like any vendor. */
  private exchangeUrl(settings: Settings, apiUrl: string): string {
    if (settings.sandbox) return `${apiUrl}/_sandbox/exchange`;
    return new CfnParameter(this, "ExchangeUrl", {
      description: "Base URL of the gift card exchange",
      allowedPattern: "^https://.+",
      constraintDescription: "must begin with https://",
    }).valueAsString;
  }

  private outputs(values: Record<string, string>): void {
    for (const [name, value] of Object.entries(values)) new CfnOutput(this, name, { value });
  }
}

function isHttp(name: FunctionName): name is HttpFunction {
  return name.endsWith("-api") || isSandbox(name);
}

function found<K, V>(map: ReadonlyMap<K, V>, key: K): V {
  const value = map.get(key);
  if (value === undefined) throw new Error(`${String(key)} is not deployed.`);
  return value;
}

/** `redemption-worker` -> `RedemptionWorker` */
function idOf(name: string): string {
  return name.replaceAll(/(?:^|-)([a-z])/g, (_, letter: string) => letter.toUpperCase());
}
