import { CONTRACT, type Limits } from "../core/foundation/domain/limits.ts";
import type { Item } from "../core/foundation/store/table.ts";
import { FINAL_STATES } from "../core/payments/domain/payment.ts";
import type { KeptChange } from "./shadow.ts";

/** What a write is judged with, beside its row; a rule that needs what is not given says nothing. */
export interface Circumstances {
  /** Whose rows alone may be touched. */
  tenantId?: string | undefined;
  /** By the world's clock, from which no worker's own is further away than `skewMaxMs`. */
  nowMs?: number;
  skewMaxMs?: number;
  limits?: Limits | undefined;
}

/** Which invariant a write broke, and how. */
export type RuleFaults = Generator<readonly [invariant: string, detail: string], void>;

/** What may be taken away, and nothing else done to it, when somebody is forgotten. */
const NAMES = ["userId", "customerId", "customerMark", "ownerPk"];
/** States without work left; a move out of one is another rule's. `free`: what may still be told of it. */
const ENDED: readonly { key: RegExp; states: readonly unknown[]; free?: readonly string[] }[] = [
  { key: /^RDM#.* HEAD$/, states: ["SUCCEEDED", "FAILED"] },
  { key: /^PAY#.* HEAD$/, states: ["REFUNDED"], free: ["channelRefunded", "dispute", "updatedAt"] },
  {
    key: /^PAY#.* HEAD$/,
    states: ["DECLINED", "CANCELLED"],
    free: ["lateSuccess", "channelRefunded", "dispute", "updatedAt"],
  },
  { key: /^PAY#.* REFUND#/, states: ["SUCCEEDED", "FAILED"] },
  { key: /^SAGA#.* HEAD$/, states: ["COMPLETED", "COMPENSATED"] },
  { key: /^INBOX#/, states: ["APPLIED", "REFUSED"] },
  { key: /^ORDER#/, states: ["FINISHED", "CANCELLED", "EXPIRED", "REFUNDED"] },
  { key: /^CODEUSE#.* HEAD$/, states: ["REVERSED"] },
  { key: /^JOB#/, states: ["DONE"] },
];
/** Made anew, when what they stood for has ended; but the review of a charge that matches no payment is one for good. */
const REPLACED = /^(REVIEW#(?!.*rev_)|TRY#|POLICY#|LANE#)/;
/** Minor units, never below zero. */
const AMOUNTS: readonly { key: RegExp; names: readonly string[] }[] = [
  { key: /^WALLET#/, names: ["available", "frozen"] },
  { key: /^(STOCK|CODE|CODESLOT)#/, names: ["remaining", "reserved"] },
  { key: /^QUOTA#/, names: ["held"] },
  { key: /^PAY#.* HEAD$/, names: ["refundable", "refunded"] },
];
const COUNTED: readonly { key: RegExp; count: string; max: number }[] = [
  { key: /^RDM#/, count: "sends", max: CONTRACT.sendsMax },
  { key: /^RDM#/, count: "attempt", max: CONTRACT.attemptsMax },
  { key: / REFUND#/, count: "sends", max: CONTRACT.refundSendsMax },
];
/** Whoever holds one of these has it for himself for as long as it runs. */
const LEASED = /^RDM#.* HEAD$|^PAY#.* REFUND#/;

/** Rules about one row's change that need no knowledge of conditions. */
export function* rowFaults(
  { key, before, after }: KeptChange,
  name: string,
  isPut: boolean,
  { nowMs, skewMaxMs = 0, limits }: Circumstances,
): RuleFaults {
  for (const amount of AMOUNTS.find((each) => each.key.test(key))?.names ?? [])
    if (Number(after[amount] ?? 0) < 0) yield ["I4", `${name} made ${amount} ${after[amount]}`];
  for (const { count, max } of COUNTED.filter((each) => each.key.test(key)))
    if (Number(after[count] ?? 0) > max) yield ["I13", `${name} made ${count} ${after[count]}, beyond ${max}`];
  if (key.startsWith("ACC#")) for (const detail of accountFaults(before, after)) yield ["I11", `${name} ${detail}`];
  if (!before) return;
  yield* namesTaken(key, before, after, name, nowMs, skewMaxMs);
  const isLost = key.startsWith("IDEM#") && before.status === "LOST";
  if (isPut && !REPLACED.test(key) && !isLost) yield ["I13", `${name} replaced what was there`];
  const end = ENDED.find((each) => each.key.test(key) && each.states.includes(before.state));
  const isForgotten = (attribute: string) => NAMES.includes(attribute) && after[attribute] === undefined;
  const touched = changed(before, after).filter((name) => !end?.free?.includes(name) && !isForgotten(name));
  if (end && before.state === after.state && touched.length > 0)
    yield ["I13", `${name} changed ${touched.join(", ")} of what was ${before.state}`];
  if (nowMs === undefined) return;
  const isTaken = Number(after.epoch) > Number(before.epoch);
  if (LEASED.test(key) && isTaken && Number(before.leaseUntil ?? 0) > nowMs + skewMaxMs)
    yield ["I11", `${name} took it from a lease with ${Number(before.leaseUntil) - nowMs} ms left`];
  const inFlightMs = inFlightMsOf(key, before, after, limits);
  const lastSentAt = Math.max(Number(before.lastSentAt), Number(before.cancelSentAt ?? 0));
  const sentAgoMs = nowMs + skewMaxMs - lastSentAt;
  if (inFlightMs !== undefined && sentAgoMs < inFlightMs)
    yield ["I1", `${name} gave up a call that can take effect for ${inFlightMs - sentAgoMs} ms more`];
}

/** Whose it is, and for whom, is needed until it is final; a subscription's user until its time is over. */
const NAMED: readonly { key: RegExp; name: string; isFinal: (before: Item, nowMs: number) => boolean }[] = [
  { key: /^ORDER#/, name: "userId", isFinal: ({ state }) => state !== "PENDING" && state !== "PAID" },
  { key: /^PAY#.* HEAD$/, name: "customerId", isFinal: ({ state }) => FINAL_PAYMENTS.includes(String(state)) },
  { key: /^NTF#.* HEAD$/, name: "receiver", isFinal: ({ state }) => state === "SENT" || state === "FAILED" },
  {
    key: /^SUB#/,
    name: "userId",
    isFinal: ({ isRevoked, endsAt }, nowMs) => isRevoked === true || Number(endsAt) <= nowMs,
  },
];
const FINAL_PAYMENTS: readonly string[] = FINAL_STATES;

function* namesTaken(
  key: string,
  before: Item,
  after: Item,
  by: string,
  nowMs = Number.POSITIVE_INFINITY,
  skewMaxMs = 0,
): RuleFaults {
  for (const { name, isFinal } of NAMED.filter((each) => each.key.test(key)))
    if (before[name] !== undefined && after[name] === undefined && !isFinal(before, nowMs + skewMaxMs))
      yield ["I33", `${by} took ${name} away from what is ${before.state ?? "running"}`];
}

/** The selection holds what a worker may take, and nobody takes what cannot be logged in to. */
function accountFaults(before: Item | undefined, { loginStatus, status, selectionPk }: Item): string[] {
  const isActive = loginStatus === "ACTIVE";
  const isFree = status === "WAITING" || status === "PROCESSING";
  const isSelectable = selectionPk !== undefined;
  const isTaken = status === "LOCKING" && before?.status !== "LOCKING";
  return [
    ...(isSelectable === (isActive && isFree)
      ? []
      : [`left it ${loginStatus} and ${status}, and ${isSelectable ? "" : "not "}to be selected`]),
    ...(isTaken && !isActive ? ["took it although nobody can log in"] : []),
  ];
}

/**
 * How long the last call may still take effect, where the write sends another one, calls it undone, or leaves it to a person:
 * what they find would not stay true. What the vendor itself has told is no guess: a refused late refund, a contradiction.
 */
function inFlightMsOf(key: string, before: Item, after: Item, limits: Limits | undefined): number | undefined {
  const isOut = before.state === "SENDING" || before.state === "SENT" || before.state === "UNKNOWN";
  const isAgain = isOut && Number(after.sends) > Number(before.sends);
  const isParked = before.state !== "NEEDS_REVIEW" && after.state === "NEEDS_REVIEW";
  if (/^RDM#.* HEAD$/.test(key) && (isAgain || isParked)) return limits?.exchange.inFlightMs;
  if (/^PAY#.* REFUND#/.test(key) && (isAgain || (isParked && after.origin === "caller")))
    return limits?.charge.inFlightMs;
  const isUndone = isOut && after.state === "PENDING" && after.reason === "not-found";
  if (/^SAGA#.* STEP#/.test(key) && (isUndone || (isParked && after.reason !== "contradiction")))
    return limits?.charge.inFlightMs;
  return undefined;
}

function changed(before: Item, after: Item): string[] {
  const names = Object.keys({ ...before, ...after });
  return names.filter((name) => JSON.stringify(before[name]) !== JSON.stringify(after[name]));
}
