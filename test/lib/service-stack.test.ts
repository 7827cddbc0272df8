import { describe, expect, test } from "@jest/globals";
import { ROUTES } from "../../contract/routes.ts";
import { LIMITS } from "../../core/foundation/domain/limits.ts";
import { type CfnTemplate, functionNamed, ofType, type Resource, synthesise, targetOf } from "./synthesis.ts";
import { everythingWatchedIn, watched } from "./watched.ts";

const { service } = synthesise({ limits: "production", sandbox: true });
const demo = synthesise({ limits: "demo", sandbox: true }).service;
const queues = ofType(service, "AWS::SQS::Queue");
const alarms = ofType(service, "AWS::CloudWatch::Alarm");

const everythingWatched = everythingWatchedIn(service);

/** Queue -> who reads it. */
const CONSUMERS = [
  ["RedemptionsQueue", "RedemptionWorker", 10],
  ["SagasQueue", "SagaStarter", 10],
  ["RefundsQueue", "RefundWorker", 10],
  ["WebhooksQueue", "WebhookWorker", 10],
  ["CodesQueue", "CodeMaker", 1],
  ["WithdrawalsQueue", "WithdrawalWorker", 10],
  ["OrdersQueue", "OrderWorker", 10],
  ["NotificationsQueue", "NotificationWorker", 10],
  ["DeliveriesQueue", "WebhookSender", 1],
  ["ReplaysQueue", "ReplayWorker", 1],
] as const;

test("the whole has room below CloudFormation's 500 resources, for some capabilities more", () => {
  expect(Object.keys(service.Resources).length).toBeLessThan(420);
});

describe("queues", () => {
  const sources = queues.filter(([, { Properties }]) => Properties.RedrivePolicy !== undefined);
  const deadLetters = queues.filter(([, { Properties }]) => Properties.RedrivePolicy === undefined);

  test("each has a dead-letter queue after five receives, or is one", () => {
    expect(sources.map(([id]) => id.replace(/[0-9A-F]{8}$/, ""))).toEqual(CONSUMERS.map(([queue]) => queue));
    for (const [, { Properties }] of sources) {
      const policy = Properties.RedrivePolicy as { deadLetterTargetArn: unknown; maxReceiveCount: number };
      expect(policy.maxReceiveCount).toBe(5);
      expect(deadLetters.map(([id]) => id)).toContain(targetOf(policy.deadLetterTargetArn));
    }
  });

  test("each dead-letter queue belongs to a queue, a stream or a schedule, keeps letters for 14 days and calls a person for one", () => {
    const users = JSON.stringify([
      sources.map(([, { Properties }]) => Properties.RedrivePolicy),
      ofType(service, "AWS::Lambda::EventSourceMapping").map(([, { Properties }]) => Properties.DestinationConfig),
      ofType(service, "AWS::Scheduler::Schedule").map(([, { Properties }]) => Properties.Target),
    ]);
    expect(deadLetters).toHaveLength(13);
    for (const [id, { Properties }] of deadLetters) {
      expect(users).toContain(id);
      expect(Properties.MessageRetentionPeriod).toBe(14 * 24 * 60 * 60);
      const alarm = alarms.find(([, each]) =>
        watched(each).includes(`AWS/SQS ApproximateNumberOfMessagesVisible ${queueName(id)}`),
      );
      expect(alarm?.[1].Properties).toMatchObject({ Threshold: 1, Statistic: "Maximum" });
    }
  });

  test("the queue's oldest message is watched", () => {
    for (const [id] of sources) {
      expect(everythingWatched).toContain(`AWS/SQS ApproximateAgeOfOldestMessage ${queueName(id)}`);
    }
  });

  test("each is encrypted and refuses plain HTTP", () => {
    const [[, policy], ...others] = ofType(service, "AWS::SQS::QueuePolicy") as [[string, Resource]];
    expect(others).toEqual([]);
    expect((policy.Properties.Queues as unknown[]).map(targetOf).sort()).toEqual(queues.map(([id]) => id).sort());
    expect(policy.Properties.PolicyDocument).toMatchObject({
      Statement: [
        {
          Effect: "Deny",
          Action: "sqs:*",
          Principal: { AWS: "*" },
          Resource: "*",
          Condition: { Bool: { "aws:SecureTransport": "false" } },
        },
      ],
    });
    for (const [, { Properties }] of queues) expect(Properties.SqsManagedSseEnabled).toBe(true);
  });

  test.each([
    ["production", service],
    ["demo", demo],
  ] as const)("%s: a message stays invisible for six times its worker's timeout", (profile, template) => {
    for (const [name, consumer] of CONSUMERS) {
      const queue = ofType(template, "AWS::SQS::Queue").find(([id]) => id.startsWith(name));
      const { Timeout } = functionNamed(template, consumer)[1].Properties;
      expect(queue?.[1].Properties.VisibilityTimeout).toBe(6 * Number(Timeout));
    }
    const timeoutOf = (name: string) => functionNamed(template, name)[1].Properties.Timeout;
    expect(timeoutOf("RedemptionWorker")).toBe(LIMITS[profile].exchange.timeoutSeconds);
    // The settle window of a channel's calls counts from here.
    expect(timeoutOf("RefundWorker")).toBe(LIMITS[profile].refund.timeoutSeconds);
    expect(timeoutOf("NotificationWorker")).toBe(LIMITS[profile].notification.timeoutSeconds);
    expect(timeoutOf("WithdrawalWorker")).toBe(LIMITS[profile].withdrawal.timeoutSeconds);
    expect(timeoutOf("PaymentSaga")).toBe(LIMITS[profile].saga.timeoutSeconds);
  });
});

