import { Aws, CfnOutput, CfnParameter, Duration, Fn, Stack, type StackProps, Validations } from "aws-cdk-lib";
import { PolicyStatement } from "aws-cdk-lib/aws-iam";
import type { IFunction, Function as LambdaFunction } from "aws-cdk-lib/aws-lambda";
import type { Construct } from "constructs";
import type { HttpFunction } from "../contract/routes.ts";
import { LIMITS } from "../core/foundation/domain/limits.ts";
import { addAuditorAlarms } from "./auditor-alarms.ts";
import { addBackupAlarms } from "./backup-alarms.ts";
import { vaultOf } from "./backup-stack.ts";
import { addCodeAlarms } from "./code-alarms.ts";
import { Alarms } from "./constructs/alarms.ts";
import { ApiDomain } from "./constructs/api-domain.ts";
import { TenderDashboard } from "./constructs/dashboard.ts";
import { Edge } from "./constructs/edge.ts";
import { TenderHttpApi } from "./constructs/http-api.ts";
import { liveAlias, publishForParameters } from "./constructs/live-functions.ts";
import { PaymentSaga } from "./constructs/payment-saga.ts";
import { placeInFindings } from "./constructs/place-in-findings.ts";
import { RowStream } from "./constructs/row-stream.ts";
import { Schedules } from "./constructs/schedules.ts";
import {
  LOG_RETENTION,
  type Reach,
  ServiceFunction,
  type ServiceFunctionProps,
} from "./constructs/service-function.ts";
import { ShiftGroups } from "./constructs/shift-groups.ts";
import { refusePlainHttp } from "./constructs/tls-only.ts";
import type { DataStack } from "./data-stack.ts";
import { addEventAlarms } from "./event-alarms.ts";
import { FUNCTIONS, type FunctionName, type FunctionRow, functionNames, isHttp, type SendTarget } from "./functions.ts";
import { addNotificationAlarms } from "./notification-alarms.ts";
import { addOrderAlarms } from "./order-alarms.ts";
import { addPaymentAlarms } from "./payment-alarms.ts";
import { addProbeAlarms, PROBE_PERIOD, ProbeStack } from "./probe-stack.ts";
import { TenderQueues, urlNames } from "./queues.ts";
import { SandboxTable } from "./sandbox.ts";
import { addServiceAlarms } from "./service-alarms.ts";
import type { Settings } from "./settings.ts";
import { undoingAlarms } from "./shift-alarms.ts";
import { SHIFTS, type Shift } from "./shifts.ts";
import { addReplicaAlarm, addTableAlarms } from "./table-alarms.ts";
import { addWithdrawalAlarms } from "./withdrawal-alarms.ts";

/** What is chosen stands in a version's description, for which Lambda has 256 characters (`publishForParameters`). */
const PARAMETER_LENGTHS = { ExchangeUrl: 150, NotificationEmailFrom: 100 };

export interface ServiceStackProps extends StackProps {
  data: DataStack;
  settings: Settings;
  /** Folder of the bundles, `<name>/index.mjs` each. */
  bundles: string;
}

