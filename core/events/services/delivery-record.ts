import { InvariantError } from "../../foundation/domain/errors.ts";
import { DELAY_MAX_SECONDS } from "../../foundation/domain/jobs.ts";
import { DONE, type WorkResult } from "../../foundation/services/work-result.ts";
import { openReview } from "../../foundation/store/review-store.ts";
import { ConflictError, type Write } from "../../foundation/store/table.ts";
import type { Delivery, DeliveryAttempt } from "../domain/delivery.ts";
import { healthAfterFailure, isSuccessNoted, type Verdict, verdictOn, waitAfter } from "../domain/retry-table.ts";
import type { WebhookEndpoint } from "../domain/webhook-endpoint.ts";
import type { WebhookAnswer } from "../domain/webhook-sender.ts";
import { exhaustDelivery, holdDelivery, recordDelivered, recordRetry, type Timer } from "../store/delivery-store.ts";
import { disableEndpoint, noteFailure, noteSuccess, tellFailing } from "../store/endpoint-health-store.ts";
import { readLiveEndpoint } from "../store/endpoint-store.ts";
import { freeLane, type Lane } from "../store/lane-store.ts";
import type { DeliveryDeps } from "./delivery-deps.ts";

/** A try that has been made. */
interface Made {
  deps: DeliveryDeps;
  /** As its claim has left it. */
  delivery: Delivery;
  /** As it was read before. */
  endpoint: WebhookEndpoint;
  lane: Lane;
  at: number;
}

/** What is written of the delivery, and what follows once it is. */
interface Outcome {
  write: Write;
  result: WorkResult;
  metrics: readonly ("WebhookDelivered" | "WebhookTryFailed" | "WebhookExhausted")[];
}

/** Of the endpoint: written with the delivery, if it can be. */
interface Note {
  writes: Write[];
  disables?: boolean;
}

/** Before the next try; `undefined`: there is none. A longer wait than a message can be delayed is the due index's. */
export function timerAfter(
  deps: Pick<DeliveryDeps, "limits" | "random">,
  tries: number,
  nowMs: number,
  answer?: Pick<WebhookAnswer, "httpStatus" | "retryAfterMs">,
): (Timer & { result: WorkResult }) | undefined {
  const delayMs = waitAfter(tries, deps.limits.delivery, deps.random.fraction(), answer);
  if (delayMs === undefined) return undefined;
  const nextAttemptAt = nowMs + delayMs;
  return delayMs <= DELAY_MAX_SECONDS * 1000
    ? { nextAttemptAt, dueAt: nextAttemptAt + deps.limits.sweepGraceMs, result: { kind: "again", delayMs } }
    : { nextAttemptAt, dueAt: nextAttemptAt, result: DONE };
}

/** Of those whose rows change while they are written: each round has read them anew. */
const ROUNDS_MAX = 5;

/**
 * The delivery, its lane and its endpoint, in one transaction. The delivery's row decides: who has lost it writes nothing. A lane
 * that somebody else has by now stays theirs; an endpoint that has changed is looked at again.
 */
export async function recordTry(made: Made, answer: WebhookAnswer): Promise<WorkResult> {
  const { deps, delivery, lane } = made;
  const nowMs = deps.clock();
  let verdict = verdictOn(answer);
  let endpoint: WebhookEndpoint | undefined = made.endpoint;
  let hasLane = true;
  let isReviewed = false;
  for (let round = 0; round < ROUNDS_MAX; round++) {
    const outcome = outcomeOf(made, verdict, answer, nowMs);
    const note: Note = endpoint ? noteOf(deps, verdict, endpoint, nowMs) : { writes: [] };
    const noted = isReviewed ? note.writes.slice(0, 1) : note.writes;
    const beside = hasLane ? [freeLane(lane)] : [];
    const result = await deps.tables.transact([outcome.write, ...beside, ...noted]).catch((error: unknown) => {
      if (!(error instanceof ConflictError) || noted.length === 0 || note.disables) throw error;
      return "busy" as const;
    });
    // Others are writing down what became of their tries: this one's is known without it.
    if (result === "busy") {
      endpoint = undefined;
      continue;
    }
    if (result.committed) {
      for (const name of outcome.metrics) deps.metrics.count(name);
      if (note.disables) deps.metrics.count("WebhookEndpointDisabled");
      return outcome.result;
    }
    if (result.refusals[0]) return DONE;
    const [endpointRefused, reviewRefused] = result.refusals.slice(1 + beside.length);
    if (hasLane && result.refusals[1]) hasLane = false;
    if (reviewRefused) isReviewed = true;
    if (!endpointRefused) continue;
    endpoint = await enabledOne(deps, delivery);
    // What is gone is not where it is sent by now: it is tried there, or ends as its owner has it.
    if (verdict === "gone" && endpoint?.url !== made.endpoint.url) verdict = "failed";
  }
  throw new InvariantError("what became of a try cannot be written down");
}

async function enabledOne(deps: DeliveryDeps, delivery: Delivery): Promise<WebhookEndpoint | undefined> {
  const endpoint = await readLiveEndpoint(deps.tables, delivery);
  return endpoint?.status === "ENABLED" ? endpoint : undefined;
}

function outcomeOf({ deps, delivery, at }: Made, verdict: Verdict, answer: WebhookAnswer, nowMs: number): Outcome {
  const { httpStatus, error, durationMs, excerpt: responseExcerpt } = answer;
  const attempt: DeliveryAttempt = { at, httpStatus, error, durationMs, responseExcerpt };
  if (verdict === "delivered")
    return { write: recordDelivered(delivery, attempt, nowMs), result: DONE, metrics: ["WebhookDelivered"] };
  if (verdict === "gone")
    return { write: holdDelivery(delivery, attempt, nowMs), result: DONE, metrics: ["WebhookTryFailed"] };
  const next = timerAfter(deps, delivery.tries + 1, nowMs, answer);
  if (!next) {
    const metrics = ["WebhookTryFailed", "WebhookExhausted"] as const;
    return { write: exhaustDelivery(delivery, attempt, nowMs), result: DONE, metrics };
  }
  const write = recordRetry(delivery, "fail", attempt, next, nowMs);
  return { write, result: next.result, metrics: ["WebhookTryFailed"] };
}

function noteOf(deps: DeliveryDeps, verdict: Verdict, endpoint: WebhookEndpoint, nowMs: number): Note {
  if (verdict === "delivered") return { writes: isSuccessNoted(endpoint, nowMs) ? [noteSuccess(endpoint, nowMs)] : [] };
  if (verdict === "gone") return disabling(deps, endpoint, "gone", nowMs);
  switch (healthAfterFailure(endpoint, nowMs, deps.limits.delivery)) {
    case "count":
      return { writes: [noteFailure(endpoint, nowMs)] };
    case "tell":
      return { writes: [tellFailing(endpoint, nowMs)] };
    case "disable":
      return disabling(deps, endpoint, "failing", nowMs);
  }
}

/** Somebody of ours looks at it, too: a merchant who hears nothing any more may not know. */
function disabling(deps: DeliveryDeps, endpoint: WebhookEndpoint, reason: "failing" | "gone", nowMs: number): Note {
  const { tenantId, webhookEndpointId: subjectId, failures } = endpoint;
  const review = { tenantId, subjectId, tries: failures + 1, why: `endpoint-${reason}` };
  return {
    writes: [disableEndpoint(endpoint, reason, nowMs), openReview(review, deps.random.ulid(nowMs), nowMs)],
    disables: true,
  };
}
