import { MathExpression, Metric, Stats } from "aws-cdk-lib/aws-cloudwatch";
import { type AlarmRow, type Alarms, EVERY_MINUTE, sumOf } from "./constructs/alarms.ts";
import type { AnyTable } from "./constructs/table-access.ts";
import type { DataStack } from "./data-stack.ts";
import { TABLES } from "./schema.ts";

type Throttled = "ReadThrottleEvents" | "WriteThrottleEvents";
type TableName = keyof typeof TABLES;

/**
 * Tables that take less than they are asked for. An on-demand table throttles where one partition is full, or where its traffic has more
 * than doubled at once. The SDK tries again, so a minute of it harms nobody. An index counts by itself and not in its table.
 */
export function addTableAlarms(alarms: Alarms, data: Pick<DataStack, TableName>): void {
  const of = (name: TableName, event: Throttled) => throttled(data[name], TABLES[name].indexes, event);
  const add = (id: string, metrics: Metric[], row: Pick<AlarmRow, "severity" | "meaning">) =>
    alarms.add(id, {
      ...row,
      metric: sumOf("throttled reads and writes", EVERY_MINUTE, metrics),
      atLeast: 1,
      periods: 5,
      section: "Tables that throttle",
    });
  add("WritesThrottled", [...of("main", "WriteThrottleEvents"), ...of("transient", "WriteThrottleEvents")], {
    severity: "page",
    meaning: "For five minutes the tables of requests have refused writes: callers are answered 503, and work is late.",
  });
  add("ReadsThrottled", [...of("main", "ReadThrottleEvents"), ...of("transient", "ReadThrottleEvents")], {
    severity: "page",
    meaning: "For five minutes the tables of requests have refused reads: callers are answered 503, and work is late.",
  });
  // With the change that an event tells of it is one transaction: its writes harm callers as those of `main` do.
  add("EventsThrottled", [...of("events", "WriteThrottleEvents"), ...of("events", "ReadThrottleEvents")], {
    severity: "page",
    meaning:
      "For five minutes the table of events has refused reads or writes: changes are late, and so is what is told.",
  });
}

/** A lost region costs what had not come to the replica: usually less than a second of writes. */
const REPLICA_BEHIND_MS = 60_000;

/** DynamoDB measures what arrives: a replica to which nothing comes at all, though something is written, shows as no figures. */
export function addReplicaAlarm(alarms: Alarms, data: Pick<DataStack, TableName>, region: string): void {
  const latency = Object.keys(TABLES).map(
    (name) =>
      new Metric({
        namespace: "AWS/DynamoDB",
        metricName: "ReplicationLatency",
        dimensionsMap: { TableName: data[name as TableName].tableName, ReceivingRegion: region },
        statistic: Stats.MAXIMUM,
        period: EVERY_MINUTE,
      }),
  );
  alarms.add("ReplicaBehind", {
    severity: "ticket",
    metric: new MathExpression({
      label: "milliseconds until a write is in the replica",
      period: EVERY_MINUTE,
      usingMetrics: Object.fromEntries(latency.map((metric, index) => [`m${index}`, metric])),
      expression: "MAX(METRICS())",
    }),
    atLeast: REPLICA_BEHIND_MS,
    periods: 5,
    meaning:
      "For five minutes writes have come to the replica a minute late, or later: a region lost now would cost them.",
    section: "Replica behind",
  });
}

function throttled(table: AnyTable, indexes: readonly { name: string }[], metricName: Throttled): Metric[] {
  const each = (index: object) =>
    new Metric({
      namespace: "AWS/DynamoDB",
      metricName,
      dimensionsMap: { TableName: table.tableName, ...index },
      statistic: Stats.SUM,
      period: EVERY_MINUTE,
    });
  return [each({}), ...indexes.map(({ name }) => each({ GlobalSecondaryIndexName: name }))];
}
