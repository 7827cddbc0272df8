import { Duration, Validations } from "aws-cdk-lib";
import type { IFunction } from "aws-cdk-lib/aws-lambda";
import { SqsEventSource } from "aws-cdk-lib/aws-lambda-event-sources";
import { Queue, QueueEncryption } from "aws-cdk-lib/aws-sqs";
import { Construct } from "constructs";
import { type Alarms, EVERY_MINUTE, type Severity } from "./alarms.ts";

/** The longest that SQS keeps a message: a dead letter survives a holiday. */
const DEAD_LETTER_RETENTION = Duration.days(14);
/** Before a message is a dead letter. */
const RECEIVES_MAX = 5;
/** And TLS only, as all queues: `tls-only.ts`. */
const SAFE = { encryption: QueueEncryption.SQS_MANAGED } as const;

export interface DeadLetterQueueProps {
  alarms: Alarms;
  alarmId: string;
  /** What a letter in it means, for the alarm. */
  meaning: string;
  /** Heading in docs/operating.md. */
  section: string;
}

/** A queue that should be empty: one letter in it is an alarm. */
export class DeadLetterQueue extends Construct {
  readonly queue: Queue;

  constructor(scope: Construct, id: string, props: DeadLetterQueueProps) {
    super(scope, id);
    this.queue = new Queue(this, "Queue", { ...SAFE, retentionPeriod: DEAD_LETTER_RETENTION });
    props.alarms.add(props.alarmId, {
      severity: "ticket",
      metric: this.queue.metricApproximateNumberOfMessagesVisible({ period: EVERY_MINUTE, statistic: "Maximum" }),
      atLeast: 1,
      meaning: props.meaning,
      section: props.section,
    });
    Validations.of(this.queue).acknowledge({
      id: "AwsSolutions-SQS3",
      reason: "This is a dead-letter queue: there is nowhere further to go than to a person, whom its alarm calls.",
    });
  }
}

export interface RetryQueueProps {
  alarms: Alarms;
  /** What a message is about: the alarms' sections in docs/operating.md begin with it. */
  name: string;
  /** The consuming function's timeout. */
  consumerTimeout: Duration;
  /** The oldest message may wait this long before somebody is told. */
  oldestMessage: Duration;
  /** How soon that matters. */
  behind: Severity;
}

export interface ConsumeProps {
  /** Messages in one invocation, handled at the same time. */
  batchSize: number;
  /** Invocations at once, 2 to 1000. */
  maxConcurrency: number;
}

/** A standard queue with its dead-letter queue and both alarms: one unit, so that none can be forgotten. */
export class RetryQueue extends Construct {
  readonly queue: Queue;
  readonly deadLetters: Queue;

  constructor(scope: Construct, id: string, props: RetryQueueProps) {
    super(scope, id);
    this.deadLetters = new DeadLetterQueue(this, "DeadLetters", {
      alarms: props.alarms,
      alarmId: `${id}DeadLetters`,
      meaning: "A message was given up after its last try, or at once because a rule was broken.",
      section: `${props.name} dead letters`,
    }).queue;
    this.queue = new Queue(this, "Queue", {
      ...SAFE,
      // Six times the function's timeout, as AWS asks for: throttled batches are received again by the poller itself before they count.
      // https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-configure.html
      visibilityTimeout: Duration.seconds(6 * props.consumerTimeout.toSeconds()),
      deadLetterQueue: { queue: this.deadLetters, maxReceiveCount: RECEIVES_MAX },
    });
    props.alarms.add(`${id}Oldest`, {
      severity: props.behind,
      metric: this.queue.metricApproximateAgeOfOldestMessage({ period: EVERY_MINUTE, statistic: "Maximum" }),
      atLeast: props.oldestMessage.toSeconds(),
      periods: 3,
      meaning: `The oldest message has waited for ${props.oldestMessage.toHumanString()} or more.`,
      section: `${props.name} queue behind`,
    });
  }

  consumedBy(consumer: IFunction, props: ConsumeProps): void {
    consumer.addEventSource(new SqsEventSource(this.queue, { ...props, reportBatchItemFailures: true }));
  }
}
