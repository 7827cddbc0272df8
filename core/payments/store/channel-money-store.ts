/** Money of a payment that moved at its vendor without Tender: refunds made there, and disputes. */

import { isDeepStrictEqual } from "node:util";
import { telling } from "../../foundation/store/event-store.ts";
import { absent, anyOf, asSeen, atLeast, below, equals, oneOf, Plus } from "../../foundation/store/expression.ts";
import type { Write } from "../../foundation/store/table.ts";
import { update } from "../../foundation/store/write.ts";
import { type Dispute, type Payment, withWord } from "../domain/payment.ts";
import { paymentKey } from "./keys.ts";
import { customerAsSeen, listed, type PaymentRef, type Refunding, refundTold } from "./payment-store.ts";

/** Gone back without our doing: what nobody has reserved, and only on what was read, so that it is counted once. */
export function recordChannelRefund(
  seen: Payment,
  { total, ...refunding }: Refunding & { total: number },
  nowMs: number,
): Write {
  const { amount, to } = refunding;
  const change = update("payment.channel-refund", paymentKey(seen.tenantId, seen.paymentId), {
    set: {
      ...listed(seen, to),
      refunded: seen.refunded + amount,
      refundable: seen.refundable - amount,
      channelRefunded: total,
      updatedAt: nowMs,
    },
    only: {
      isSettled: oneOf("state", ["SUCCEEDED", "PARTIALLY_REFUNDED"]),
      refundedAsSeen: equals("refunded", seen.refunded),
      refundableAsSeen: equals("refundable", seen.refundable),
      // Noted without telling of it, and what is told shows it.
      disputeAsSeen: asSeen("dispute", seen.dispute),
      ...customerAsSeen(seen),
    },
  });
  return telling(change, seen, refundTold(seen, refunding, nowMs));
}

/** For people to look at: the vendor says that more went back than we know of. */
export function noteChannelRefund(ref: PaymentRef, total: number, nowMs: number): Write & { kind: "update" } {
  return update("payment.note-channel-refund", paymentKey(ref.tenantId, ref.paymentId), {
    set: { channelRefunded: total, updatedAt: nowMs },
    only: { tellsMore: anyOf(absent("channelRefunded"), below("channelRefunded", total)) },
  });
}

/** The customer's bank has taken it: nobody can refund it any more until that is decided. */
export function holdDisputed(seen: PaymentRef & Pick<Payment, "dispute">, word: Dispute, nowMs: number): Write {
  return update("payment.dispute", paymentKey(seen.tenantId, seen.paymentId), {
    set: { refundable: new Plus(-word.amount.amount), dispute: withWord(seen.dispute, word), updatedAt: nowMs },
    only: {
      isSettled: oneOf("state", ["SUCCEEDED", "PARTIALLY_REFUNDED"]),
      remainderCovers: atLeast("refundable", word.amount.amount),
      disputeAsSeen: asSeen("dispute", seen.dispute),
    },
  });
}

/** For people to look at; and an older word that comes later is known for what it is. One that is known already changes nothing. */
export function noteDispute(
  seen: PaymentRef & Pick<Payment, "dispute">,
  word: Dispute,
  nowMs: number,
): Write & { kind: "update" } {
  const dispute = withWord(seen.dispute, word);
  return update("payment.note-dispute", paymentKey(seen.tenantId, seen.paymentId), {
    set: { dispute, ...(isDeepStrictEqual(dispute, seen.dispute) ? {} : { updatedAt: nowMs }) },
    only: { disputeAsSeen: asSeen("dispute", seen.dispute) },
  });
}
