import { Duration, Stack } from "aws-cdk-lib";
import { Alarm, ComparisonOperator, type IMetric, Stats, TreatMissingData } from "aws-cdk-lib/aws-cloudwatch";
import { SnsAction } from "aws-cdk-lib/aws-cloudwatch-actions";
import { PolicyStatement, ServicePrincipal } from "aws-cdk-lib/aws-iam";
import { Topic } from "aws-cdk-lib/aws-sns";
import { EmailSubscription } from "aws-cdk-lib/aws-sns-subscriptions";
import { Construct } from "constructs";
import type { MetricName } from "../../core/foundation/domain/metrics.ts";
import { tenderMetric } from "./dashboard.ts";

export interface AlarmRow {
  metric: IMetric;
  /** The alarm is on while the metric is at or above it. */
  atLeast: number;
  /** What has happened, in one sentence, for the person who is woken. */
  meaning: string;
  /** Heading in docs/operating.md. A test checks that it is there. */
  section: string;
  /** Periods looked at. @default 1 */
  periods?: number;
  /** Of these, how many must be over. @default all */
  breaching?: number;
  /** What is measured all the time: that nothing comes counts as over, too. @default false */
  silenceBreaches?: boolean;
}

/** Where alarms go: to the addresses that the stage names, each of which has to confirm it, and to whoever subscribes. */
export class Alarms extends Construct {
  readonly topic: Topic;
  readonly all: Alarm[] = [];

  constructor(scope: Construct, id: string, emails: readonly string[] = []) {
    super(scope, id);
    // Unencrypted by choice: with the key that AWS manages for SNS, CloudWatch may not publish, and alarms hold no data of anyone.
    this.topic = new Topic(this, "Topic", { displayName: "Tender alarms", enforceSSL: true });
    for (const email of emails) this.topic.addSubscription(new EmailSubscription(email));
    // A topic policy of one's own (here: TLS only) replaces the default one that lets alarms of the account in.
    this.topic.addToResourcePolicy(
      new PolicyStatement({
        principals: [new ServicePrincipal("cloudwatch.amazonaws.com")],
        actions: ["sns:Publish"],
        resources: [this.topic.topicArn],
        conditions: { StringEquals: { "aws:SourceAccount": Stack.of(this).account } },
      }),
    );
  }

  add(id: string, row: AlarmRow): Alarm {
    const periods = row.periods ?? 1;
    return this.keep(
      new Alarm(this, id, {
        metric: row.metric,
        threshold: row.atLeast,
        comparisonOperator: ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
        evaluationPeriods: periods,
        datapointsToAlarm: row.breaching ?? periods,
        treatMissingData: row.silenceBreaches ? TreatMissingData.BREACHING : TreatMissingData.NOT_BREACHING,
        alarmDescription: describe(row),
      }),
    );
  }

  /**
   * For what waits for a person: tells of each minute in which something was parked anew. How much is parked already is no
   * alarm's matter: it would ring once and be silent about all that comes after.
   */
  addParked(name: MetricName, row: Pick<AlarmRow, "meaning" | "section">): Alarm {
    return this.add(name, { ...row, metric: tenderMetric(name, Stats.SUM, EVERY_MINUTE), atLeast: 1 });
  }

  /** For what must happen all the time: silence is the alarm. */
  addSilence(id: string, row: Pick<AlarmRow, "metric" | "meaning" | "section" | "periods">): Alarm {
    return this.keep(
      new Alarm(this, id, {
        metric: row.metric,
        threshold: 1,
        comparisonOperator: ComparisonOperator.LESS_THAN_THRESHOLD,
        evaluationPeriods: row.periods ?? 1,
        treatMissingData: TreatMissingData.BREACHING,
        alarmDescription: describe(row),
      }),
    );
  }

  /** The one that was added under this id. */
  named(id: string): Alarm {
    const alarm = this.all.find(({ node }) => node.id === id);
    if (!alarm) throw new Error(`There is no alarm ${id}.`);
    return alarm;
  }

  private keep(alarm: Alarm): Alarm {
    alarm.addAlarmAction(new SnsAction(this.topic));
    this.all.push(alarm);
    return alarm;
  }
}

function describe(row: Pick<AlarmRow, "meaning" | "section">): string {
  return `${row.meaning} What to do: docs/operating.md, "${row.section}".`;
}

export const EVERY_MINUTE = Duration.minutes(1);
