import type { SendTimes } from "../../foundation/domain/call-bracket.ts";
import { CONTRACT } from "../../foundation/domain/limits.ts";
import { sourcesOf } from "../../foundation/domain/transitions.ts";
import {
  Append,
  absent,
  allOf,
  anyOf,
  atLeast,
  below,
  type Clauses,
  equals,
  Keep,
  oneOf,
  Plus,
} from "../../foundation/store/expression.ts";
import { duePlace, placed, stateShard } from "../../foundation/store/keys.ts";
import type { Tables, Write } from "../../foundation/store/table.ts";
import { put, update } from "../../foundation/store/write.ts";
import {
  type Approval,
  WITHDRAWAL_TRANSITIONS,
  type Withdrawal,
  type WithdrawalEvent,
  type WithdrawalEventEntry,
  type WithdrawalState,
} from "../domain/withdrawal.ts";
import { approvalKey, listOfWithdrawals, withdrawalKey } from "./keys.ts";

export type WithdrawalRef = Pick<Withdrawal, "tenantId" | "withdrawalId">;
type Claimed = WithdrawalRef & Pick<Withdrawal, "epoch">;

const sources = (event: WithdrawalEvent) => sourcesOf<WithdrawalState, WithdrawalEvent>(WITHDRAWAL_TRANSITIONS, event);
export const from = (event: WithdrawalEvent): Clauses => ({ stateAllows: oneOf("state", sources(event)) });
export const under = (claimed: Claimed): Clauses => ({ epochIsMine: equals("epoch", claimed.epoch) });
export const sentAsOften = ({ sends }: Pick<Withdrawal, "sends">): Clauses => ({ sendsAsSeen: equals("sends", sends) });
export const keyOf = (ref: WithdrawalRef) => withdrawalKey(ref.tenantId, ref.withdrawalId);
export const listed = (ref: WithdrawalRef, state: WithdrawalState) => ({
  state,
  statePk: listOfWithdrawals(ref.tenantId, state, stateShard("WD", ref.withdrawalId)),
});
const due = (ref: WithdrawalRef, dueAt: number) => ({ duePk: duePlace("withdrawal", ref.withdrawalId), dueAt });
export const NOT_DUE = ["duePk", "dueAt", "leaseUntil", "lookupAt"];
/** One line of its story. */
export const noted = (at: number, event: string, detail?: string) => ({
  story: new Append({ at, event, ...(detail === undefined ? {} : { detail }) } satisfies WithdrawalEventEntry),
});
/** A vote comes without telling of it, and what is told shows the votes. */
export const votedAsSeen = ({ approved }: Pick<Withdrawal, "approved">): Clauses => ({
  approvedAsSeen: equals("approved", approved),
});

/** Its amount is frozen in the same transaction. Due when somebody must see to it: to send it, or that nobody agreed in time. */
export function tryWithdrawal(withdrawal: Withdrawal, dueAt: number): Write {
  const { state, expiresAt } = withdrawal;
  const duePk = duePlace("approval", withdrawal.withdrawalId);
  const item = {
    ...keyOf(withdrawal),
    ...withdrawal,
    ...listed(withdrawal, state),
    ...placed("WD", withdrawal.tenantId, withdrawal.withdrawalId),
    ...(state === "AWAITING_APPROVAL" ? { duePk, dueAt: expiresAt } : due(withdrawal, dueAt)),
  };
  return put("withdrawal.try", item, { isNew: absent("pk") });
}

/** One vote of each key. */
export function vote({ tenantId, withdrawalId }: WithdrawalRef, approval: Approval): Write {
  const item = { ...approvalKey(tenantId, withdrawalId, approval.keyId), tenantId, withdrawalId, ...approval };
  return put("approval.give", item, { isFirst: absent("pk") });
}

