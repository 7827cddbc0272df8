import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "@jest/globals";
import { METRIC_NAMES } from "../../core/foundation/domain/metrics.ts";
import { TABLES } from "../../lib/schema.ts";
import { ofType, type Resource, synthesise, targetOf } from "./synthesis.ts";
import { everythingWatchedIn, WATCHFUL } from "./watched.ts";

const { service } = synthesise({ limits: "production", sandbox: true });
const { service: watchful } = synthesise({ limits: "production", sandbox: false, stage: WATCHFUL });
const alarms = ofType(service, "AWS::CloudWatch::Alarm");
const everyAlarm = new Map([...alarms, ...ofType(watchful, "AWS::CloudWatch::Alarm")]).entries().toArray();
interface Watched {
  MetricName: string;
  Dimensions: { Name: string; Value: unknown }[];
}
const everythingWatched = everythingWatchedIn(service);

const isPage = (actions: unknown) => targetOf((actions as unknown[])[0]).startsWith("AlarmsPages");

describe("alarms and dashboard", () => {
  const runbook = readFileSync(join(import.meta.dirname, "../../docs/operating.md"), "utf8");
  const sectionOf = ({ Properties }: Resource) =>
    /docs\/operating\.md, "(.+)"\.$/.exec(String(Properties.AlarmDescription))?.[1];

  test.each(everyAlarm)(
    "%s names a section of the runbook, and tells somebody when it goes on and when it is over",
    (_id, alarm) => {
      expect(runbook).toContain(`\n### ${sectionOf(alarm)}\n`);
      const told = (alarm.Properties.AlarmActions as unknown[]).map(targetOf);
      expect(told).toEqual([expect.stringMatching(/^Alarms(Pages|Tickets)/)]);
      expect((alarm.Properties.OKActions as unknown[]).map(targetOf)).toEqual(told);
    },
  );

  test("the runbook lists what wakes somebody", () => {
    const [, listed = ""] = /\nThese wake somebody: ([^.]+)\./.exec(runbook) ?? [];
    const pages = everyAlarm.filter(([, { Properties }]) => isPage(Properties.AlarmActions));
    const sections = new Set(pages.map(([, alarm]) => sectionOf(alarm)));
    expect(new Set(listed.replaceAll("\n", " ").split(", "))).toEqual(sections);
  });

  test("one state for each severity, of all of its alarms, tells when the last of them is over", () => {
    const composites = ofType(service, "AWS::CloudWatch::CompositeAlarm");
    expect(composites).toHaveLength(2);
    for (const [id, { Properties }] of composites) {
      const own = alarms.filter(
        ([, alarm]) => isPage(alarm.Properties.AlarmActions) === id.startsWith("AlarmsAnyPage"),
      );
      const rule = JSON.stringify(Properties.AlarmRule);
      expect(alarms.filter(([name]) => rule.includes(`"${name}"`))).toEqual(own);
      expect(isPage(Properties.OKActions)).toBe(id.startsWith("AlarmsAnyPage"));
      expect(Properties.AlarmActions).toBeUndefined();
    }
  });

  test("the runbook has no alarm section that no alarm names", () => {
    const chapter = runbook.split("\n## ").find((each) => each.startsWith("Alarms\n")) ?? "";
    const sections = [...chapter.matchAll(/^### (.+)$/gm)].map(([, heading]) => heading);
    expect(new Set(sections)).toEqual(new Set(everyAlarm.map(([, alarm]) => sectionOf(alarm))));
  });

  test("doubt that lasts, 5xx answers, a stuck relay and a silent sweeper raise alarms", () => {
    for (const metric of ["Tender UnknownAge", "AWS/ApiGateway 5xx", "AWS/Lambda IteratorAge"]) {
      expect(everythingWatched).toContainEqual(expect.stringContaining(metric));
    }
    const silence = alarms.find(([id]) => id.includes("SweeperSilent"))?.[1].Properties;
    expect(silence).toMatchObject({ TreatMissingData: "breaching", ComparisonOperator: "LessThanThreshold" });
  });

  test("a backup or a copy that fails, and days without one, are told of by the vault that has it", () => {
    const of = (metric: string) =>
      everythingWatchedIn(watchful).flatMap((each) => each.split(`AWS/Backup NumberOf${metric} `)[1] ?? []);
    for (const metric of ["BackupJobsFailed", "BackupJobsAborted", "BackupJobsExpired", "BackupJobsCompleted"])
      expect([metric, ...of(metric)]).toEqual([metric, "tender-production"]);
    for (const metric of ["CopyJobsFailed", "CopyJobsCompleted"])
      expect([metric, ...of(metric)]).toEqual([metric, "tender-production", "copies"]);
    const silences = ofType(watchful, "AWS::CloudWatch::Alarm").filter(([id]) => /(Backup|Copy)Silent/.test(id));
    expect(silences.map(([, { Properties }]) => Properties)).toEqual(
      Array(2).fill(
        expect.objectContaining({
          ...{ TreatMissingData: "breaching", ComparisonOperator: "LessThanThreshold", EvaluationPeriods: 2 },
        }),
      ),
    );
  });

  test("a replica that is late is told of, whichever table it is of", () => {
    const [[, alarm] = []] = ofType(watchful, "AWS::CloudWatch::Alarm").filter(([id]) => id.includes("ReplicaBehind"));
    const metrics = alarm?.Properties.Metrics as { MetricStat?: { Metric: Watched } }[];
    const told = metrics.flatMap(({ MetricStat }) => (MetricStat ? [MetricStat.Metric] : []));
    expect(told.map(({ MetricName }) => MetricName)).toEqual(Object.keys(TABLES).map(() => "ReplicationLatency"));
    const [tables, regions] = ["TableName", "ReceivingRegion"].map((name) =>
      told.map(({ Dimensions }) => JSON.stringify(Dimensions.find(({ Name }) => Name === name)?.Value)),
    );
    expect(new Set(tables).size).toBe(Object.keys(TABLES).length);
    expect(new Set(regions)).toEqual(new Set(['"eu-west-1"']));
  });

  test.each(["RedemptionParked", "SagaParked", "RefundParked", "ChargeParked"])(
    "each minute in which something is parked anew (%s) is told, whatever is parked already",
    (name) => {
      const mine = alarms.filter(([, alarm]) => alarm.Properties.MetricName === name);
      expect(mine.map(([, { Properties }]) => Properties)).toEqual([
        expect.objectContaining({
          Namespace: "Tender",
          Statistic: "Sum",
          Period: 60,
          EvaluationPeriods: 1,
          Threshold: 1,
          TreatMissingData: "notBreaching",
        }),
      ]);
    },
  );

  test("no alarm watches how much is parked, nor what anybody can bring about", () => {
    for (const metric of ["NeedsReview", "WebhookUnverified", "WebhookEndpointsFailing", "WebhookTryFailed"])
      expect(everythingWatched).not.toContainEqual(expect.stringContaining(`Tender ${metric}`));
  });

  test("each table and each of its indexes raises an alarm when it throttles reads or writes", () => {
    for (const [name, { indexes }] of Object.entries(TABLES))
      for (const metric of ["ReadThrottleEvents", "WriteThrottleEvents"]) {
        const mine = alarms
          .flatMap(([, { Properties }]) => (Properties.Metrics ?? []) as { MetricStat?: { Metric: Watched } }[])
          .flatMap(({ MetricStat }) => (MetricStat?.Metric.MetricName === metric ? [MetricStat.Metric.Dimensions] : []))
          .map((dimensions) => new Map(dimensions.map(({ Name, Value }) => [Name, Value])))
          .filter((each) =>
            new RegExp(`Table${name}|Ref${name}|${name}[0-9A-F]{8}`, "i").test(JSON.stringify(each.get("TableName"))),
          );
        expect([name, metric, mine.map((each) => each.get("GlobalSecondaryIndexName") ?? "table").sort()]).toEqual([
          name,
          metric,
          ["table", ...indexes.map((index) => index.name)].sort(),
        ]);
      }
  });

  test("silence is an alarm where a stage says how many events an hour usually has", () => {
    expect(alarms.filter(([id]) => id.includes("EventsMissed"))).toEqual([]);
    const [, alarm] = ofType(watchful, "AWS::CloudWatch::Alarm").find(([id]) => id.includes("EventsMissed")) ?? [];
    expect(alarm?.Properties).toMatchObject({ MetricName: "EventsMissed", Statistic: "Maximum", Threshold: 120 });
    expect(isPage(alarm?.Properties.AlarmActions)).toBe(true);
  });

  test("a probe that fails, or does not come, is an alarm after three minutes", () => {
    const [, alarm] = ofType(watchful, "AWS::CloudWatch::Alarm").find(([id]) => id.includes("ProbeFails")) ?? [];
    expect(alarm?.Properties).toMatchObject({
      ...{ MetricName: "ProbePassed", Statistic: "Sum", Period: 60, EvaluationPeriods: 3, Threshold: 1 },
      ...{ ComparisonOperator: "LessThanThreshold", TreatMissingData: "breaching" },
    });
  });

  test("sagas that fail, do not start, are undone or take too long raise alarms, and webhooks that wait", () => {
    for (const metric of [
      "AWS/States ExecutionsFailed",
      "Tender SagaStarted",
      "Tender SagaCompensated",
      "Tender SagaDuration",
      "Tender InboxAge",
      "Tender InboxHeldAge",
    ]) {
      expect(everythingWatched).toContainEqual(expect.stringContaining(metric));
    }
    const duration = alarms.find(([id]) => id.includes("SagaDuration"))?.[1].Properties;
    expect(duration?.ExtendedStatistic).toBe("p95");
  });

  test("reservations that do not end, events that nobody is told of, and deliveries that nobody comes for raise an alarm", () => {
    expect(everythingWatched).toContainEqual(expect.stringContaining("Tender OrderOverdueAge"));
    expect(everythingWatched).toContainEqual(expect.stringContaining("Tender EventOverdueAge"));
    expect(everythingWatched).toContainEqual(expect.stringContaining("Tender DeliveryOverdueAge"));
  });

  test("alarms of the account may publish to the topic", () => {
    expect(JSON.stringify(ofType(service, "AWS::SNS::TopicPolicy"))).toContain("cloudwatch.amazonaws.com");
  });

  test("the dashboard shows every metric that is counted", () => {
    const [[, dashboard]] = ofType(service, "AWS::CloudWatch::Dashboard") as [[string, Resource]];
    const body = JSON.stringify(dashboard.Properties.DashboardBody);
    for (const metric of METRIC_NAMES) expect(body).toContain(`\\"${metric}\\"`);
  });
});
