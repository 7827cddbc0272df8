/** One payment at the sandbox channel and every move it can make: pure functions from a row to an answer and what is to be written. */

import type { Money } from "../../core/foundation/domain/money.ts";
import {
  type Asked,
  type Charge,
  type ChargeState,
  captureOf,
  type Effect,
  type Notice,
  next,
  type Step,
  stateOf,
} from "./rows.ts";
import type { Behaviour, Vendor } from "./rules.ts";

export type ChargeAnswer =
  | { kind: "state"; state: ChargeState }
  /** The key stands for another charge, or the payment was charged under another key. */
  | { kind: "key-reused" }
  /** 500: no effect. */
  | { kind: "failed" }
  /** 504: whether it took effect is not told. */
  | { kind: "never-answered" };

/** `receivedAt`: when the call came; its effect counts from then. */
export function charge(
  vendor: Vendor,
  { row, keyOwner }: { row: Charge | undefined; keyOwner: string | undefined },
  paymentId: string,
  asked: Asked,
  receivedAt: number,
): Step<ChargeAnswer> {
  const before = row ?? blank(paymentId);
  const isOther = (keyOwner ?? paymentId) !== paymentId || (before.asked && !isSame(before.asked, asked));
  if (isOther) return { answer: { kind: "key-reused" } };
  const key = before.asked ? {} : { key: { providerKey: asked.providerKey, paymentId } };
  const behaviour = vendor.behaviourOf(asked.paymentMethod, paymentId);
  if (before.status === "closed") {
    const after = { ...before, asked };
    const answer: ChargeAnswer = { kind: "state", state: stateOf(after, receivedAt) };
    return before.asked ? { answer } : { answer, writes: { charge: next(after), ...key } };
  }
  if (before.status !== "new") return { answer: answerOf(before, behaviour, receivedAt) };
  if (before.failures < (behaviour.failsFirst ?? 0)) {
    const after = next({ ...before, asked, failures: before.failures + 1 });
    return { answer: { kind: "failed" }, writes: { charge: after, ...key } };
  }
  const after = next({ ...before, asked, ...outcomeOf(behaviour, receivedAt) });
  const effects = after.status === "captured" ? [captureOf(after, asked, receivedAt)] : [];
  return { answer: answerOf(after, behaviour, receivedAt), writes: { charge: after, ...key, effects } };
}

export type CancelAnswer =
  | { kind: "cancelled"; amount: Money; late: boolean }
  /** It cannot be given back any more. */
  | { kind: "captured"; amount: Money }
  | { kind: "not-found" }
  | { kind: "failed" }
  | { kind: "never-answered" };

export function cancel(
  vendor: Vendor,
  row: Charge | undefined,
  paymentId: string,
  compensationKey: string,
  receivedAt: number,
): Step<CancelAnswer> {
  const before = row ?? blank(paymentId);
  const { asked } = before;
  const behaviour = asked && vendor.behaviourOf(asked.paymentMethod, paymentId);
  if (behaviour?.isMute) return { answer: { kind: "never-answered" } };
  if (before.voided !== undefined && asked) return { answer: cancelled(asked, before.voided) };
  if (before.status === "closed" || isHidden(before, behaviour)) return { answer: { kind: "not-found" } };
  if (asked === undefined || behaviour === undefined || before.status === "new") {
    const closed = { writes: { charge: next({ ...before, status: "closed" }) } };
    return { answer: { kind: "not-found" }, ...(vendor.remembersCancels ? closed : {}) };
  }
  if (before.cancelFailures < (behaviour.cancelFails ?? 0)) {
    const after = next({ ...before, cancelFailures: before.cancelFailures + 1 });
    const forEver = behaviour.cancelFails === Number.POSITIVE_INFINITY;
    return { answer: { kind: "failed" }, ...(forEver ? {} : { writes: { charge: after } }) };
  }
  if (before.status === "captured" && behaviour.neverVoids)
    return { answer: { kind: "captured", amount: asked.amount } };
  const voided = before.status === "captured" ? asked.amount.amount - before.refunded : 0;
  const effect: Effect = {
    ...captureOf(before, asked, receivedAt),
    kind: "void",
    amount: voided,
    providerKey: compensationKey,
  };
  const lateMs = before.status === "open" ? behaviour.succeedsAfterCancelMs : undefined;
  if (lateMs === undefined) {
    const after = next({ ...before, status: "closed", voided });
    return { answer: cancelled(asked, voided), writes: { charge: after, effects: [effect] } };
  }
  const capturedAt = receivedAt + lateMs;
  const after = next({ ...before, status: "captured", capturedAt, voided });
  const notice: Notice = { type: "charge.paid", charge: { ...after, asked }, dueAt: capturedAt };
  const capture = captureOf(after, asked, capturedAt);
  return {
    answer: { ...cancelled(asked, voided), late: true },
    writes: { charge: after, effects: [effect, capture], notice },
  };
}

