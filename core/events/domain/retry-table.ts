import { CROCKFORD } from "../../foundation/domain/ids.ts";
import type { DeliveryLimits } from "../../foundation/domain/limits.ts";
import type { Delivery } from "./delivery.ts";
import type { WebhookEndpoint } from "./webhook-endpoint.ts";

/** What a receiver's answer means. Whatever is no 2xx is a failure: a redirect too, which nobody follows. */
export type Verdict = "delivered" | "gone" | "failed";

const GONE = 410;
/** Whoever answers these may say when to come again. */
const SAYS_WHEN: readonly (number | null)[] = [429, 503];
/** Somebody who asks for more than that is answered by the table. */
const LONGEST_FACTOR = 2;

/** `error`: the answer did not come, or not as a whole. */
export function verdictOn({ httpStatus, error }: { httpStatus: number | null; error: string | null }): Verdict {
  if (httpStatus === null || error !== null) return "failed";
  if (httpStatus >= 200 && httpStatus < 300) return "delivered";
  return httpStatus === GONE ? "gone" : "failed";
}

type Table = Pick<DeliveryLimits, "waitsMs" | "waitSpread">;

/** Of a round that has made so many tries: whether another one is its last. */
export function isLastTry(tries: number, { waitsMs }: Pick<Table, "waitsMs">): boolean {
  return tries + 1 >= waitsMs.length;
}

/**
 * How long to wait after a round's `tries`-th try; `undefined`: it was the last. `fraction`: 0 <= x < 1, spreads what has failed
 * together.
 */
export function waitAfter(
  tries: number,
  { waitsMs, waitSpread }: Table,
  fraction: number,
  answer: { httpStatus: number | null; retryAfterMs?: number | undefined } = { httpStatus: null },
): number | undefined {
  const planned = waitsMs[tries];
  if (planned === undefined) return undefined;
  const spread = Math.round(planned * (1 + waitSpread * (2 * fraction - 1)));
  const wanted = SAYS_WHEN.includes(answer.httpStatus) ? (answer.retryAfterMs ?? 0) : 0;
  return Math.min(Math.max(spread, Math.ceil(wanted)), LONGEST_FACTOR * spread);
}

/** Failed tries in a row after which an endpoint is tried only now and then. */
const COOLING_FROM = 5;

export function isCooling({ failures }: Pick<WebhookEndpoint, "failures">): boolean {
  return failures >= COOLING_FROM;
}

/** Whether it was tried so short a time ago that a delivery is passed over. */
export function isTooSoon(
  { lastTryAt }: Pick<WebhookEndpoint, "lastTryAt">,
  nowMs: number,
  { coolingMs }: Pick<DeliveryLimits, "coolingMs">,
): boolean {
  return lastTryAt !== undefined && lastTryAt > nowMs - coolingMs;
}

/** In which of its endpoint's lanes a delivery is tried: after each that it found taken the next one, and one for all once a try has failed. */
export function laneOf(
  { deliveryId, waits }: Pick<Delivery, "deliveryId" | "waits">,
  { failures }: Pick<WebhookEndpoint, "failures">,
  { lanes }: Pick<DeliveryLimits, "lanes">,
): number {
  // The last symbol of an id that is made from a hash is as good as another hash of it.
  return failures > 0 ? 0 : (CROCKFORD.indexOf(deliveryId.slice(-1)) + waits) % lanes;
}

/** What a try that has failed means for its endpoint, besides one failure more. */
export type Health = "count" | "tell" | "disable";

/** Somebody is told after this part of the span after which the endpoint is disabled. */
const TOLD_AFTER = 0.5;

export function healthAfterFailure(
  { failingSince, failingTold }: Pick<WebhookEndpoint, "failingSince" | "failingTold">,
  nowMs: number,
  { failingMaxMs }: Pick<DeliveryLimits, "failingMaxMs">,
): Health {
  const failingMs = failingSince === undefined ? 0 : nowMs - failingSince;
  if (failingMs > failingMaxMs) return "disable";
  return failingMs > failingMaxMs * TOLD_AFTER && !failingTold ? "tell" : "count";
}

/** A success is written down when it ends failures, or when the last one that was is older than this. */
const SUCCESS_NOTED_EVERY_MS = 60_000;

export function isSuccessNoted({ failures, failingSince, lastSuccessAt }: WebhookEndpoint, nowMs: number): boolean {
  if (failures > 0 || failingSince !== undefined) return true;
  return lastSuccessAt === undefined || lastSuccessAt < nowMs - SUCCESS_NOTED_EVERY_MS;
}