/** Everything that can be deleted and made again: functions, API, queues, state machine, schedule, alarms, dashboard. */
export class ServiceStack extends Stack {
  constructor(scope: Construct, id: string, { data, settings, bundles, ...props }: ServiceStackProps) {
    super(scope, id, { ...props, description: "Tender: functions, API, queues, payment saga, alarms" });
    const limits = LIMITS[settings.limits];
    const alarms = new Alarms(this, "Alarms", settings.stage?.alarmEmails);
    const logRetention = settings.stage?.logDays ?? LOG_RETENTION;
    const queues = new TenderQueues(this, { alarms, limits });
    const functions = this.functions(data, queues, settings, { bundles, logRetention });
    const shift = shiftOf(settings);
    const live: ReadonlyMap<FunctionName, IFunction> = shift
      ? this.behindAliases(functions, settings.hurry === true)
      : functions;
    const get = (name: FunctionName) => found(live, name);

    queues.tellConsumers((name) => found(functions, name));
    queues.consumedBy(get);
    new RowStream(this, "Outbox", {
      table: data.main,
      rows: "OUT#",
      consumer: get("outbox-relay"),
      alarms,
      deadLetters: {
        meaning: "Stream records were given up by the relay; the sweeper sends their outbox rows.",
        section: "Relay dead letters",
      },
      behind: {
        alarmId: "RelayBehind",
        meaning: "The relay is two minutes or more behind the table's stream.",
        section: "Relay behind",
      },
    });
    new RowStream(this, "Events", {
      table: data.events,
      rows: "EVT#",
      consumer: get("event-fan-out"),
      alarms,
      deadLetters: {
        meaning: "Stream records were given up by the fan-out; the sweeper fans their events out.",
        section: "Fan-out dead letters",
      },
      behind: {
        alarmId: "FanOutBehind",
        meaning: "The fan-out is two minutes or more behind the stream of events.",
        section: "Fan-out behind",
      },
    });
    const sweeper = get("sweeper");
    const schedules = new Schedules(this, "Schedules", { alarms });
    schedules.call("Sweep", sweeper, { period: Duration.minutes(1), description: FUNCTIONS.sweeper.does });
    const period = Duration.millis(limits.auditorPeriodMs);
    schedules.call("Audit", get("auditor"), { period, description: FUNCTIONS.auditor.does });
    refusePlainHttp(this);
    const saga = new PaymentSaga(this, "Payments", { tasks: get("payment-saga"), limits, logRetention });
    const http = new Map([...live].filter(([name]) => isHttp(name)) as [HttpFunction, IFunction][]);
    const { domain, edge } = settings.stage ?? {};
    const isNamed = domain !== undefined && edge === undefined;
    const { api, stage: apiStage } = new TenderHttpApi(this, "Http", { functions: http, logRetention, isNamed });
    const apiUrl = domain ? `https://${domain.name}` : api.apiEndpoint;
    if (isNamed) new ApiDomain(this, "Domain", { api, apiStage, domain });
    if (settings.stage && domain && edge) {
      const behind = [...functions].flatMap(([name, each]) => (isHttp(name) ? [each] : []));
      new Edge(this, "Edge", { api, stage: { ...settings.stage, domain, edge }, functions: behind });
    }
    this.tellOfExchange(functions, settings, apiUrl);
    this.tellOfChannels(functions, settings, apiUrl);
    this.tellOfMerchants(functions, settings, apiUrl);
    this.letSend(found(functions, "notification-worker"), settings, apiUrl);

    if (settings.stage?.probe) {
      const { money, restored } = settings.stage;
      const reach = this.reach(data, queues);
      const probe = new ProbeStack(this, "Probe", {
        money,
        apiUrl,
        limits: settings.limits,
        restored,
        reach,
        bundles,
        logRetention,
      });
      schedules.call("Try", probe.function, { period: PROBE_PERIOD, description: FUNCTIONS.probe.does });
      // While the doors are closed it is shut like everything else, and known to be.
      if (restored?.doors !== "closed") addProbeAlarms(alarms);
    }
    const usualEvents = settings.stage?.silence?.usualEvents;
    addServiceAlarms(alarms, { functions, sweeper: found(functions, "sweeper"), api, limits, usualEvents });
    addTableAlarms(alarms, data);
    if (settings.stage?.replica) addReplicaAlarm(alarms, data, settings.stage.replica);
    const { backup, name: stageName = "" } = settings.stage ?? {};
    if (backup) addBackupAlarms(alarms, { vault: vaultOf(stageName), ...backup });
    addPaymentAlarms(alarms, { machine: saga.machine, limits });
    addCodeAlarms(alarms);
    addWithdrawalAlarms(alarms, limits);
    addNotificationAlarms(alarms);
    addOrderAlarms(alarms, { limits });
    addEventAlarms(alarms, { limits });
    addAuditorAlarms(alarms, { limits });
    if (shift) {
      const undo = (name: FunctionName) => undoingAlarms(alarms, name);
      new ShiftGroups(this, "Shifts", {
        application: this.stackName,
        shift,
        alarms: new Map([...functions.keys()].map((name) => [name, undo(name)])),
      });
      if (settings.hurry) saga.startByAlias({ machine: { type: "ALL_AT_ONCE" } }, []);
      else saga.startByAlias(shift, undo("payment-saga"));
      for (const each of functions.values()) publishForParameters(each);
    }
    for (const [name, each] of functions) {
      const { steers }: FunctionRow = FUNCTIONS[name];
      if (steers) saga.letSteer(idOf(name), each, steers);
    }
    alarms.compose();
    const { dashboard } = new TenderDashboard(this, "Figures", {
      functions,
      queues: queues.titled,
      machine: saga.machine,
    });
    this.outputs(data, queues, {
      ApiUrl: apiUrl,
      LimitsProfile: settings.limits,
      StateMachineArn: saga.machine.stateMachineArn,
      DashboardUrl: `https://${Aws.REGION}.console.aws.amazon.com/cloudwatch/home?region=${Aws.REGION}#dashboards:name=${dashboard.dashboardName}`,
      PageTopicArn: alarms.topics.page.topicArn,
      TicketTopicArn: alarms.topics.ticket.topicArn,
      // Read, so that the data's export of it cannot change under this stack.
      ...(data.moneyExport === undefined ? {} : { MoneyIs: Fn.importValue(data.moneyExport) }),
    });
  }

