import type { ChannelName, RawWebhook, WebhookVerifier } from "../domain/channel.ts";
import { TerminalError } from "../domain/errors.ts";
import { claimedTenantOf } from "../domain/ids.ts";
import { type InboxRow, receive } from "../store/inbox-store.ts";
import { announceJob } from "../store/job-store.ts";
import type { Deps } from "./deps.ts";

export interface WebhookReply {
  httpStatus: number;
  contentType: string;
  body: string;
}

/** Verifies the very bytes, commits the event to the inbox, and only then answers what the vendor expects. A duplicate gets the same answer. */
export async function receiveWebhook(deps: Deps, channel: ChannelName, raw: RawWebhook): Promise<WebhookReply> {
  const nowMs = deps.clock();
  const verifier = deps.channels.verifierOf(channel);
  const claimed = verifier.claimedPaymentId(raw);
  const tenantId = claimed === undefined ? undefined : claimedTenantOf("pay", claimed);
  // Bytes that name no payment of ours, and bytes of another merchant's, are answered alike.
  const configured = tenantId === undefined ? undefined : await deps.channels.find(tenantId, channel);
  if (tenantId === undefined || !configured) throw refused(deps, 401);
  const verdict = verifier.verify(raw, configured.config, nowMs);
  if (verdict.kind === "refused") throw refused(deps, verdict.httpStatus);
  if (verdict.kind === "ignored") return ignored(deps, verifier, { channel, why: verdict.why });
  const { event } = verdict;
  if (claimedTenantOf("pay", event.paymentId ?? "") !== tenantId) throw refused(deps, 401);
  deps.log.note({ tenantId, channel, eventId: event.eventId, paymentId: claimed ?? "" });
  const row: InboxRow = { tenantId, channel, eventId: event.eventId, event, state: "RECEIVED", receivedAt: nowMs };
  const dueAt = nowMs + deps.limits.sweepGraceMs;
  const job = { queue: "webhooks" as const, body: { tenantId, channel, eventId: event.eventId } };
  const result = await deps.tables.transact([
    receive(row, dueAt),
    announceJob(job, event.paymentId ?? event.eventId, deps.random.ulid(nowMs), dueAt),
  ]);
  deps.metrics.count(result.committed ? "WebhookReceived" : "WebhookDuplicate");
  return verifier.reply;
}

/** Genuine, and nothing of ours: answered like any other, or the vendor would give up this address. */
function ignored(deps: Deps, { reply }: WebhookVerifier, what: { channel: ChannelName; why: string }): WebhookReply {
  deps.metrics.count("WebhookIgnored");
  deps.log.info("a genuine webhook was left alone", what);
  return reply;
}

function refused(deps: Deps, httpStatus: 400 | 401): TerminalError {
  deps.metrics.count("WebhookUnverified");
  return httpStatus === 400
    ? new TerminalError("webhook-malformed", "this is not a webhook of this channel")
    : new TerminalError("webhook-unverified", "the signature does not fit");
}
