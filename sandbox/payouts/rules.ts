/** One payout at the sandbox provider: pure functions from a row to an answer and what is to be written, and the magic accounts `pd_...`. */

import type { Money } from "../../core/foundation/domain/money.ts";
import type { Step as DecidedStep } from "../calls.ts";

export interface Behaviour {
  /** `doubtful`: nobody ever learns what came of it, and there is no effect. */
  becomes: "paid" | "declined" | "doubtful";
  /** The caller waits in vain, and only a query tells. */
  neverAnswers?: true;
  /** So many first calls are answered 500 and have no effect. */
  failsFirst?: number;
  /** The effect comes so long after the call, within `withdrawal.inFlightMs` of every profile; until then it is pending. */
  takesMs?: number;
  /** The money comes back so long after it was paid out. */
  returnsAfterMs?: number;
  /** Its webhooks: what each says, and how long after the call it is sent. None: only answers and queries tell. */
  tells?: readonly { type: Told; afterMs: number }[];
}

type Told = "payout.paid" | "payout.returned";

export const BEHAVIOURS = {
  pd_ok: { becomes: "paid", why: "the plain case" },
  pd_slow: {
    becomes: "paid",
    takesMs: 1500,
    tells: [{ type: "payout.paid", afterMs: 1500 }],
    why: "a payout that takes its time",
  },
  pd_500_once: { becomes: "paid", failsFirst: 1, why: "a failure that a resend mends" },
  pd_timeout_then_ok: { becomes: "paid", neverAnswers: true, why: "the reply is lost, the effect is not" },
  pd_declined: { becomes: "declined", why: "a definitive refusal" },
  pd_timeout_then_declined: { becomes: "declined", neverAnswers: true, why: "the reply is lost, and it was a refusal" },
  pd_unknown_forever: { becomes: "doubtful", neverAnswers: true, why: "an outcome that nobody can ever learn" },
  pd_returned: {
    becomes: "paid",
    returnsAfterMs: 2000,
    tells: [
      { type: "payout.paid", afterMs: 0 },
      { type: "payout.returned", afterMs: 2000 },
    ],
    why: "money that comes back after it was paid out",
  },
  pd_twice_told: {
    becomes: "paid",
    // The first one overtakes the answer of the call itself.
    tells: [
      { type: "payout.paid", afterMs: 0 },
      { type: "payout.paid", afterMs: 1000 },
      { type: "payout.paid", afterMs: 2000 },
    ],
    why: "a provider that repeats itself, and not in order",
  },
} as const satisfies Record<string, Behaviour & { why: string }>;

/** No account of this provider. */
const REFUSED: Behaviour = { becomes: "declined" };

export function behaviourOf(account: string): Behaviour {
  return Object.hasOwn(BEHAVIOURS, account) ? BEHAVIOURS[account as keyof typeof BEHAVIOURS] : REFUSED;
}

/** One that pays out, and how long it keeps a key in mind: the same key later is another payout. */
export interface Vendor {
  behaviourOf: (account: string, withdrawalId: string) => Behaviour;
  keyRetentionMs: number;
}

/** What a call asks for: while its key is remembered, later ones must ask for the same. */
export interface Asked {
  withdrawalNo: string;
  amount: Money;
  account: string;
  holder?: string | undefined;
  notifyUrl: string;
}

export interface Payout {
  /** The key. */
  withdrawalId: string;
  /** Grows with each change; a write carries the one that it has read. */
  version: number;
  asked: Asked;
  /** `new`: nothing has come of it yet. */
  status: "new" | "paid" | "declined" | "doubtful";
  /** When the key was first seen. */
  firstAt: number;
  /** When it takes effect, in milliseconds since 1970. */
  paidAt?: number;
  failures: number;
  /** How often it was paid: more than once only with a key that was forgotten. */
  paid: number;
}

export interface Effect {
  kind: "payout" | "return";
  /** Of this effect: one row for each. */
  id: string;
  withdrawalId: string;
  withdrawalNo: string;
  amount: number;
  currency: string;
  providerKey: string;
  /** Milliseconds since 1970. Before it, nobody is shown the effect. */
  effectAt: number;
}

/** What its caller is told by webhook. */
export interface Notice {
  eventId: string;
  type: Told;
  payout: Payout;
  dueAt: number;
}

/** Written together or not at all. */
export interface Writes {
  payout: Payout;
  effects: Effect[];
  notices: Notice[];
}