  private functions(
    data: DataStack,
    queues: TenderQueues,
    settings: Settings,
    each: Pick<ServiceFunctionProps, "bundles" | "logRetention">,
  ): Map<FunctionName, LambdaFunction> {
    const sandbox = settings.sandbox ? { sandbox: new SandboxTable(this, "Sandbox").table } : {};
    const { tables, ...others } = this.reach(data, queues);
    const reach = { ...others, tables: { ...tables, ...sandbox } };
    const restored = settings.stage?.restored;
    return new Map(
      functionNames(settings.sandbox).map((name) => [
        name,
        new ServiceFunction(this, idOf(name), { name, limits: settings.limits, restored, reach, ...each }).function,
      ]),
    );
  }

  private reach({ main, transient, events, secrets }: DataStack, queues: TenderQueues): Reach {
    return { tables: { main, transient, events }, secrets, queues: queues.targets };
  }

  private behindAliases(
    functions: ReadonlyMap<FunctionName, LambdaFunction>,
    hurry: boolean,
  ): Map<FunctionName, IFunction> {
    const groupOf = (name: FunctionName) => (hurry ? undefined : { application: this.stackName, name });
    return new Map([...functions].map(([name, each]) => [name, liveAlias(each, groupOf(name))]));
  }

  private tellOfExchange(functions: Map<FunctionName, LambdaFunction>, settings: Settings, apiUrl: string): void {
    const url = this.exchangeUrl(settings, apiUrl);
    for (const [name, each] of functions) {
      const { callsExchange }: FunctionRow = FUNCTIONS[name];
      if (callsExchange) each.addEnvironment("EXCHANGE_URL", url);
    }
  }

  /** Vendors are told where their webhooks go; the sandbox channel lives on the same API and makes the links to its own page. */
  private tellOfChannels(functions: Map<FunctionName, LambdaFunction>, settings: Settings, apiUrl: string): void {
    for (const [name, each] of functions) {
      const row: FunctionRow = FUNCTIONS[name];
      const knowsChannels = row.knowsChannels === true;
      if (knowsChannels) each.addEnvironment("API_URL", apiUrl);
      if (settings.sandbox && (knowsChannels || name === "sandbox-channel")) {
        each.addEnvironment("CHANNEL_URL", `${apiUrl}/_sandbox/channel`);
      }
    }
  }

