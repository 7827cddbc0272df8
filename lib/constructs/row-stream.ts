import { Duration } from "aws-cdk-lib";
import { PolicyStatement } from "aws-cdk-lib/aws-iam";
import {
  EventSourceMapping,
  FilterCriteria,
  FilterRule,
  type IFunction,
  StartingPosition,
} from "aws-cdk-lib/aws-lambda";
import { SqsDlq } from "aws-cdk-lib/aws-lambda-event-sources";
import { Construct } from "constructs";
import { type Alarms, EVERY_MINUTE } from "./alarms.ts";
import { DeadLetterQueue } from "./retry-queue.ts";
import type { AnyTable } from "./table-access.ts";

/** What an alarm says, and its heading in docs/operating.md. */
interface Told {
  meaning: string;
  section: string;
}

export interface RowStreamProps {
  table: AnyTable;
  /** Beginning of their partition keys. */
  rows: string;
  consumer: IFunction;
  alarms: Alarms;
  deadLetters: Told;
  behind: Told & { alarmId: string };
}

/**
 * New rows of a kind go to their function by the table's stream. Losing one here costs a minute: the row stays due until the
 * function has done with it, and the sweeper sees to what is due.
 */
export class RowStream extends Construct {
  constructor(scope: Construct, id: string, props: RowStreamProps) {
    super(scope, id);
    const { table, rows, consumer, alarms, deadLetters, behind } = props;
    const streamArn = table.tableStreamArn;
    if (streamArn === undefined) throw new Error(`The table of ${rows} has no stream.`);
    const failures = new DeadLetterQueue(this, "DeadLetters", {
      alarms,
      alarmId: `${id}DeadLetters`,
      ...deadLetters,
    }).queue;
    // By hand, because `grantStreamRead` lists the streams of every table.
    consumer.addToRolePolicy(
      new PolicyStatement({
        actions: ["DescribeStream", "GetRecords", "GetShardIterator", "ListStreams"].map((each) => `dynamodb:${each}`),
        resources: [streamArn],
      }),
    );
    new EventSourceMapping(this, "Mapping", {
      target: consumer,
      eventSourceArn: streamArn,
      startingPosition: StartingPosition.TRIM_HORIZON,
      batchSize: 100,
      // Most writes of the table are not for the function: the filter keeps them from being an invocation.
      filters: [
        FilterCriteria.filter({
          eventName: FilterRule.isEqual("INSERT"),
          dynamodb: { Keys: { pk: { S: FilterRule.beginsWith(rows) } } },
        }),
      ],
      reportBatchItemFailures: true,
      bisectBatchOnError: true,
      // A shard waits while its batch is tried again. Longer than a minute helps nobody: then the sweeper is faster.
      retryAttempts: 5,
      maxRecordAge: Duration.minutes(5),
      onFailure: new SqsDlq(failures),
    });
    alarms.add(behind.alarmId, {
      severity: "ticket",
      metric: consumer.metric("IteratorAge", { period: EVERY_MINUTE, statistic: "Maximum" }),
      atLeast: Duration.minutes(2).toMilliseconds(),
      periods: 3,
      meaning: behind.meaning,
      section: behind.section,
    });
  }
}