/** Beside a vote, while its time runs by `timeMs`. The last one that it needs lets it be sent, for a lifetime that begins then. */
export function approveWithdrawal(
  seen: Withdrawal,
  approval: Approval,
  timeMs: number,
  last?: { expiresAt: number; dueAt: number },
): Write {
  const nowMs = approval.at;
  const freed = last && { ...listed(seen, "TRIED"), expiresAt: last.expiresAt, ...due(seen, last.dueAt) };
  const event = last ? "approve-last" : "approve";
  return update(`withdrawal.${event}`, keyOf(seen), {
    set: { approved: seen.approved + 1, approvals: [...seen.approvals, approval], ...freed, updatedAt: nowMs },
    only: {
      ...from(event),
      ...votedAsSeen(seen),
      inTime: atLeast("expiresAt", timeMs + 1),
    },
  });
}

/** Right to work on it: to send what is fresh, or to find out about what was sent. What was being paid becomes UNKNOWN. */
export function claimWithdrawal(
  seen: Withdrawal,
  lease: { leaseUntil: number; dueAt: number },
  nowMs: number,
): Write & { kind: "update" } {
  const state = seen.state === "TRIED" ? "TRIED" : "UNKNOWN";
  return update("withdrawal.claim", keyOf(seen), {
    set: {
      ...listed(seen, state),
      leaseUntil: lease.leaseUntil,
      // When somebody must look, should this worker not be heard of again.
      ...due(seen, lease.dueAt),
      epoch: seen.epoch + 1,
      ...(seen.state === "PAYING" ? noted(nowMs, "taken over") : {}),
      updatedAt: nowMs,
    },
    only: {
      isOpen: oneOf("state", ["TRIED", ...sources("takeover")]),
      leaseIsOver: anyOf(absent("leaseUntil"), below("leaseUntil", nowMs)),
      epochAsSeen: equals("epoch", seen.epoch),
      // A send comes without a new epoch: one that we have not seen would be sent again at once.
      ...sentAsOften(seen),
    },
  });
}

/** On record before the provider is called. Again only when the send before cannot take effect any more, and while the provider knows the key. */
export function intendPayout(
  claimed: Claimed,
  { firstSentAt, lastSentAt }: Pick<SendTimes, "firstSentAt" | "lastSentAt">,
  nowMs: number,
  { timeMs, settledBeforeMs, keptSinceMs }: { timeMs: number; settledBeforeMs: number; keptSinceMs: number },
): Write & { kind: "update" } {
  return update("withdrawal.pay", keyOf(claimed), {
    set: {
      ...listed(claimed, "PAYING"),
      sends: new Plus(1),
      firstSentAt: new Keep(firstSentAt),
      lastSentAt,
      ...noted(nowMs, "sent"),
      updatedAt: nowMs,
    },
    only: {
      ...under(claimed),
      firstOrSettled: anyOf(
        allOf(equals("state", "TRIED"), atLeast("expiresAt", timeMs + 1)),
        allOf(
          equals("state", "UNKNOWN"),
          below("lastSentAt", settledBeforeMs),
          atLeast("firstSentAt", keptSinceMs + 1),
        ),
      ),
      sendsLeft: below("sends", CONTRACT.payoutSendsMax),
    },
  });
}

export function doubtWithdrawal(
  claimed: Claimed,
  next: { lookupAt: number; dueAt: number },
  nowMs: number,
): Write & { kind: "update" } {
  return update("withdrawal.doubt", keyOf(claimed), {
    set: {
      ...listed(claimed, "UNKNOWN"),
      lookupAt: next.lookupAt,
      lookups: new Plus(1),
      ...due(claimed, next.dueAt),
      ...noted(nowMs, "outcome unknown"),
      updatedAt: nowMs,
    },
    remove: ["leaseUntil"],
    only: { ...from("doubt"), ...under(claimed) },
  });
}

export async function readWithdrawal(tables: Tables, ref: WithdrawalRef): Promise<Withdrawal | undefined> {
  return (await tables.get("main", keyOf(ref))) as Withdrawal | undefined;
}