  /** Merchants' webhooks may not go to ourselves. What is allowed on a test stage is unknown on any other. */
  private tellOfMerchants(functions: Map<FunctionName, LambdaFunction>, settings: Settings, apiUrl: string): void {
    const { sandbox, webhookAllow = [] } = settings;
    for (const [name, each] of functions) {
      const { reachesMerchants }: FunctionRow = FUNCTIONS[name];
      if (!reachesMerchants) continue;
      each.addEnvironment("API_URL", apiUrl);
      if (sandbox && webhookAllow.length > 0) each.addEnvironment("WEBHOOK_ALLOW", webhookAllow.join(","));
    }
  }

  /** The worker reaches the sandbox over HTTP like any vendor. */
  private exchangeUrl(settings: Settings, apiUrl: string): string {
    if (settings.sandbox) return `${apiUrl}/_sandbox/exchange`;
    return new CfnParameter(this, "ExchangeUrl", {
      description: "Base URL of the gift card exchange",
      maxLength: PARAMETER_LENGTHS.ExchangeUrl,
      allowedPattern: "^https://.+",
      constraintDescription: `must begin with https:// and have ${PARAMETER_LENGTHS.ExchangeUrl} characters at most`,
    }).valueAsString;
  }

  /** The sandbox's sender is reached over HTTP like the other vendors; without it, Amazon sends, and from one address only. */
  private letSend(worker: LambdaFunction, settings: Settings, apiUrl: string): void {
    if (settings.sandbox) {
      worker.addEnvironment("SENDER_URL", `${apiUrl}/_sandbox/notifications`);
      return;
    }
    const from = new CfnParameter(this, "NotificationEmailFrom", {
      description: "Address that notifications by email come from; Amazon SES has to have verified it",
      maxLength: PARAMETER_LENGTHS.NotificationEmailFrom,
      allowedPattern: "^[^@\\s]+@[^@\\s]+$",
      constraintDescription: `must be an email address of ${PARAMETER_LENGTHS.NotificationEmailFrom} characters at most`,
    }).valueAsString;
    worker.addEnvironment("EMAIL_FROM", from);
    worker.addToRolePolicy(
      new PolicyStatement({
        actions: ["ses:SendEmail"],
        resources: [this.formatArn({ service: "ses", resource: "identity", resourceName: "*" })],
        conditions: { StringEquals: { "ses:FromAddress": from } },
      }),
    );
    if (worker.role)
      Validations.of(worker.role).acknowledge({
        id: `AwsSolutions-IAM5[Resource::arn:<AWS::Partition>:ses:${placeInFindings(this)}:identity/*]`,
        reason:
          "Whether the address or its domain was verified is the account's matter; the condition names the address.",
      });
    // A phone is no resource: what is not a topic is one.
    worker.addToRolePolicy(
      new PolicyStatement({ actions: ["sns:Publish"], notResources: [`arn:${Aws.PARTITION}:sns:*:*:*`] }),
    );
  }

  private outputs(data: DataStack, { targets }: TenderQueues, values: Record<string, string>): void {
    const urls = Object.entries(targets).map(
      ([name, each]) => [urlNames(name as SendTarget).output, each.queueUrl] as const,
    );
    const all = {
      ...values,
      MainTableName: data.main.tableName,
      TransientTableName: data.transient.tableName,
      EventsTableName: data.events.tableName,
      ...Object.fromEntries(urls),
      ChannelConfigsSecretArn: data.secrets.channels.secretArn,
      CodePepperSecretArn: data.secrets.pepper.secretArn,
      CodeCipherSecretArn: data.secrets.cipher.secretArn,
    };
    for (const [name, value] of Object.entries(all)) new CfnOutput(this, name, { value });
  }
}

function found<K, V>(map: ReadonlyMap<K, V>, key: K): V {
  const value = map.get(key);
  if (value === undefined) throw new Error(`${String(key)} is not deployed.`);
  return value;
}

function shiftOf({ stage }: Settings): Shift | undefined {
  return stage === undefined || stage.shift === "all-at-once" ? undefined : SHIFTS[stage.shift];
}

/** `redemption-worker` -> `RedemptionWorker` */
function idOf(name: string): string {
  return name.replaceAll(/(?:^|-)([a-z])/g, (_, letter: string) => letter.toUpperCase());
}