/** CloudWatch knows a queue by its name, which is an attribute of it. */
function queueName(id: string): string {
  return targetOf({ "Fn::GetAtt": [id, "QueueName"] });
}

describe("functions", () => {
  const functions = ofType(service, "AWS::Lambda::Function");

  test.each(functions.map(([id, { Properties }]) => [id, Properties] as const))(
    "%s runs on arm64 and Node 24, ends, is traced and keeps its log for a while",
    (id, properties) => {
      expect(properties).toMatchObject({
        Runtime: "nodejs24.x",
        Architectures: ["arm64"],
        Handler: "index.handler",
        TracingConfig: { Mode: "Active" },
        Environment: { Variables: { NODE_OPTIONS: "--enable-source-maps", POWERTOOLS_METRICS_NAMESPACE: "Tender" } },
      });
      // The auditor answers nobody, and writes nothing that others count on.
      expect(properties.Timeout).toBeLessThanOrEqual(id.startsWith("Auditor") ? 600 : 60);
      const group = targetOf((properties.LoggingConfig as { LogGroup: unknown }).LogGroup);
      expect(service.Resources[group]?.Properties.RetentionInDays).toBe(90);
      expect(everythingWatched).toContain(`AWS/Lambda Errors ${id}`);
      expect(everythingWatched).toContain(`AWS/Lambda Throttles ${id}`);
    },
  );

  test("HTTP functions end before the gateway gives up at 30 s", () => {
    const behindTheApi = ofType(service, "AWS::ApiGatewayV2::Integration").map(([, { Properties }]) =>
      targetOf(Properties.IntegrationUri),
    );
    expect(behindTheApi).toHaveLength(new Set(Object.values(ROUTES).map((row) => row.function)).size);
    for (const id of behindTheApi) expect(service.Resources[id]?.Properties.Timeout).toBe(25);
  });

  test("the sweeper ends before its next run", () => {
    const [, sweeper] = functionNamed(service, "Sweeper");
    expect(sweeper.Properties.Timeout).toBeLessThan(60);
  });

  test.each([
    ["production", service],
    ["demo", demo],
  ] as const)("%s: every function has the limits of its profile", (profile, template) => {
    for (const [, { Properties }] of ofType(template, "AWS::Lambda::Function")) {
      expect(Properties).toMatchObject({ Environment: { Variables: { LIMITS_PROFILE: profile } } });
    }
  });

  test("only the worker, and who asks for operators, know the exchange", () => {
    const knowing = functions.filter(([, { Properties }]) => JSON.stringify(Properties).includes("EXCHANGE_URL"));
    expect(knowing.map(([id]) => id)).toEqual(
      ["RedemptionWorker", "LookUpApi"].map((name) => functionNamed(service, name)[0]),
    );
  });
});

