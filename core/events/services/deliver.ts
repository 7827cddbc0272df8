import { callTimeoutMs, hasTimeForCall } from "../../foundation/domain/call-bracket.ts";
import { InvariantError } from "../../foundation/domain/errors.ts";
import type { Event } from "../../foundation/domain/events.ts";
import type { DeliveryJob } from "../../foundation/domain/jobs.ts";
import { delayMs } from "../../foundation/services/backoff.ts";
import { DONE, type WorkResult } from "../../foundation/services/work-result.ts";
import type { Item, Write } from "../../foundation/store/table.ts";
import { DELIVERY_STATES, type Delivery, isOver, SKIPPED, wakeAtOf } from "../domain/delivery.ts";
import { isCooling, isLastTry, isTooSoon, laneOf } from "../domain/retry-table.ts";
import { webhookBody, webhookHeaders } from "../domain/standard-webhook.ts";
import type { WebhookEndpoint } from "../domain/webhook-endpoint.ts";
import type { WebhookCall } from "../domain/webhook-sender.ts";
import {
  awaitLane,
  cancelDelivery,
  claimDelivery,
  exhaustDelivery,
  holdDelivery,
  readForTry,
  recordRetry,
} from "../store/delivery-store.ts";
import { noteTry } from "../store/endpoint-health-store.ts";
import { heldUntil, type Lane, takeLane } from "../store/lane-store.ts";
import type { DeliveryDeps } from "./delivery-deps.ts";
import { recordTry, timerAfter } from "./delivery-record.ts";
import { openSecrets } from "./endpoint-secrets.ts";

/** A delivery as it was read, with what it needs to be tried. */
interface Try {
  deps: DeliveryDeps;
  delivery: Delivery;
  endpoint: WebhookEndpoint;
  event: Event;
  nowMs: number;
  remainingMs: () => number;
}

/** Clocks differ, and timers round: a message that is this early is the row's own timer. */
const TIMER_SLACK_MS = 1000;

/**
 * One try of a delivery: read, claim with a lane of its endpoint, send, record. Whoever dies in between leaves a lease that
 * ends: then it is sent again, under the same id. A receiver that fails is a normal outcome.
 */
export async function deliver(deps: DeliveryDeps, job: DeliveryJob, remainingMs: () => number): Promise<WorkResult> {
  const nowMs = deps.clock();
  const { delivery, event, endpoint } = await readForTry(deps.tables, job);
  // What is past its time is deleted whatever points to it.
  if (!delivery) return DONE;
  if (!DELIVERY_STATES.includes(delivery.state))
    throw new InvariantError("a delivery is in a state that this release does not know");
  const wakeAt = wakeAtOf(delivery);
  // Somebody is at work, or nothing is to do yet: the row has its own timer. Were each message kept, they would multiply.
  if (wakeAt > nowMs + TIMER_SLACK_MS) return DONE;
  if (wakeAt > nowMs) return { kind: "again", delayMs: wakeAt - nowMs };
  if (!event || isOver(delivery, nowMs)) return end(deps, exhaustDelivery(delivery, undefined, nowMs));
  if (!endpoint) return end(deps, cancelDelivery(delivery, nowMs));
  if (endpoint.status !== "ENABLED") return end(deps, holdDelivery(delivery, undefined, nowMs));
  return claimAndSend({ deps, delivery, endpoint, event, nowMs, remainingMs });
}

/** Who has changed it meanwhile sees to it. */
async function end({ tables }: DeliveryDeps, write: Write): Promise<WorkResult> {
  await tables.transact([write]);
  return DONE;
}

