import { callTimeoutMs } from "../../foundation/domain/call-bracket.ts";
import { claimedTenantOf } from "../../foundation/domain/ids.ts";
import { AROUND_MS, type Restored } from "../../foundation/domain/limits.ts";
import { entriesOf } from "../../foundation/domain/listing.ts";
import type { ChannelEntry, ChannelEvent, ChannelName, PaymentChannel } from "../domain/channel.ts";
import type { Payment } from "../domain/payment.ts";
import { readPayment } from "../store/payment-store.ts";
import type { SagaDeps } from "./deps.ts";
import { restoredRefund } from "./webhook-refunds.ts";
import { applyWebhook } from "./webhook-work.ts";
import { storeReceived } from "./webhooks.ts";

/**
 * Money that a channel has moved since the moment of a restore, taken up as if its webhooks came again: what was given back is
 * booked under our own number of it, what was paid for nothing is given back, and what is on no book is a person's. Each event has
 * an id of its own, so that a second run finds it. `undefined`: this channel keeps no list.
 */
export async function takeUpMoney(
  deps: SagaDeps,
  account: { channel: ChannelName; tenantId: string; port: PaymentChannel },
  { toMs }: Restored,
  remainingMs: () => number,
): Promise<{ seen: number; takenUp: number } | undefined> {
  const { channel, tenantId, port } = account;
  if (!port.list) return undefined;
  const found = { seen: 0, takenUp: 0 };
  const timeoutMs = callTimeoutMs(deps.limits.charge, remainingMs());
  for await (const entry of entriesOf(port.list, { sinceMs: toMs - AROUND_MS, timeoutMs })) {
    if (claimedTenantOf("pay", entry.paymentId) !== tenantId) continue;
    found.seen++;
    const payment = await readPayment(deps.tables, { tenantId, paymentId: entry.paymentId });
    for (const event of eventsOf(entry, payment)) {
      found.takenUp++;
      const { eventId } = event;
      await storeReceived(deps, { tenantId, channel, eventId, event });
      await applyWebhook(deps, { tenantId, channel, eventId }, remainingMs);
    }
  }
  return found;
}

function eventsOf(entry: ChannelEntry, payment: Payment | undefined): ChannelEvent[] {
  const { paymentId, orderNo, amount, providerReference, refunds, refunded } = entry;
  const { currency } = amount;
  const about = { paymentId, providerReference, ...(orderNo === undefined ? {} : { orderNo }) };
  const isBooked = payment !== undefined && payment.outcome !== "declined" && payment.outcome !== "cancelled";
  // One that is under way asks by itself, and one that has succeeded knows.
  const paid: ChannelEvent = { ...about, eventId: `restored-${providerReference}`, type: "paid", amount };
  const back = refunds.map(({ refundId, amount: given }): ChannelEvent => {
    const money = { amount: { amount: given, currency }, refunded: { amount: refunded, currency } };
    return { ...about, ...money, eventId: restoredRefund(refundId), type: "refunded", refundId };
  });
  if (!payment) return refunded < amount.amount ? [paid] : [];
  return isBooked ? back : refunded < amount.amount ? [paid] : [];
}
