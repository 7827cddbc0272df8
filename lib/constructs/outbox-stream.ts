import { Duration } from "aws-cdk-lib";
import type { Table } from "aws-cdk-lib/aws-dynamodb";
import { PolicyStatement } from "aws-cdk-lib/aws-iam";
import {
  EventSourceMapping,
  FilterCriteria,
  FilterRule,
  type Function as LambdaFunction,
  StartingPosition,
} from "aws-cdk-lib/aws-lambda";
import { SqsDlq } from "aws-cdk-lib/aws-lambda-event-sources";
import { Construct } from "constructs";
import { type Alarms, EVERY_MINUTE } from "./alarms.ts";
import { DeadLetterQueue } from "./retry-queue.ts";

export interface OutboxStreamProps {
  main: Table;
  relay: LambdaFunction;
  alarms: Alarms;
}

/**
 * New outbox rows of the main table's stream go to the relay. Losing one here costs a minute: the row stays due until
 * it has been sent, and the sweeper sends what is due.
 */
export class OutboxStream extends Construct {
  constructor(scope: Construct, id: string, { main, relay, alarms }: OutboxStreamProps) {
    super(scope, id);
    const streamArn = main.tableStreamArn;
    if (streamArn === undefined) throw new Error("The main table has no stream.");
    const failures = new DeadLetterQueue(this, "DeadLetters", {
      alarms,
      alarmId: `${id}DeadLetters`,
      meaning: "Stream records were given up by the relay; the sweeper sends their outbox rows.",
      section: "Relay dead letters",
    }).queue;
    // By hand, because `grantStreamRead` lists the streams of every table.
    relay.addToRolePolicy(
      new PolicyStatement({
        actions: ["DescribeStream", "GetRecords", "GetShardIterator", "ListStreams"].map((each) => `dynamodb:${each}`),
        resources: [streamArn],
      }),
    );
    new EventSourceMapping(this, "Mapping", {
      target: relay,
      eventSourceArn: streamArn,
      startingPosition: StartingPosition.TRIM_HORIZON,
      batchSize: 100,
      // Most writes of the table are not for the relay: the filter keeps them from being an invocation.
      filters: [
        FilterCriteria.filter({
          eventName: FilterRule.isEqual("INSERT"),
          dynamodb: { Keys: { pk: { S: FilterRule.beginsWith("OUT#") } } },
        }),
      ],
      reportBatchItemFailures: true,
      bisectBatchOnError: true,
      // A shard waits while its batch is tried again. Longer than a minute helps nobody: then the sweeper is faster.
      retryAttempts: 5,
      maxRecordAge: Duration.minutes(5),
      onFailure: new SqsDlq(failures),
    });
    alarms.add("RelayBehind", {
      metric: relay.metric("IteratorAge", { period: EVERY_MINUTE, statistic: "Maximum" }),
      atLeast: Duration.minutes(2).toMilliseconds(),
      periods: 3,
      meaning: "The relay is two minutes or more behind the table's stream.",
      section: "Relay behind",
    });
  }
}
