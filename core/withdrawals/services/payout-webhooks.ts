import { TerminalError } from "../../foundation/domain/errors.ts";
import { claimedTenantOf } from "../../foundation/domain/ids.ts";
import type { Deps } from "../../foundation/services/deps.ts";
import { type ReceivedRef, receive } from "../../foundation/store/inbox-store.ts";
import { announce } from "../../foundation/store/outbox-store.ts";
import {
  type PayoutEvent,
  type PayoutProviderName,
  payoutChannelOf,
  type RawPayoutWebhook,
} from "../domain/payout-provider.ts";
import type { PayoutWebhookDeps } from "./deps.ts";

/**
 * Verifies the very bytes with the platform's own secrets, commits the event to the inbox, and only then answers what the
 * provider expects. A duplicate gets the same answer, and so does what is genuine and nothing of ours.
 */
export async function receivePayoutWebhook(
  deps: PayoutWebhookDeps,
  provider: PayoutProviderName,
  raw: RawPayoutWebhook,
): Promise<{ httpStatus: number; contentType: string; body: string }> {
  const nowMs = deps.clock();
  const { verify, reply } = deps.payoutWebhooks.verifierOf(provider);
  const config = await deps.payoutWebhooks.configOf(provider);
  const verdict = config ? verify(raw, config, nowMs) : ({ kind: "refused", httpStatus: 401 } as const);
  if (verdict.kind === "refused") {
    deps.metrics.count("WebhookUnverified");
    throw verdict.httpStatus === 400
      ? new TerminalError("webhook-malformed", "this is not a webhook of this provider")
      : new TerminalError("webhook-unverified", "the signature does not fit");
  }
  const channel = payoutChannelOf(provider);
  const tenantId = verdict.kind === "event" ? claimedTenantOf("wdr", verdict.event.withdrawalId) : undefined;
  if (verdict.kind === "ignored" || tenantId === undefined) {
    deps.metrics.count("WebhookIgnored");
    const why = verdict.kind === "ignored" ? verdict.why : "foreign";
    deps.log.info("a genuine webhook was left alone", { channel, why });
    return reply;
  }
  const { event } = verdict;
  await storePayoutEvent(deps, { tenantId, channel, eventId: event.eventId }, event, nowMs);
  return reply;
}

/** Committed to the inbox, with the message that has it applied; whether it was new. */
export async function storePayoutEvent(
  deps: Deps,
  job: ReceivedRef,
  event: PayoutEvent,
  nowMs = deps.clock(),
): Promise<boolean> {
  const { withdrawalId } = event;
  deps.log.note({ ...job, withdrawalId });
  const dueAt = nowMs + deps.limits.sweepGraceMs;
  const result = await deps.tables.transact([
    receive({ ...job, event, state: "RECEIVED", receivedAt: nowMs }, dueAt),
    announce({ queue: "webhooks", body: job }, withdrawalId, deps.random.ulid(nowMs), dueAt),
  ]);
  deps.metrics.count(result.committed ? "WebhookReceived" : "WebhookDuplicate");
  return result.committed;
}
