import { TerminalError } from "../../foundation/domain/errors.ts";
import { claimedTenantOf } from "../../foundation/domain/ids.ts";
import { CONTRACT } from "../../foundation/domain/limits.ts";
import type { Deps } from "../../foundation/services/deps.ts";
import { receive } from "../../foundation/store/inbox-store.ts";
import { announce } from "../../foundation/store/outbox-store.ts";
import type { ChannelName, RawWebhook, UnverifiedWebhook, WebhookVerifier } from "../domain/channel.ts";
import type { ChannelAccount, ChannelDeps } from "./deps.ts";
import type { InboxRow } from "./webhook-inbox.ts";

export interface WebhookReply {
  httpStatus: number;
  contentType: string;
  body: string;
}

/**
 * Verifies the very bytes, commits the event to the inbox, and only then answers what the vendor expects. A duplicate gets the
 * same answer, and so does what is genuine and nothing of ours. `hintedTenantId`: whom the address names, for bytes that name nobody.
 */
export async function receiveWebhook(
  deps: ChannelDeps,
  channel: ChannelName,
  raw: RawWebhook,
  hintedTenantId?: string,
): Promise<WebhookReply> {
  const nowMs = deps.clock();
  const verifier = deps.channels.verifierOf(channel);
  const webhook = verifier.read(raw, nowMs);
  if (webhook.kind === "refused") throw refused(deps, webhook.httpStatus);
  let refusal: 400 | 401 | undefined;
  let why: string | undefined;
  let isStored = false;
  for await (const { tenantId, config } of accountsFor(deps, channel, verifier, { ...webhook, hintedTenantId })) {
    const verdict = webhook.verify(config);
    if (verdict.kind === "refused") refusal ??= verdict.httpStatus;
    else if (verdict.kind === "ignored") why ??= verdict.why;
    else {
      const { event } = verdict;
      const owner = event.paymentId === undefined ? tenantId : claimedTenantOf("pay", event.paymentId);
      if (owner === tenantId) await storeReceived(deps, { tenantId, channel, eventId: event.eventId, event }, nowMs);
      if (owner === tenantId && event.paymentId !== undefined) return verifier.reply;
      // One that names no payment is for each merchant of that account: its trade tells later whose it was.
      isStored ||= owner === tenantId;
      why ??= "foreign";
    }
  }
  if (isStored) return verifier.reply;
  if (why !== undefined) return ignored(deps, verifier, { channel, why });
  throw refused(deps, refusal ?? 401);
}

/**
 * Whose secrets may fit. Bytes mostly claim a payment, and so a merchant; a refund or a dispute that was made at the vendor, and
 * what is nothing of ours at all, claim none: then every merchant's are tried. Bytes of nobody and of another's are answered alike.
 * A claim is the last word where nobody but us names payments so: else one request of anybody's would cost a digest per merchant.
 */
async function* accountsFor(
  deps: ChannelDeps,
  channel: ChannelName,
  { claimsMayBeForeign }: WebhookVerifier,
  {
    claimedPaymentId: claimed,
    claimedAccountId: accountId,
    hintedTenantId,
  }: UnverifiedWebhook & { hintedTenantId: string | undefined },
): AsyncGenerator<ChannelAccount> {
  const tenantId = claimed === undefined ? undefined : claimedTenantOf("pay", claimed);
  const named = tenantId === undefined ? undefined : await deps.channels.find(tenantId, channel);
  if (tenantId !== undefined && named) {
    yield { tenantId, config: named.config };
    if (!claimsMayBeForeign) return;
  }
  const all = await deps.channels.all(channel, { tenantId: hintedTenantId, accountId });
  yield* all.filter((account) => account.tenantId !== tenantId).slice(0, CONTRACT.webhookAccountsMax);
}

/** Committed to the inbox, with the message that has it applied. */
export async function storeReceived(
  deps: Deps,
  received: Pick<InboxRow, "tenantId" | "channel" | "eventId" | "event">,
  nowMs = deps.clock(),
): Promise<void> {
  const { event, ...job } = received;
  const { paymentId } = event;
  deps.log.note({ ...job, ...(paymentId === undefined ? {} : { paymentId }) });
  const row: InboxRow = { ...received, state: "RECEIVED", receivedAt: nowMs };
  const dueAt = nowMs + deps.limits.sweepGraceMs;
  const result = await deps.tables.transact([
    receive(row, dueAt),
    announce({ queue: "webhooks", body: job }, event.paymentId ?? event.eventId, deps.random.ulid(nowMs), dueAt),
  ]);
  deps.metrics.count(result.committed ? "WebhookReceived" : "WebhookDuplicate");
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
