import middy from "@middy/core";
import { Tender } from "../../client/index.js";
import { InvariantError } from "../../core/foundation/domain/errors.ts";
import type { Clock, Log, Metrics } from "../../core/foundation/services/deps.ts";
import { observe } from "../middleware/observe.ts";
import { type LeftMs, payOne, redeemOne } from "./journeys.ts";
import type { ScheduleHandler } from "./sweep.ts";

export interface ProbeDeps {
  /** The public address, edge and all. */
  url: string;
  /** `real`: nothing is written, for there is no sandbox, and each card would be a card. */
  money: "real" | "none";
  readKey: () => Promise<string>;
  /** Of a whole run. */
  limitMs: number;
  clock: Clock;
  /** Eight letters or digits that no other run has. */
  unique: () => string;
  metrics: Metrics;
  log: Log;
}

/**
 * All calls have this one deadline, so that a run always ends with its line and its metric: the function has 55 s. A vendor's second
 * answer is in it, cold starts too.
 */
export const PROBE_MS = 50_000;
/** More than a day's runs put into it. */
const TARGET_CENTS = 10_000_000;

/**
 * Does what a merchant does, as one: over the public address, with a key of its own. Whether it went well is a metric; that none comes
 * is the alarm's matter, too.
 */
export async function probe(deps: ProbeDeps): Promise<{ passed: boolean; tookMs: number }> {
  const beganMs = deps.clock();
  // The client takes no time that is not above zero.
  const leftMs = () => Math.max(1, beganMs + deps.limitMs - deps.clock());
  const failures = await asMerchant(deps, leftMs).catch((reason: unknown) => [reason]);
  for (const reason of failures) deps.log.error("the probe has failed", reason);
  const passed = failures.length === 0;
  const tookMs = deps.clock() - beganMs;
  deps.metrics.count("ProbePassed", passed ? 1 : 0);
  deps.metrics.gauge("ProbeDuration", tookMs, "Milliseconds");
  return { passed, tookMs };
}

/** What has gone wrong. */
async function asMerchant(deps: ProbeDeps, leftMs: LeftMs): Promise<unknown[]> {
  const { url, money, readKey } = deps;
  const apiKey = await readKey();
  if (!apiKey.startsWith("tnd_")) throw new InvariantError("the probe's secret holds no API key");
  const tender = new Tender({ baseUrl: url, apiKey });
  const tried = money === "real" ? [readOne(tender, leftMs)] : journeys(tender, deps, leftMs);
  const results = await Promise.allSettled(tried);
  return results.flatMap((result) => (result.status === "rejected" ? [result.reason] : []));
}

async function readOne(tender: Tender, leftMs: LeftMs): Promise<void> {
  await tender.payments.list({ limit: 1 }, { timeoutMs: leftMs() }).page();
}

function journeys(tender: Tender, { clock, unique }: ProbeDeps, leftMs: LeftMs): Promise<void>[] {
  // A replay of the first run of the day, after which its record may be gone.
  const today = new Date(clock()).toISOString().slice(0, 10);
  const places = { planKey: `probe-plan-${today}`, accountKey: `probe-account-${today}`, targetCents: TARGET_CENTS };
  return [
    redeemOne(tender, { ...places, card: unique(), leftMs }),
    payOne(tender, { orderNo: `probe-${unique()}`, leftMs }),
  ];
}

export function probing(deps: ProbeDeps): ScheduleHandler {
  const chain = middy(async () => {
    const { passed, tookMs } = await probe(deps);
    deps.log.info("a probe is done", { passed: passed ? 1 : 0, tookMs });
  }).use(observe());
  return chain as unknown as ScheduleHandler;
}
