/** I12, I13, I19, I24 to I26 for withdrawals: what left, against what rows, provider and people say. */

import { CONTRACT } from "../../core/foundation/domain/limits.ts";
import { duePlaces } from "../../core/foundation/store/keys.ts";
import { netOf, WITHDRAWAL_STATES } from "../../core/withdrawals/domain/withdrawal.ts";
import type { Expectations, Facts, Faults, Found } from "../snapshot.ts";
import { isHeld, type WithdrawalFacts } from "./facts.ts";

/** I24: what was confirmed has left the wallet with one ledger row; what was not has none. */
export function* confirmedIsBooked({ withdrawals }: Facts): Found {
  for (const { id, head, payouts } of withdrawals.values()) {
    const { state, tenantId, amount } = head;
    if (payouts.length !== (state === "CONFIRMED" ? 1 : 0))
      yield [id, `is ${state} and has ${payouts.length} ledger rows`];
    for (const { postings } of payouts) {
      const own = postings.filter(({ ledgerAccount }) => ledgerAccount === `wallet:${tenantId}`);
      const left = own.reduce((sum, posting) => sum - posting.amount, 0);
      if (left !== amount.amount) yield [id, `is worth ${amount.amount}, and ${left} left the wallet`];
    }
  }
}

/** I24: what was confirmed is one payout of its net; what was cancelled is none. An operator's word is outside. */
export function* confirmedIsPaidOnce({ withdrawals, strayPayouts }: Facts): Found {
  for (const withdrawal of withdrawals.values())
    for (const detail of payoutFaults(withdrawal)) yield [withdrawal.id, detail];
  for (const { subject } of strayPayouts) yield [subject, "took effect, and no withdrawal asked for it"];
}

function* payoutFaults({ id, head, effects }: WithdrawalFacts): Faults {
  const { state, amount, resolvedBy } = head;
  const paid = effects.filter(({ kind }) => kind === "payout");
  const net = netOf(head);
  if (paid.length > 1) yield `was paid out ${paid.length} times`;
  for (const effect of paid) {
    if (effect.amount !== net || effect.currency !== amount.currency)
      yield `is worth ${net} ${amount.currency}, and ${effect.amount} ${effect.currency} were paid out`;
    if (effect.providerKey !== id) yield `was paid out under ${effect.providerKey}`;
  }
  if (resolvedBy !== undefined) return;
  if (state === "CONFIRMED" && paid.length === 0) yield "is CONFIRMED and was never paid out";
  if (paid.length > 0 && (state === "CANCELLED" || state === "TRIED" || state === "AWAITING_APPROVAL"))
    yield `is ${state} and was paid out`;
}

/** I24: what came back is booked once for each return, and never more than was paid. */
export function* returnsAreBooked({ withdrawals }: Facts): Found {
  for (const { id, head, returns, paybacks, effects } of withdrawals.values()) {
    const sum = (amounts: readonly { amount: number }[]) => amounts.reduce((total, { amount }) => total + amount, 0);
    const back = sum(returns);
    if (head.returned !== back) yield [id, `says that ${head.returned} came back, and its returns say ${back}`];
    if (back > netOf(head)) yield [id, `is worth ${netOf(head)}, and ${back} came back`];
    if (paybacks.length !== returns.length)
      yield [id, `has ${returns.length} returns and ${paybacks.length} ledger rows of them`];
    const told = sum(effects.filter(({ kind }) => kind === "return"));
    if (back > told) yield [id, `booked ${back} as returned, where ${told} was`];
  }
}

/** I25: a day has counted what was tried on it and not cancelled. */
export function* daysAreTheirWithdrawals({ withdrawals, days }: Facts): Found {
  const nameOf = (tenantId: string, currency: string, day: string) => `${tenantId} ${currency} ${day}`;
  const counted = Map.groupBy(
    [...withdrawals.values()].filter(({ head }) => head.state !== "CANCELLED"),
    ({ head }) => nameOf(head.tenantId, head.amount.currency, head.day),
  );
  const used = new Map(days.map((row) => [nameOf(row.tenantId, row.currency, row.day), row.used]));
  for (const name of new Set([...counted.keys(), ...used.keys()])) {
    const sum = (counted.get(name) ?? []).reduce((total, { head }) => total + head.amount.amount, 0);
    if (sum !== (used.get(name) ?? 0)) yield [name, `counts ${used.get(name) ?? 0}, and ${sum} was withdrawn`];
  }
}

/** I26: nothing was sent before as many different keys had agreed as it needs. */
export function* approvalsComeFirst({ withdrawals }: Facts): Found {
  for (const { id, head, votes } of withdrawals.values()) {
    const { state, approved, approvalsNeeded, sends } = head;
    if (approved !== votes.length) yield [id, `counts ${approved} votes, and has ${votes.length}`];
    const mayGo = sends > 0 || state === "TRIED" || state === "PAYING" || state === "CONFIRMED";
    if (mayGo && votes.length < approvalsNeeded)
      yield [id, `is ${state} after ${sends} sends with ${votes.length} of ${approvalsNeeded} votes`];
  }
}

/** I12: a withdrawal that has not ended is due, any other is not; what is parked is on the operators' list. */
export function* withdrawalsAreDue({ withdrawals }: Facts): Found {
  for (const { id, head, review } of withdrawals.values()) {
    const { state, duePk, dueAt } = head;
    const isDue = duePk !== undefined && dueAt !== undefined;
    const isOpen = isHeld(head) && state !== "NEEDS_REVIEW";
    if (isDue !== isOpen) yield [id, `is ${state} and ${isDue ? "due" : "not due"}`];
    else if (isDue && !duePlaces(state === "AWAITING_APPROVAL" ? "approval" : "withdrawal").includes(String(duePk)))
      yield [id, `is due in ${duePk}`];
    if (state === "NEEDS_REVIEW" && review?.statePk === undefined)
      yield [id, "is NEEDS_REVIEW and not on the operators' list"];
  }
}

/** I13: its states are known, its number is its own, and no provider was asked too often. */
export function* withdrawalsAreSound({ withdrawals, withdrawalNumbers }: Facts): Found {
  const holders = new Map(withdrawalNumbers.map((row) => [`${row.tenantId} ${row.withdrawalNo}`, row.withdrawalId]));
  for (const { id, head } of withdrawals.values()) {
    if (!WITHDRAWAL_STATES.includes(head.state)) yield [id, `is ${head.state}, which is no state`];
    if (head.sends > CONTRACT.payoutSendsMax) yield [id, `was sent ${head.sends} times`];
    const holder = holders.get(`${head.tenantId} ${head.withdrawalNo}`);
    if (holder !== id) yield [id, `has a number that is ${holder ?? "nobody"}'s`];
  }
}

/** I19: with the faults off, every withdrawal ends; a person is needed only where the model allows it. */
export function* withdrawalsEnd({ withdrawals }: Facts, { settled }: Expectations): Found {
  if (!settled) return;
  for (const { id, head } of withdrawals.values()) {
    if (head.state === "NEEDS_REVIEW") {
      if (!settled.mayNeedReview(id)) yield [id, "is NEEDS_REVIEW, and could have been decided"];
    } else if (isHeld(head)) yield [id, `is ${head.state} after ${head.sends} sends, and no fault is left`];
  }
}
