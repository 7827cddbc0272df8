/** Money that goes back of a payment: pure functions from rows to an answer and what is to be written. */

import type { Money } from "../../core/foundation/domain/money.ts";
import {
  type Asked,
  type Charge,
  captureOf,
  isStillToCome,
  type Notice,
  next,
  type Refund,
  type Step,
} from "./rows.ts";
import type { Vendor } from "./rules.ts";

export type RefundAnswer =
  | { kind: "refund"; refund: Refund }
  | { kind: "key-reused" }
  /** It was made all the same. */
  | { kind: "never-answered" };

/** `known`: what an earlier send of this refund has come to. */
export function refund(
  vendor: Vendor,
  row: Charge | undefined,
  known: Refund | undefined,
  asked: Refund,
  receivedAt: number,
): Step<RefundAnswer> {
  const method = row?.asked && vendor.behaviourOf(row.asked.paymentMethod, row.paymentId).refunds;
  const answerOf = (refund: Refund): RefundAnswer =>
    method === "made-silently" ? { kind: "never-answered" } : { kind: "refund", refund };
  if (known) {
    const same =
      known.paymentId === asked.paymentId &&
      known.amount.amount === asked.amount.amount &&
      known.amount.currency === asked.amount.currency;
    return { answer: same ? answerOf(known) : { kind: "key-reused" } };
  }
  const declined = refusalOf(row, asked.amount, receivedAt) ?? (method === "refused" ? "refused" : undefined);
  if (declined || !row?.asked) {
    const refused: Refund = { ...asked, declined: declined ?? "not-captured" };
    return { answer: answerOf(refused), writes: { refund: refused } };
  }
  const { refundId, amount } = asked;
  const capture = captureOf(row, row.asked, receivedAt);
  const effect = { ...capture, kind: "refund" as const, id: refundId, amount: amount.amount, providerKey: refundId };
  const after = next({ ...row, refunded: row.refunded + amount.amount });
  return { answer: answerOf(asked), writes: { charge: after, refund: asked, effects: [effect] } };
}

/** Without a charge that has taken effect there is nothing to give back; refunds and what a cancel gave back never exceed it. */
function refusalOf(row: Charge | undefined, { amount, currency }: Money, nowMs: number): Refund["declined"] {
  if (!row?.asked || row.capturedAt === undefined || isStillToCome(row, nowMs)) return "not-captured";
  if (row.asked.amount.currency !== currency) return "refused";
  return amount > leftOf(row, row.asked) ? "exceeds-charge" : undefined;
}

function leftOf({ voided = 0, refunded }: Charge, { amount }: Asked): number {
  return amount.amount - voided - refunded;
}

/** What somebody does at the vendor's own desk, or the customer's bank to the vendor: the merchant learns of it by webhook alone. */
export const DESK_MOVES = ["refund", "dispute", "dispute-won", "dispute-lost"] as const;
export type DeskMove = (typeof DESK_MOVES)[number];

const WORDS = {
  dispute: { status: "needs_response", stage: "taken" },
  "dispute-won": { status: "won", stage: "over" },
  "dispute-lost": { status: "lost", stage: "taken" },
} as const;

/** `amount` in minor units; without it all that is left of the charge, or all of it for a dispute. The answer: whether it was done. */
export function moveAtDesk(
  row: Charge | undefined,
  { move, amount }: { move: DeskMove; amount?: number | undefined },
  nowMs: number,
): Step<boolean> {
  if (!row?.asked || row.status !== "captured" || isStillToCome(row, nowMs)) return { answer: false };
  const { asked, paymentId } = row;
  const inCurrency = (minorUnits: number): Money => ({ ...asked.amount, amount: minorUnits });
  if (move !== "refund") {
    const charge = { ...next(row), asked };
    const dispute = { reference: `dispute-${paymentId}`, ...WORDS[move] };
    const more = { amount: inCurrency(amount ?? asked.amount.amount), dispute, at: nowMs };
    return { answer: true, writes: { charge, notice: { type: "charge.disputed", charge, dueAt: nowMs, more } } };
  }
  const left = leftOf(row, asked);
  const back = amount ?? left;
  if (back <= 0 || back > left) return { answer: false };
  const charge = { ...next(row), asked, refunded: row.refunded + back };
  const id = `${paymentId}:${charge.version}`;
  const effect = { ...captureOf(row, asked, nowMs), kind: "outside" as const, id, amount: back, providerKey: id };
  const more = { amount: inCurrency(back), refunded: inCurrency(charge.refunded + (row.voided ?? 0)), at: nowMs };
  const notice: Notice = { type: "charge.refunded", charge, dueAt: nowMs, more };
  return { answer: true, writes: { charge, effects: [effect], notice } };
}