export type PayoutState =
  | { status: "paid"; payout: Payout }
  | { status: "pending" }
  | { status: "declined" }
  | { status: "doubtful" }
  | { status: "not_found" };

export type PayAnswer =
  | { kind: "state"; state: PayoutState }
  /** The key stands for another payout. */
  | { kind: "key-reused" }
  /** 500: no effect. */
  | { kind: "failed" }
  /** 504: whether it took effect is not told. */
  | { kind: "never-answered" };

/** `receivedAt`: when the call came; its effect counts from then. */
export function pay(
  vendor: Vendor,
  row: Payout | undefined,
  withdrawalId: string,
  asked: Asked,
  receivedAt: number,
): DecidedStep<PayAnswer, Writes> {
  const isForgotten = row !== undefined && receivedAt - row.firstAt > vendor.keyRetentionMs;
  const blank = { withdrawalId, version: row?.version ?? 0, asked, failures: 0, firstAt: receivedAt };
  const before: Payout = row && !isForgotten ? row : { ...blank, status: "new", paid: row?.paid ?? 0 };
  if (!isSame(before.asked, asked)) return { answer: { kind: "key-reused" } };
  const behaviour = vendor.behaviourOf(asked.account, withdrawalId);
  if (before.status !== "new") return { answer: answerOf(before, behaviour, receivedAt) };
  const next = { ...before, version: before.version + 1 };
  if (before.failures < (behaviour.failsFirst ?? 0)) {
    const payout = { ...next, failures: before.failures + 1 };
    return { answer: { kind: "failed" }, writes: { payout, effects: [], notices: [] } };
  }
  const paidAt = receivedAt + (behaviour.takesMs ?? 0);
  const payout: Payout =
    behaviour.becomes === "paid"
      ? { ...next, status: "paid", paidAt, paid: before.paid + 1 }
      : { ...next, status: behaviour.becomes };
  const writes = { payout, effects: effectsOf(payout, behaviour), notices: noticesOf(payout, behaviour, receivedAt) };
  return { answer: answerOf(payout, behaviour, receivedAt), writes };
}

/** What becomes of a payout, for whoever asks. */
export function stateOf(row: Payout | undefined, nowMs: number): PayoutState {
  if (row === undefined || row.status === "new") return { status: "not_found" };
  if (row.status !== "paid") return { status: row.status };
  return (row.paidAt ?? 0) > nowMs ? { status: "pending" } : { status: "paid", payout: row };
}

/** The provider's own number of it. */
export function referenceOf({ withdrawalId, paid }: Pick<Payout, "withdrawalId" | "paid">): string {
  return paid > 1 ? `po_${withdrawalId}.${paid}` : `po_${withdrawalId}`;
}

export function returnReferenceOf({ withdrawalId }: Pick<Payout, "withdrawalId">): string {
  return `rt_${withdrawalId}`;
}

function answerOf(row: Payout, { neverAnswers }: Behaviour, nowMs: number): PayAnswer {
  return neverAnswers ? { kind: "never-answered" } : { kind: "state", state: stateOf(row, nowMs) };
}

function effectsOf(payout: Payout, { returnsAfterMs }: Behaviour): Effect[] {
  const { withdrawalId, asked, paidAt, paid } = payout;
  if (payout.status !== "paid" || paidAt === undefined) return [];
  const { withdrawalNo, amount } = asked;
  const id = paid > 1 ? `${withdrawalId}.${paid}` : withdrawalId;
  const made: Effect = {
    ...{ kind: "payout", id, withdrawalId, withdrawalNo, ...amount, providerKey: withdrawalId, effectAt: paidAt },
  };
  if (returnsAfterMs === undefined) return [made];
  return [made, { ...made, kind: "return", effectAt: paidAt + returnsAfterMs }];
}

function noticesOf(payout: Payout, { tells = [] }: Behaviour, receivedAt: number): Notice[] {
  return tells.map(({ type, afterMs }, at) => {
    const eventId = `evt_${payout.withdrawalId}_${payout.version}_${at + 1}`;
    return { eventId, type, payout, dueAt: receivedAt + afterMs };
  });
}

function isSame(a: Asked, b: Asked): boolean {
  // The address shapes no effect, and it changes when our API moves.
  const fields = ({ withdrawalNo, amount, account, holder }: Asked) =>
    JSON.stringify([withdrawalNo, amount.amount, amount.currency, account, holder]);
  return fields(a) === fields(b);
}