async function claimAndSend(work: Try): Promise<WorkResult> {
  const { deps, delivery, endpoint, nowMs, remainingMs } = work;
  const { delivery: limits, sweepGraceMs } = deps.limits;
  // One whose worker was lost has had its place in the endpoint's order of tries.
  const cools = isCooling(endpoint) && delivery.state === "PENDING" && !isLastTry(delivery.tries, limits);
  if (cools && isTooSoon(endpoint, nowMs, limits)) return skip(work);
  // What cannot be signed must not keep a lane.
  const call = callOf(work);
  if (!hasTimeForCall(limits, remainingMs())) return { kind: "again", delayMs: TIMER_SLACK_MS };
  const leaseUntil = nowMs + limits.leaseMs;
  const mine: Delivery = { ...delivery, state: "SENDING", waits: 0, epoch: delivery.epoch + 1 };
  const lane: Lane = { ...mine, lane: laneOf(delivery, endpoint, limits) };
  const kind = delivery.state === "PENDING" ? "claim" : "reclaim";
  const claimed = await deps.tables.transact([
    claimDelivery(delivery, kind, { leaseUntil, dueAt: leaseUntil + sweepGraceMs, lane: lane.lane }, nowMs),
    takeLane(lane, leaseUntil, nowMs),
    ...(cools ? [noteTry(endpoint, limits, nowMs)] : []),
  ]);
  if (!claimed.committed) {
    const [ownRefused, laneRefused, tryRefused] = claimed.refusals;
    // Another message was faster: its worker goes on.
    if (ownRefused) return DONE;
    if (tryRefused)
      return (tryRefused.old as { status?: string } | undefined)?.status === "ENABLED" ? skip(work) : AT_ONCE;
    return waitForLane(work, laneRefused?.old);
  }
  if (kind === "reclaim") deps.metrics.count("TimeoutTakeover");
  // The claim has taken longer than it ought to: nothing was sent, and the lease ends.
  if (!hasTimeForCall(limits, remainingMs())) return { kind: "again", delayMs: limits.leaseMs };
  const answer = await deps.sender.send({ ...call, timeoutMs: callTimeoutMs(limits, remainingMs()) });
  return recordTry({ deps, delivery: mine, endpoint, lane, at: nowMs }, answer);
}

/** Its endpoint was disabled or deleted this very moment: that is read anew. */
const AT_ONCE: WorkResult = { kind: "again", delayMs: 0 };

/** URL and secrets are those of this try; the body is the same in every one. */
function callOf({ deps, event, endpoint, nowMs }: Try): Omit<WebhookCall, "timeoutMs"> {
  const body = webhookBody(event);
  const secrets = openSecrets(deps.vault, endpoint, nowMs);
  return { url: endpoint.url, headers: webhookHeaders({ eventId: event.eventId, body, atMs: nowMs, secrets }), body };
}

/** Its endpoint fails and was tried a moment ago: this try counts, and is not made. */
async function skip({ deps, delivery, nowMs }: Try): Promise<WorkResult> {
  const next = timerAfter(deps, delivery.tries + 1, nowMs);
  if (!next) throw new InvariantError("the last try of a delivery is never skipped");
  const attempt = { at: nowMs, httpStatus: null, error: SKIPPED, durationMs: 0, responseExcerpt: null };
  const skipped = await deps.tables.write(recordRetry(delivery, "skip", attempt, next, nowMs));
  return skipped.committed ? next.result : DONE;
}

/** At a random moment before the lane's lease ends, soon at first: most tries take a moment. Whoever else waits has another lane to look at. */
async function waitForLane({ deps, delivery, nowMs }: Try, taken: Item | undefined): Promise<WorkResult> {
  const { delivery: limits, sweepGraceMs } = deps.limits;
  const until = Math.max(heldUntil(taken), nowMs + limits.laneBackoffMs);
  const waits = { backoffMs: limits.laneBackoffMs, backoffMaxMs: until - nowMs };
  const delay = delayMs(deps, waits, delivery.waits);
  const waiting = await deps.tables.write(awaitLane(delivery, until + sweepGraceMs, nowMs));
  return waiting.committed ? { kind: "again", delayMs: delay } : DONE;
}
