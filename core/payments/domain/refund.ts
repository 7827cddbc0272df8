import { createHash } from "node:crypto";
import type { Telling } from "../../foundation/domain/events.ts";
import { makeId, uniqueAt } from "../../foundation/domain/ids.ts";
import { CONTRACT } from "../../foundation/domain/limits.ts";
import type { Money } from "../../foundation/domain/money.ts";
import { move, type Transition } from "../../foundation/domain/transitions.ts";

export const REFUND_STATES = ["PENDING", "SENT", "UNKNOWN", "SUCCEEDED", "FAILED", "NEEDS_REVIEW"] as const;
export type RefundState = (typeof REFUND_STATES)[number];

export type RefundEvent =
  | "accept"
  | "tell"
  | "dispute"
  | "send"
  | "takeover"
  | "doubt"
  | "succeed"
  | "fail"
  | "park"
  | "resolve";

export const REFUND_TRANSITIONS = [
  move(
    "(new)",
    "accept",
    "PENDING",
    "caller",
    "the amount is taken from what can be refunded and frozen in the wallet",
  ),
  move("PENDING", "send", "SENT", "worker", "the intent is on record before the channel is called"),
  move("(new)", "tell", "SUCCEEDED", "worker", "the vendor gave it back unasked, and tells of it"),
  move("(new)", "dispute", "NEEDS_REVIEW", "worker", "the customer's bank took it: held until it is decided"),
  move("UNKNOWN", "send", "SENT", "worker", "settled without an effect: the same key again"),
  move("SENT", "takeover", "UNKNOWN", "worker", "the worker was lost after its intent"),
  move("UNKNOWN", "takeover", "UNKNOWN", "worker", "follow-up: ask the channel"),
  move("SENT", "doubt", "UNKNOWN", "worker", "no answer that can be understood"),
  move("UNKNOWN", "doubt", "UNKNOWN", "worker", "the lookup did not settle it yet"),
  move("SENT", "succeed", "SUCCEEDED", "worker", "the money went back"),
  move("UNKNOWN", "succeed", "SUCCEEDED", "worker", "a lookup found that it went back"),
  move("SENT", "fail", "FAILED", "worker", "refused for good: payment and wallet get the amount back"),
  move("UNKNOWN", "fail", "FAILED", "worker", "a lookup found the refusal"),
  move("SENT", "park", "NEEDS_REVIEW", "worker", "refused for good, though the money is captured and nobody's"),
  move("UNKNOWN", "park", "NEEDS_REVIEW", "worker", "sends or time are used up and the outcome is still unknown"),
  move(
    "NEEDS_REVIEW",
    "resolve",
    "SUCCEEDED",
    "operator",
    "a person found that the money went back, or gave it back by hand",
  ),
  move(
    "NEEDS_REVIEW",
    "resolve",
    "FAILED",
    "operator",
    "a person found that it did not and will not: payment and wallet get the amount back",
  ),
] as const satisfies readonly Transition<RefundState, RefundEvent>[];

/**
 * `late-success`: paid after it had ended; the wallet was never credited. `channel`: made at the vendor, and not by Tender.
 * `dispute`: taken back by the customer's bank.
 */
export type RefundOrigin = "caller" | "late-success" | "channel" | "dispute";

export interface Refund extends Telling {
  tenantId: string;
  refundId: string;
  paymentId: string;
  amount: Money;
  reason: string;
  origin: RefundOrigin;
  /** The trade that is refunded. */
  tradeReference?: string;
  state: RefundState;
  epoch: number;
  sends: number;
  lookups: number;
  leaseUntil?: number;
  lastSentAt?: number;
  /** A mark of the account that it was sent to. */
  account?: string;
  lookupAt?: number;
  providerReference?: string;
  /** The API key that asked for it; none for what nobody asked for here. */
  keyId?: string;
  byOperator?: boolean;
  /** A restore took its row back, and the vendor's list brought it again. */
  takenUp?: true;
  /** When an operator said how it had ended, and by which key. */
  resolvedAt?: number;
  resolvedBy?: string;
  createdAt: number;
  updatedAt: number;
}

/** What a payment's view shows of its refunds, newest first, when one of them is `ended`. The others are as they were read. */
export function refundsWith(refunds: readonly Refund[], ended: Refund): Refund[] {
  const others = refunds.filter(({ refundId }) => refundId !== ended.refundId);
  const newestFirst = [...others, ended].sort((a, b) => (a.refundId < b.refundId ? 1 : -1));
  return newestFirst.slice(0, CONTRACT.pageMaxItems);
}

/** Of what moved at the vendor: the same for the same cause, so that it is on record once. */
export function channelRefundId(ref: { tenantId: string; paymentId: string }, cause: string, atMs: number): string {
  const hash = createHash("sha256").update(`${ref.paymentId}\n${cause}`).digest();
  return makeId("ref", ref.tenantId, uniqueAt(atMs, hash));
}

export interface Dispute {
  /** The vendor's number of it. */
  reference: string;
  /** The vendor's word. */
  status: string;
  amount: Money;
  /** When the vendor said so. */
  at: number;
  /** When the vendor has last spoken of each other dispute of this charge, by its number. */
  others?: Record<string, number>;
}

/** Words come in any order, and a charge may have several disputes: each word is as new as the last one about the same. */
export function isOutdated({ reference, at }: Dispute, known: Dispute | undefined): boolean {
  const last = known?.reference === reference ? known.at : known?.others?.[reference];
  return last !== undefined && last > at;
}

/** The newest of all words, and when the last one about each of the others was said. */
export function withWord(known: Dispute | undefined, word: Dispute): Dispute {
  const { others: _, ...shown } = known && known.at > word.at ? known : word;
  const lastWords = { ...known?.others, ...(known && { [known.reference]: known.at }), [word.reference]: word.at };
  const { [shown.reference]: __, ...others } = lastWords;
  return Object.keys(others).length === 0 ? shown : { ...shown, others };
}