describe("API", () => {
  /** `POST /v1/plans` -> `SetupApi`, out of the template. */
  function routesOf(template: CfnTemplate): Record<string, string> {
    return Object.fromEntries(
      ofType(template, "AWS::ApiGatewayV2::Route").map(([, { Properties }]) => {
        const integration = /"Ref":"(\w+)"/.exec(JSON.stringify(Properties.Target))?.[1] ?? "";
        const target = targetOf(template.Resources[integration]?.Properties.IntegrationUri);
        return [String(Properties.RouteKey), target.replace(/Function[0-9A-F]{8}$/, "")];
      }),
    );
  }
  const pascal = (kebab: string) => kebab.replaceAll(/(?:^|-)([a-z])/g, (_, letter: string) => letter.toUpperCase());

  test("has the routes of the route table, each at its function, and no other", () => {
    const wanted = Object.entries(ROUTES).map(([key, row]) => [key, pascal(row.function)]);
    expect(routesOf(service)).toEqual(Object.fromEntries(wanted));
  });

  test("has none of the sandbox's routes without the sandbox", () => {
    const without = synthesise({ limits: "production", sandbox: false }).service;
    const wanted = Object.entries(ROUTES).filter(([, row]) => !row.function.startsWith("sandbox-"));
    expect(Object.keys(routesOf(without)).sort()).toEqual(wanted.map(([key]) => key).sort());
  });

  test("throttles, logs each request without its path, and lets no browser page of others in", () => {
    const [[, stage]] = ofType(service, "AWS::ApiGatewayV2::Stage") as [[string, Resource]];
    expect(stage.Properties).toMatchObject({
      StageName: "$default",
      AutoDeploy: true,
      DefaultRouteSettings: { ThrottlingRateLimit: 500, ThrottlingBurstLimit: 500 },
    });
    const { Format } = stage.Properties.AccessLogSettings as { Format: string };
    expect(Format).toContain("$context.routeKey");
    expect(Format).not.toMatch(/\$context\.(path|authorizer|requestOverride)/);
    expect(ofType(service, "AWS::ApiGatewayV2::Api")[0]?.[1].Properties).not.toHaveProperty("CorsConfiguration");
  });
});

describe("flow", () => {
  const mappings = ofType(service, "AWS::Lambda::EventSourceMapping").map(([, { Properties }]) => Properties);

  test.each(CONSUMERS)(
    "%s: %s takes %i messages at once and reports those that failed one by one",
    (queue, name, size) => {
      const mapping = mappings.find(({ FunctionName }) => targetOf(FunctionName).startsWith(`${name}Function`));
      expect(targetOf(mapping?.EventSourceArn)).toMatch(new RegExp(`^${queue}[0-9A-F]{8}$`));
      expect(mapping).toMatchObject({
        BatchSize: size,
        FunctionResponseTypes: ["ReportBatchItemFailures"],
        ScalingConfig: { MaximumConcurrency: expect.any(Number) },
      });
    },
  );

  test("the relay sees new outbox rows only, and a row it chokes on stops nothing for long", () => {
    const mapping = mappings.find(({ FunctionName }) => targetOf(FunctionName).startsWith("OutboxRelay"));
    expect(mapping).toMatchObject({
      BisectBatchOnFunctionError: true,
      FunctionResponseTypes: ["ReportBatchItemFailures"],
      MaximumRecordAgeInSeconds: 300,
      MaximumRetryAttempts: 5,
    });
    const { Filters } = (mapping?.FilterCriteria ?? { Filters: [] }) as { Filters: { Pattern: string }[] };
    expect(Filters.map(({ Pattern }) => JSON.parse(Pattern))).toEqual([
      { eventName: ["INSERT"], dynamodb: { Keys: { pk: { S: [{ prefix: "OUT#" }] } } } },
    ]);
  });

  test("the sweeper is called each minute, the auditor each hour, and a call that cannot be made is kept", () => {
    const [[, { Properties }], [, audit]] = ofType(service, "AWS::Scheduler::Schedule") as [
      [string, Resource],
      [string, Resource],
    ];
    expect(Properties).toMatchObject({
      ScheduleExpression: "rate(1 minute)",
      FlexibleTimeWindow: { Mode: "OFF" },
      Target: { RetryPolicy: { MaximumRetryAttempts: 2, MaximumEventAgeInSeconds: 60 } },
    });
    expect(audit.Properties).toMatchObject({
      ScheduleExpression: "rate(1 hour)",
      Target: { RetryPolicy: { MaximumRetryAttempts: 2, MaximumEventAgeInSeconds: 900 } },
    });
    for (const each of [Properties, audit.Properties])
      expect(JSON.stringify(each.Target)).toContain("SchedulesDeadLettersQueue");
  });
});
