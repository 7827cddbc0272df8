/** Money that came back after it had been paid out: each return is booked once, beside the withdrawal, whose end it never flips. */

import { MERCHANT_CLOSED } from "../../access/domain/merchant.ts";
import { seeMerchant } from "../../access/services/closed-merchant.ts";
import { InvariantError, RetryableError } from "../../foundation/domain/errors.ts";
import type { Money } from "../../foundation/domain/money.ts";
import type { Deps } from "../../foundation/services/deps.ts";
import { closeInbox } from "../../foundation/store/inbox-store.ts";
import type { Write } from "../../foundation/store/table.ts";
import { returnEntry } from "../../money/domain/ledger.ts";
import { post } from "../../money/store/ledger-store.ts";
import { creditOpenWallet, creditWallet } from "../../money/store/wallet-store.ts";
import { returnIdOf } from "../domain/payout-return.ts";
import { netOf, type Withdrawal } from "../domain/withdrawal.ts";
import { readReturn, recordReturn } from "../store/return-store.ts";
import { returnToWithdrawal } from "../store/withdrawal-end-store.ts";
import { readWithdrawal } from "../store/withdrawal-store.ts";
import { confirmPayout, type PayoutEnd } from "./payout-ends.ts";
import { reviewPayout } from "./payout-review.ts";
import type { Received } from "./received-payout-event.ts";

/** Each round loses to an operator who has just moved the merchant, or to the first credit since. */
const ROUNDS_MAX = 5;
const BUSY_RETRY_AFTER_MS = 1000;

interface Told {
  reference: string;
  amount: Money;
}

/** The event stays due until all of it is booked: what was booked before a crash is known by its number. */
export async function applyReturns(deps: Deps, { row, seen }: Received, returns: readonly Told[]): Promise<PayoutEnd> {
  let now = seen;
  for (const told of returns) {
    const booked = await applyReturn(deps, now, told, row.event.providerReference);
    if (booked === "moved") return "moved";
    now = booked;
  }
  await deps.tables.transact([closeInbox(row, "APPLIED", "returned", deps.clock())]);
  return "ended";
}

async function applyReturn(
  deps: Deps,
  seen: Withdrawal,
  told: Told,
  providerReference: string | undefined,
): Promise<Withdrawal | "moved"> {
  switch (seen.state) {
    case "PAYING":
    case "UNKNOWN": {
      // What comes back was paid: that goes on the books first.
      if ((await confirmPayout(deps, seen, providerReference)) !== "ended") return "moved";
      const confirmed = await readWithdrawal(deps.tables, seen);
      return confirmed ? applyReturn(deps, confirmed, told, providerReference) : "moved";
    }
    case "CONFIRMED":
      // Paid twice, and what comes back is the other payout: the platform's money, not the merchant's.
      if (isAnother(providerReference, seen.providerReference)) {
        await review(deps, seen, told, "return-of-another");
        return seen;
      }
      return book(deps, seen, told);
    default:
      await review(deps, seen, told, "return-of-unpaid");
      return seen;
  }
}

const isAnother = (told: string | undefined, booked: string | undefined): boolean =>
  told !== undefined && booked !== undefined && told !== booked;

async function book(deps: Deps, seen: Withdrawal, { reference, amount }: Told): Promise<Withdrawal | "moved"> {
  const { tenantId, withdrawalId, provider } = seen;
  const { currency } = seen.amount;
  const nowMs = deps.clock();
  const returnId = returnIdOf(tenantId, provider, reference);
  const fits = amount.currency === currency && amount.amount <= netOf(seen) - seen.returned;
  const entry = { entryId: deps.random.ulid(nowMs), nowMs };
  if (!fits) {
    // What is known by its number is no new one, however little is left.
    if (!(await readReturn(deps.tables, { tenantId, returnId })))
      await review(deps, seen, { reference, amount }, "return-exceeds-payout");
    return seen;
  }
  const row = { tenantId, returnId, withdrawalId, provider, reference, amount: amount.amount, at: nowMs };
  const booking = [
    recordReturn(row),
    returnToWithdrawal(seen, amount.amount, nowMs),
    post(returnEntry(seen, { returnId, money: amount }, entry)),
  ];
  for (let round = 0; round < ROUNDS_MAX; round++) {
    const { isClosed, credit } = await creditOf(deps, seen, { reference, amount }, { round, nowMs });
    const result = await deps.tables.transact([...booking, ...credit]);
    if (result.committed) {
      deps.metrics.count("PayoutReturned");
      if (isClosed) deps.metrics.count("PayoutMismatch");
      return { ...seen, returned: seen.returned + amount.amount, events: (seen.events ?? 0) + 1 };
    }
    const [told, moved, booked] = result.refusals;
    if (told) return seen;
    if (moved) return "moved";
    if (booked) throw new InvariantError("a return's ledger row is there, and the return is not");
  }
  throw new RetryableError("overloaded", "the merchant is moved all the while", BUSY_RETRY_AFTER_MS);
}

/** As of a payment: who finds the wallet watched looks at the merchant first. */
async function creditOf(
  deps: Deps,
  seen: Withdrawal,
  { reference, amount: { amount, currency } }: Told,
  { round, nowMs }: { round: number; nowMs: number },
): Promise<{ isClosed: boolean; credit: Write[] }> {
  const { tenantId } = seen;
  if (round === 0) return { isClosed: false, credit: [creditOpenWallet(tenantId, currency, amount)] };
  const { isClosed, asSeen } = await seeMerchant(deps, tenantId);
  // Nobody can have it out of the wallet: a person finds out where it belongs.
  const reviews = isClosed ? [reviewPayout(deps, seen, closedBy(reference), nowMs)] : [];
  return { isClosed, credit: [creditWallet(tenantId, currency, amount, isClosed), asSeen, ...reviews] };
}

/** Booking it would take from others' money, or flip an end: a person looks, once. */
async function review(deps: Deps, seen: Withdrawal, { reference }: Told, why: string): Promise<void> {
  const told = { why, cause: `return ${reference}`, trade: reference };
  const opened = await deps.tables.transact([reviewPayout(deps, seen, told, deps.clock())]);
  if (opened.committed) deps.metrics.count("PayoutMismatch");
}

/** A cause of its own: nothing that was looked at before keeps the return from being booked. */
function closedBy(reference: string) {
  const why = MERCHANT_CLOSED;
  return { why, cause: `${why} ${reference}`, trade: reference };
}
