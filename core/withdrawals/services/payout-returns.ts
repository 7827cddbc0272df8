/** Money that came back after it had been paid out: each return is booked once, beside the withdrawal, whose end it never flips. */

import { statusOf } from "../../access/domain/merchant.ts";
import { readMerchant } from "../../access/store/merchant-store.ts";
import { InvariantError } from "../../foundation/domain/errors.ts";
import type { Money } from "../../foundation/domain/money.ts";
import type { Deps } from "../../foundation/services/deps.ts";
import { closeInbox } from "../../foundation/store/inbox-store.ts";
import { returnEntry } from "../../money/domain/ledger.ts";
import { post } from "../../money/store/ledger-store.ts";
import { creditWallet } from "../../money/store/wallet-store.ts";
import { returnIdOf } from "../domain/payout-return.ts";
import { netOf, type Withdrawal } from "../domain/withdrawal.ts";
import { readReturn, recordReturn } from "../store/return-store.ts";
import { readWithdrawal, returnToWithdrawal } from "../store/withdrawal-store.ts";
import { confirmPayout, type PayoutEnd } from "./payout-ends.ts";
import { reviewPayout } from "./payout-review.ts";
import type { Received } from "./received-payout-event.ts";

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
  const merchant = await readMerchant(deps.tables, tenantId);
  const isClosed = merchant !== undefined && statusOf(merchant) === "CLOSED";
  const result = await deps.tables.transact([
    recordReturn(row),
    returnToWithdrawal(seen, amount.amount, nowMs),
    creditWallet(tenantId, currency, amount.amount),
    post(returnEntry(seen, { returnId, money: amount }, entry)),
    // Nobody can have it out of the wallet: a person finds out where it belongs.
    ...(isClosed ? [reviewPayout(deps, seen, closedBy(reference), nowMs)] : []),
  ]);
  if (result.committed) {
    deps.metrics.count("PayoutReturned");
    if (isClosed) deps.metrics.count("PayoutMismatch");
    return { ...seen, returned: seen.returned + amount.amount };
  }
  if (result.refusals[0]) return seen;
  if (result.refusals[1]) return "moved";
  throw new InvariantError("a return's ledger row is there, and the return is not");
}

/** Booking it would take from others' money, or flip an end: a person looks, once. */
async function review(deps: Deps, seen: Withdrawal, { reference }: Told, why: string): Promise<void> {
  const told = { why, cause: `return ${reference}`, trade: reference };
  const opened = await deps.tables.transact([reviewPayout(deps, seen, told, deps.clock())]);
  if (opened.committed) deps.metrics.count("PayoutMismatch");
}

/** A cause of its own: nothing that was looked at before keeps the return from being booked. */
function closedBy(reference: string) {
  const why = "merchant-closed";
  return { why, cause: `${why} ${reference}`, trade: reference };
}
