import { Duration, Stack } from "aws-cdk-lib";
import {
  Alarm,
  CfnCompositeAlarm,
  ComparisonOperator,
  type IMetric,
  MathExpression,
  Stats,
  TreatMissingData,
} from "aws-cdk-lib/aws-cloudwatch";
import { SnsAction } from "aws-cdk-lib/aws-cloudwatch-actions";
import { PolicyStatement, ServicePrincipal } from "aws-cdk-lib/aws-iam";
import { Topic } from "aws-cdk-lib/aws-sns";
import { EmailSubscription } from "aws-cdk-lib/aws-sns-subscriptions";
import { Construct } from "constructs";
import type { MetricName } from "../../core/foundation/domain/metrics.ts";
import { tenderMetric } from "./dashboard.ts";

/**
 * `page`: money or callers are harmed while nobody looks, so somebody is woken. `ticket`: it is seen to within a working day; Tender
 * goes on, and nothing is lost.
 */
export const SEVERITIES = ["page", "ticket"] as const;
export type Severity = (typeof SEVERITIES)[number];

/** Who is told, by severity. */
export type AlarmEmails = Readonly<Record<Severity, readonly string[]>>;

export interface AlarmRow {
  severity: Severity;
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

const NOBODY: AlarmEmails = { page: [], ticket: [] };

/**
 * Where alarms go: to the addresses that the stage names, each of which has to confirm it, and to whoever subscribes. Each alarm
 * tells its severity's topic when it goes on, and when it is over.
 */
export class Alarms extends Construct {
  readonly topics: Record<Severity, Topic>;
  readonly #bySeverity: Record<Severity, Alarm[]> = { page: [], ticket: [] };

  constructor(scope: Construct, id: string, emails: AlarmEmails = NOBODY) {
    super(scope, id);
    this.topics = { page: this.topic("page", emails.page), ticket: this.topic("ticket", emails.ticket) };
  }

  get all(): readonly Alarm[] {
    return SEVERITIES.flatMap((severity) => this.#bySeverity[severity]);
  }

  /**
   * One state for all alarms of a severity, to be made when all are there. It tells when all of them are over. That one goes on, this
   * one tells itself, whatever else is on already.
   */
  compose(): void {
    for (const severity of SEVERITIES) {
      const rules = this.#bySeverity[severity].map(({ alarmName }) => `ALARM("${alarmName}")`);
      // Of the first level: the other one names it by itself, and no resource here has a name of ours.
      new CfnCompositeAlarm(this, severity === "page" ? "AnyPage" : "AnyTicket", {
        alarmRule: rules.join(" OR "),
        alarmDescription: `Whether any alarm of the severity ${severity} is on. What to do: docs/operating.md, "Alarms".`,
        okActions: [this.topics[severity].topicArn],
      });
    }
  }

  private topic(severity: Severity, emails: readonly string[]): Topic {
    // Unencrypted by choice: with the key that AWS manages for SNS, CloudWatch may not publish, and alarms hold no data of anyone.
    const displayName = severity === "page" ? "Tender pages" : "Tender tickets";
    const topic = new Topic(this, severity === "page" ? "Pages" : "Tickets", { displayName, enforceSSL: true });
    for (const email of emails) topic.addSubscription(new EmailSubscription(email));
    // A topic policy of one's own (here: TLS only) replaces the default one that lets alarms of the account in.
    topic.addToResourcePolicy(
      new PolicyStatement({
        principals: [new ServicePrincipal("cloudwatch.amazonaws.com")],
        actions: ["sns:Publish"],
        resources: [topic.topicArn],
        conditions: { StringEquals: { "aws:SourceAccount": Stack.of(this).account } },
      }),
    );
    return topic;
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
      row.severity,
    );
  }

  /**
   * For what waits for a person: tells of each minute in which something was parked anew. How much is parked already is no
   * alarm's matter: it would ring once and be silent about all that comes after.
   */
  addParked(name: MetricName, row: Pick<AlarmRow, "severity" | "meaning" | "section">): Alarm {
    return this.add(name, { ...row, metric: tenderMetric(name, Stats.SUM, EVERY_MINUTE), atLeast: 1 });
  }

  /** For what must happen all the time: silence is the alarm. */
  addSilence(id: string, row: Pick<AlarmRow, "severity" | "metric" | "meaning" | "section" | "periods">): Alarm {
    return this.keep(
      new Alarm(this, id, {
        metric: row.metric,
        threshold: 1,
        comparisonOperator: ComparisonOperator.LESS_THAN_THRESHOLD,
        evaluationPeriods: row.periods ?? 1,
        treatMissingData: TreatMissingData.BREACHING,
        alarmDescription: describe(row),
      }),
      row.severity,
    );
  }

  /** The one that was added under this id. */
  named(id: string): Alarm {
    const alarm = this.all.find(({ node }) => node.id === id);
    if (!alarm) throw new Error(`There is no alarm ${id}.`);
    return alarm;
  }

  private keep(alarm: Alarm, severity: Severity): Alarm {
    const tell = new SnsAction(this.topics[severity]);
    alarm.addAlarmAction(tell);
    alarm.addOkAction(tell);
    this.#bySeverity[severity].push(alarm);
    return alarm;
  }
}

function describe(row: Pick<AlarmRow, "meaning" | "section">): string {
  return `${row.meaning} What to do: docs/operating.md, "${row.section}".`;
}

export const EVERY_MINUTE = Duration.minutes(1);

/** Of up to ten metrics: an alarm takes no more. */
export function sumOf(label: string, period: Duration, metrics: readonly IMetric[]): MathExpression {
  return new MathExpression({
    label,
    period,
    usingMetrics: Object.fromEntries(metrics.map((metric, index) => [`m${index}`, metric])),
    expression: "SUM(METRICS())",
  });
}
