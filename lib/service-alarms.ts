import { Duration } from "aws-cdk-lib";
import type { HttpApi } from "aws-cdk-lib/aws-apigatewayv2";
import { MathExpression, Stats } from "aws-cdk-lib/aws-cloudwatch";
import type { IFunction } from "aws-cdk-lib/aws-lambda";
import type { Limits } from "../core/foundation/domain/limits.ts";
import { type Alarms, EVERY_MINUTE, sumOf } from "./constructs/alarms.ts";
import { tenderMetric } from "./constructs/dashboard.ts";
import { type FunctionName, isHttp } from "./functions.ts";

const FIVE_MINUTES = Duration.minutes(5);

/** CloudWatch's bound on one alarm. */
const ALARM_METRICS_MAX = 10;

const THROTTLED: [id: string, called: string, isMine: (name: FunctionName) => boolean][] = [
  ["Throttles", "the API", isHttp],
  ["BackgroundThrottles", "queues, the stream, the schedule and Step Functions", (name) => !isHttp(name)],
];

export interface ServiceAlarmProps {
  functions: ReadonlyMap<FunctionName, IFunction>;
  sweeper: IFunction;
  api: HttpApi;
  limits: Limits;
  /** Of a stage that asks for it: an hour that usually has so many events is missed. */
  usualEvents?: number | undefined;
}

/** The alarms that belong to no single queue. */
export function addServiceAlarms(
  alarms: Alarms,
  { functions, sweeper, api, limits, usualEvents }: ServiceAlarmProps,
): void {
  for (const [name, each] of functions)
    if (!isHttp(name)) addErrors(alarms, `Errors-${name}`, `Function ${name}`, [each]);
  const behindTheApi = [...functions].filter(([name]) => isHttp(name)).map(([, each]) => each);
  for (const [n, some] of inAlarms(behindTheApi).entries())
    addErrors(alarms, numbered("HttpErrors", n), "One of the functions behind the API", some);
  for (const [id, called, isMine] of THROTTLED) {
    const mine = [...functions].filter(([name]) => isMine(name)).map(([, each]) => each);
    for (const [n, some] of inAlarms(mine).entries()) {
      alarms.add(numbered(id, n), {
        severity: "page",
        metric: sumOf(
          "throttled invocations",
          EVERY_MINUTE,
          some.map((each) => each.metricThrottles({ statistic: Stats.SUM })),
        ),
        atLeast: 1,
        periods: 3,
        meaning: `Functions that are called by ${called} are refused for want of concurrency.`,
        section: "Function throttles",
      });
    }
  }
  alarms.add("ServerErrors", {
    severity: "page",
    metric: new MathExpression({
      label: "5xx in percent of requests",
      period: FIVE_MINUTES,
      usingMetrics: {
        errors: api.metricServerError({ statistic: Stats.SUM }),
        requests: api.metricCount({ statistic: Stats.SUM }),
      },
      expression: "IF(requests>0,100*errors/requests,0)",
    }),
    atLeast: 1,
    periods: 3,
    breaching: 2,
    meaning: "One answer in a hundred or more is a 5xx.",
    section: "HTTP server errors",
  });
  alarms.add("RequestRateUntold", {
    severity: "ticket",
    metric: tenderMetric("RequestRateUntold"),
    atLeast: 10,
    periods: 3,
    meaning: "Requests are let through uncounted: the limits of merchants do not hold.",
    section: "Requests that are not counted",
  });
  if (usualEvents !== undefined) addSilenceOfMerchants(alarms, usualEvents);
  addRedemptionAlarms(alarms, limits);
  alarms.addSilence("SweeperSilent", {
    severity: "page",
    metric: sweeper.metricInvocations({ period: FIVE_MINUTES, statistic: Stats.SUM }),
    meaning: "The sweeper has not run for five minutes.",
    section: "Sweeper silent",
  });
}

function addSilenceOfMerchants(alarms: Alarms, usualEvents: number): void {
  alarms.add("EventsMissed", {
    severity: "page",
    metric: tenderMetric("EventsMissed", Stats.MAXIMUM, FIVE_MINUTES),
    atLeast: usualEvents,
    meaning: `Nothing has happened for a whole hour, which has ${usualEvents} events or more on other days.`,
    section: "Silence",
  });
}

function addRedemptionAlarms(alarms: Alarms, limits: Limits): void {
  // A lost answer is found by the first lookups; a lost request is sent again after one settle window. Twice that is not normal.
  const unknownAgeMs = 2 * (limits.exchange.settleMs + limits.exchange.backoffMaxMs);
  // The worker tells the age at each lookup: a period no shorter than the longest wait between two sees them all.
  const lookupPeriod = Duration.minutes(Math.ceil(limits.exchange.backoffMaxMs / 60_000));
  alarms.add("UnknownAge", {
    severity: "page",
    metric: tenderMetric("UnknownAge", Stats.MAXIMUM, lookupPeriod),
    atLeast: unknownAgeMs,
    meaning: `A redemption's outcome has been unknown for ${unknownAgeMs / 1000} s or more.`,
    section: "Unknown outcomes",
  });
  alarms.addParked("RedemptionParked", {
    severity: "ticket",
    meaning: "A redemption was parked: rules cannot end it.",
    section: "Parked redemptions",
  });
}

/** Those behind the API share alarms, which the template has room for: the dashboard says which of them it is. */
function addErrors(alarms: Alarms, id: string, called: string, some: readonly IFunction[]): void {
  const errors = some.map((each) => each.metricErrors({ period: FIVE_MINUTES, statistic: Stats.SUM }));
  const [first] = errors;
  if (!first) return;
  alarms.add(id, {
    severity: "page",
    metric: errors.length === 1 ? first : sumOf("failed invocations", FIVE_MINUTES, errors),
    atLeast: 1,
    // One lost invocation is survived by design; invocations that keep failing are not.
    periods: 3,
    breaching: 2,
    meaning: `${called} keeps failing or running into its timeout.`,
    section: "Function errors",
  });
}

function inAlarms(functions: readonly IFunction[]): IFunction[][] {
  const count = Math.ceil(functions.length / ALARM_METRICS_MAX);
  return Array.from({ length: count }, (_, n) => functions.slice(n * ALARM_METRICS_MAX, (n + 1) * ALARM_METRICS_MAX));
}

function numbered(id: string, n: number): string {
  return n === 0 ? id : `${id}${n + 1}`;
}
