/** How a withdrawal ends, waits for a person, or comes back: each tells of an event. */

import { telling } from "../../foundation/store/event-store.ts";
import { asSeen, atLeast, atMost, equals } from "../../foundation/store/expression.ts";
import type { Write } from "../../foundation/store/table.ts";
import { update } from "../../foundation/store/write.ts";
import type { Withdrawal } from "../domain/withdrawal.ts";
import { withdrawalView } from "../domain/withdrawal-views.ts";
import {
  from,
  keyOf,
  listed,
  NOT_DUE,
  noted,
  sentAsOften,
  under,
  votedAsSeen,
  type WithdrawalRef,
} from "./withdrawal-store.ts";

type What = "confirmed" | "cancelled" | "returned" | "needs_review";
const tellingOf = (change: Write & { kind: "update" }, seen: Withdrawal, what: What, at: number): Write =>
  telling(change, seen, {
    type: `withdrawal.${what}`,
    tenantId: seen.tenantId,
    resourceId: seen.withdrawalId,
    at,
    view: withdrawalView,
  });

const ENDS = { confirm: "CONFIRMED", decline: "CANCELLED", park: "NEEDS_REVIEW" } as const;
const NOTED = { confirm: "confirmed", decline: "declined", park: "parked" };
const TOLD = { confirm: "confirmed", decline: "cancelled", park: "needs_review" } as const;

/** What a worker or the provider itself has told, under the epoch that was read. A refusal is of the sends seen: a new one may pay. */
export function endWithdrawal(
  claimed: Withdrawal,
  event: keyof typeof ENDS,
  change: { providerReference?: string | undefined; reason?: string | undefined },
  nowMs: number,
): Write {
  const story = noted(nowMs, NOTED[event], change.providerReference ?? change.reason);
  const end = update(`withdrawal.${event}`, keyOf(claimed), {
    set: { ...listed(claimed, ENDS[event]), ...change, ...story, updatedAt: nowMs },
    remove: NOT_DUE,
    only: { ...from(event), ...under(claimed), ...(event === "decline" ? sentAsOften(claimed) : {}) },
  });
  return tellingOf(end, claimed, TOLD[event], nowMs);
}

/** Before it was sent. A worker that has claimed it finds that it may not send any more. */
export function cancelWithdrawal(seen: Withdrawal, reason: string, nowMs: number): Write {
  const change = update("withdrawal.cancel", keyOf(seen), {
    set: { ...listed(seen, "CANCELLED"), reason, updatedAt: nowMs },
    remove: NOT_DUE,
    only: { ...from("cancel"), ...votedAsSeen(seen) },
  });
  return tellingOf(change, seen, "cancelled", nowMs);
}

/** An operator does not agree. Like a vote, it says nothing any more once its time is over. */
export function rejectWithdrawal(seen: Withdrawal, reason: string, nowMs: number): Write {
  const change = update("withdrawal.reject", keyOf(seen), {
    set: { ...listed(seen, "CANCELLED"), reason, updatedAt: nowMs },
    remove: NOT_DUE,
    only: { ...from("reject"), ...votedAsSeen(seen), inTime: atLeast("expiresAt", nowMs + 1) },
  });
  return tellingOf(change, seen, "cancelled", nowMs);
}

/** Its time is over, and it was not sent. */
export function expireWithdrawal(seen: Withdrawal, nowMs: number): Write {
  const change = update("withdrawal.expire", keyOf(seen), {
    set: { ...listed(seen, "CANCELLED"), reason: "expired", ...noted(nowMs, "expired"), updatedAt: nowMs },
    remove: NOT_DUE,
    only: { ...from("expire"), ...votedAsSeen(seen), isOver: atMost("expiresAt", nowMs) },
  });
  return tellingOf(change, seen, "cancelled", nowMs);
}

/** A parked one, on an operator's word; of what the provider has said since it was read, the word is none. */
export function resolveWithdrawal(
  seen: Withdrawal,
  event: "resolve-confirmed" | "resolve-cancelled",
  change: { providerReference?: string | undefined },
  by: string,
  nowMs: number,
): Write {
  const state = event === "resolve-confirmed" ? "CONFIRMED" : "CANCELLED";
  // What was paid out has no reason any more why it was parked.
  const isPaid = state === "CONFIRMED";
  const reason = isPaid ? undefined : "resolved";
  const end = update(`withdrawal.${event}`, keyOf(seen), {
    set: { ...listed(seen, state), ...change, reason, resolvedAt: nowMs, resolvedBy: by, updatedAt: nowMs },
    remove: isPaid ? ["reason"] : [],
    only: { ...from(event), toldAsSeen: asSeen("toldPaid", seen.toldPaid) },
  });
  return tellingOf(end, seen, isPaid ? "confirmed" : "cancelled", nowMs);
}

/** The provider says that it was paid, while a person decides: they see it. */
export function notePaid(ref: WithdrawalRef, providerReference: string, nowMs: number): Write & { kind: "update" } {
  return update("withdrawal.note-paid", keyOf(ref), {
    set: { toldPaid: providerReference, ...noted(nowMs, "webhook: paid", providerReference), updatedAt: nowMs },
    only: { isParked: equals("state", "NEEDS_REVIEW") },
  });
}

/** Beside the row of a return and its ledger row. What came back before must be as it was read, so that it never exceeds what was paid. */
export function returnToWithdrawal(seen: Withdrawal, amount: number, nowMs: number): Write {
  const change = update("withdrawal.return", keyOf(seen), {
    set: { returned: seen.returned + amount, ...noted(nowMs, "returned", `${amount}`), updatedAt: nowMs },
    only: { isConfirmed: equals("state", "CONFIRMED"), returnedAsSeen: equals("returned", seen.returned) },
  });
  return tellingOf(change, seen, "returned", nowMs);
}
