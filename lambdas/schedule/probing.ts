import middy from "@middy/core";
import { Tender } from "../../client/index.js";
import { InvariantError } from "../../core/foundation/domain/errors.ts";
import type { Clock, Log, Metrics } from "../../core/foundation/services/deps.ts";
import { observe } from "../middleware/observe.ts";
import { payOne, redeemOne } from "./journeys.ts";
import type { ScheduleHandler } from "./sweep.ts";

export interface ProbeDeps {
  /** The public address, edge and all. */
  url: string;
  /** `real`: nothing is written, for there is no sandbox, and each card would be a card. */
  money: "real" | "none";
  readKey: () => Promise<string>;
  times: { answerMs: number; endMs: number };
  clock: Clock;
  /** Eight letters or digits that no other run has. */
  unique: () => string;
  metrics: Metrics;
  log: Log;
}

/** Of one call, and of a journey, while the other one runs beside it. A vendor's second answer is in it, a cold start too. The function has 55 s. */
export const PROBE_TIMES: ProbeDeps["times"] = { answerMs: 10_000, endMs: 40_000 };
/** More than a day's runs put into it. */
const TARGET_CENTS = 10_000_000;

/**
 * Does what a merchant does, as one: over the public address, with a key of its own. Whether it went well is a metric; that none comes
 * is the alarm's matter, too.
 */
export async function probe(deps: ProbeDeps): Promise<{ passed: boolean; tookMs: number }> {
  const beganMs = deps.clock();
  const passed = await asMerchant(deps).then(
    () => true,
    (reason: unknown) => {
      deps.log.error("the probe has failed", reason);
      return false;
    },
  );
  const tookMs = deps.clock() - beganMs;
  deps.metrics.count("ProbePassed", passed ? 1 : 0);
  deps.metrics.gauge("ProbeDuration", tookMs, "Milliseconds");
  return { passed, tookMs };
}

async function asMerchant({ url, money, readKey, times, clock, unique }: ProbeDeps): Promise<void> {
  const apiKey = await readKey();
  if (!apiKey.startsWith("tnd_")) throw new InvariantError("the probe's secret holds no API key");
  const tender = new Tender({ baseUrl: url, apiKey, timeoutMs: times.answerMs });
  if (money === "real") {
    await tender.payments.list({ limit: 1 }).page();
    return;
  }
  // A replay of the first run of the day, after which its record may be gone.
  const today = new Date(clock()).toISOString().slice(0, 10);
  const places = { planKey: `probe-plan-${today}`, accountKey: `probe-account-${today}`, targetCents: TARGET_CENTS };
  const results = await Promise.allSettled([
    redeemOne(tender, { ...places, card: unique(), timeoutMs: times.endMs }),
    payOne(tender, { orderNo: `probe-${clock()}-${unique()}`, timeoutMs: times.endMs }),
  ]);
  const failed = results.find((result) => result.status === "rejected");
  if (failed) throw failed.reason;
}

export function probing(deps: ProbeDeps): ScheduleHandler {
  const chain = middy(async () => {
    const { passed, tookMs } = await probe(deps);
    deps.log.info("a probe is done", { passed: passed ? 1 : 0, tookMs });
  }).use(observe());
  return chain as unknown as ScheduleHandler;
}