/** What becomes of a charge, for whoever asks. */
export function query(vendor: Vendor, row: Charge | undefined, nowMs: number): ChargeState {
  const behaviour = row?.asked && vendor.behaviourOf(row.asked.paymentMethod, row.paymentId);
  if (behaviour?.isMute) return { status: "doubtful" };
  return isHidden(row, behaviour) ? { status: "not_found" } : stateOf(row, nowMs);
}

function isHidden(row: Charge | undefined, behaviour: Behaviour | undefined): boolean {
  return row?.status === "open" && behaviour?.isHiddenWhileOpen === true;
}

export type PageState = "open" | "paid" | "declined" | "closed";

/** What the customer's page shows; `undefined`: this charge has none. */
export function pageStateOf(vendor: Vendor, row: Charge | undefined, nowMs: number): PageState | undefined {
  if (!row?.asked || vendor.behaviourOf(row.asked.paymentMethod, row.paymentId).becomes !== "open") return undefined;
  const { status } = stateOf(row, nowMs);
  if (status === "requires_action") return "open";
  if (status === "succeeded") return "paid";
  return row.status === "declined" ? "declined" : "closed";
}

/** The customer's click. The first one counts, and not after a cancel of a vendor that keeps its word. */
export function decide(
  vendor: Vendor,
  row: Charge | undefined,
  outcome: "paid" | "declined",
  nowMs: number,
): Step<PageState | undefined> {
  const state = pageStateOf(vendor, row, nowMs);
  if (!row?.asked) return { answer: state };
  const { asked, paymentId } = row;
  const isLate = outcome === "paid" && state === "closed" && row.voided === 0;
  const isTaken = state === "open" || (isLate && vendor.behaviourOf(asked.paymentMethod, paymentId).paysWhenClosed);
  if (!isTaken) return { answer: state };
  const after = next(
    outcome === "paid"
      ? { ...row, status: "captured", capturedAt: nowMs }
      : { ...row, status: "declined", declined: "card-declined" },
  );
  const effects = outcome === "paid" ? [captureOf(after, asked, nowMs)] : [];
  const notice: Notice = { type: `charge.${outcome}`, charge: { ...after, asked }, dueAt: nowMs };
  return { answer: outcome, writes: { charge: after, effects, notice } };
}

function outcomeOf(behaviour: Behaviour, receivedAt: number): Partial<Charge> & Pick<Charge, "status"> {
  const { becomes, declined } = behaviour;
  return {
    status: becomes,
    ...(becomes === "captured" ? { capturedAt: receivedAt } : {}),
    ...(declined ? { declined } : {}),
  };
}

function answerOf(row: Charge, { neverAnswers, isMute }: Behaviour, nowMs: number): ChargeAnswer {
  if (neverAnswers || isMute) return { kind: "never-answered" };
  return { kind: "state", state: stateOf(row, nowMs) };
}

function cancelled({ amount }: Asked, voided: number): Extract<CancelAnswer, { kind: "cancelled" }> {
  return { kind: "cancelled", amount: { ...amount, amount: voided }, late: false };
}

function isSame(a: Asked, b: Asked): boolean {
  // The two URLs shape no effect, and they change when our API moves.
  const fields = ({ providerKey, orderNo, amount, paymentMethod }: Asked) =>
    JSON.stringify([providerKey, orderNo, amount.amount, amount.currency, paymentMethod]);
  return fields(a) === fields(b);
}

function blank(paymentId: string): Charge {
  return { paymentId, version: 0, status: "new", refunded: 0, failures: 0, cancelFailures: 0 };
}
