/** The sandbox channel's webhooks: kept until they have been answered with a 2xx, and sent by whichever call comes by. */

import { CONTRACT } from "../../core/foundation/domain/limits.ts";
import { SIGNATURE_HEADER, signRequest } from "../../core/foundation/domain/request-signature.ts";
import { SANDBOX_SIGNATURE_HEADER, signWebhook } from "../../core/foundation/domain/webhook-signature.ts";
import { boundedFetch } from "../../core/foundation/providers/bounded-fetch.ts";
import type { ChannelDeps } from "./calls.ts";
import type { ChannelStore, Hook } from "./store.ts";

export interface WebhookDeps extends Pick<ChannelDeps, "store" | "clock" | "wait"> {
  store: ChannelStore;
  /** The first one signs. */
  secrets: readonly string[];
  /** `<api>/_sandbox/channel`: this service itself, from outside. */
  url: string;
}

/** Below the base URL; who calls it is this service itself. */
export const DELIVERIES = "/deliveries";

/** A receiver stores and answers; what takes longer may do so at the next delivery. */
const ANSWER_TIMEOUT_MS = 1000;
/** Of one delivery, with these waits between. More would keep the customer's browser waiting. */
const TRIES_AT_ONCE = 3;
const BETWEEN_TRIES_MS = 200;
/** Longer than the tries of one delivery, so that two deliveries do not overlap; doubles up to the longest. */
const REDELIVERY_MS = 5000;
const REDELIVERY_MAX_MS = 5 * 60_000;
/** Half an hour with those waits: an address that nobody answers at is given up. */
const DELIVERIES_MAX = 12;
/** A call that comes by has work of its own. */
const PER_CALL = 3;
/** A longer wait than any that this channel plans is none of its own. */
const WAIT_MAX_MS = 5000;
/** Enough to hand a request over, less than its answer takes. */
const HAND_OVER_MS = 500;

/** Sends the webhook, when nobody else is doing it and it has not arrived yet. */
export async function deliver(deps: WebhookDeps, eventId: string): Promise<boolean> {
  const hook = await deps.store.findHook(eventId);
  // Whoever has claimed it sends it; what they could not is due later.
  if (hook === undefined || hook.attempts > 0) return hook?.deliveredAt !== undefined;
  await deps.wait(Math.min(WAIT_MAX_MS, Math.max(0, hook.effectAt - deps.clock())));
  return await send(deps, hook, TRIES_AT_ONCE);
}

/** What is overdue of any payment, one try each. */
export async function deliverDue(deps: WebhookDeps): Promise<void> {
  const due = await deps.store.listDueHooks(deps.clock(), PER_CALL);
  await Promise.all(due.map((hook) => send(deps, hook, 1)));
}

/**
 * A function stops when it has answered, so a webhook that has to come after an answer is sent by another call of this
 * service: handed over here, without waiting for its end. Should it be lost, the webhook is still due.
 */
export async function deliverAfterAnswer(
  { secrets, url, clock }: Pick<WebhookDeps, "secrets" | "url" | "clock">,
  what: { paymentId: string } | { eventId: string },
): Promise<void> {
  const body = JSON.stringify(what);
  const signed = { method: "POST", path: DELIVERIES, body };
  const headers = { [SIGNATURE_HEADER]: signRequest(secrets[0] ?? "", Math.floor(clock() / 1000), signed) };
  await post(`${url}${DELIVERIES}`, headers, body, HAND_OVER_MS);
}

async function send(deps: WebhookDeps, hook: Hook, tries: number): Promise<boolean> {
  const waitMs = Math.min(REDELIVERY_MAX_MS, REDELIVERY_MS * 2 ** hook.attempts);
  const isLast = hook.attempts + 1 >= DELIVERIES_MAX;
  const claimed = await deps.store.claimHook(hook, isLast ? null : deps.clock() + waitMs);
  if (claimed === undefined) return false;
  for (let n = 1; n <= tries; n++) {
    const signature = signWebhook(deps.secrets[0] ?? "", Math.floor(deps.clock() / 1000), hook.body);
    if (await post(hook.notifyUrl, { [SANDBOX_SIGNATURE_HEADER]: signature }, hook.body, ANSWER_TIMEOUT_MS)) {
      await deps.store.closeHook(claimed, deps.clock());
      return true;
    }
    if (n < tries) await deps.wait(BETWEEN_TRIES_MS);
  }
  return false;
}

/** Whether it was answered with a 2xx in time. */
async function post(url: string, signature: Record<string, string>, body: string, timeoutMs: number): Promise<boolean> {
  const answer = await boundedFetch(
    url,
    {
      method: "POST",
      headers: { "Content-Type": "application/json", ...signature },
      body,
      signal: AbortSignal.timeout(timeoutMs),
      maxBytes: CONTRACT.exchangeAnswerMaxBytes,
    },
    ({ ok }) => (ok ? undefined : "refused"),
  );
  return !("unknown" in answer);
}
