/** A refund at the sandbox channel: a pure function from rows to an answer and what is to be written. */

import type { Money } from "../../core/foundation/domain/money.ts";
import { type Charge, captureOf, isStillToCome, next, type Refund, type Step } from "./rows.ts";

export type RefundAnswer = { kind: "refund"; refund: Refund } | { kind: "key-reused" };

/** `known`: what an earlier send of this refund has come to. */
export function refund(
  row: Charge | undefined,
  known: Refund | undefined,
  asked: Refund,
  receivedAt: number,
): Step<RefundAnswer> {
  if (known) {
    const same =
      known.paymentId === asked.paymentId &&
      known.amount.amount === asked.amount.amount &&
      known.amount.currency === asked.amount.currency;
    return { answer: same ? { kind: "refund", refund: known } : { kind: "key-reused" } };
  }
  const declined = refusalOf(row, asked.amount, receivedAt);
  if (declined || !row?.asked) {
    const refused: Refund = { ...asked, declined: declined ?? "not-captured" };
    return { answer: { kind: "refund", refund: refused }, writes: { refund: refused } };
  }
  const { amount } = asked.amount;
  const effect = {
    ...captureOf(row, row.asked, receivedAt),
    kind: "refund" as const,
    id: asked.refundId,
    amount,
    providerKey: asked.refundId,
  };
  const after = next({ ...row, refunded: row.refunded + amount });
  return { answer: { kind: "refund", refund: asked }, writes: { charge: after, refund: asked, effects: [effect] } };
}

/** Without a charge that has taken effect there is nothing to give back; refunds and what a cancel gave back never exceed it. */
function refusalOf(row: Charge | undefined, { amount, currency }: Money, nowMs: number): Refund["declined"] {
  if (!row?.asked || row.capturedAt === undefined || isStillToCome(row, nowMs)) return "not-captured";
  if (row.asked.amount.currency !== currency) return "refused";
  const left = row.asked.amount.amount - (row.voided ?? 0) - row.refunded;
  return amount > left ? "exceeds-charge" : undefined;
}
