/** I1 to I4: what took effect outside, what the rows say of it, and the money in between. */

import { normaliseCode } from "../core/foundation/domain/gift-card-code.ts";
import type { LedgerEntry } from "../core/money/domain/ledger.ts";
import { hasEnded, providerKeyOf } from "../core/redemptions/domain/redemption.ts";
import type { ExchangeEffect, Facts, Found, RedemptionFacts } from "./snapshot.ts";

/** I1: at most one effect per card, and per redemption over all of its attempts. */
export function* effectsAtMostOnce(facts: Facts): Found {
  const unresolved = new Set<string>();
  for (const { id, effects, resolved } of facts.redemptions.values()) {
    const ours = effects.filter(({ providerKey }) => !resolved.has(providerKey));
    if (ours.length > 1) yield [id, `took effect ${ours.length} times: ${keysOf(ours)}`];
    // Nobody but we ourselves could have called it twice under one key.
    for (const [providerKey, same] of Map.groupBy(effects, (effect) => effect.providerKey))
      if (same.length > 1 && resolved.has(providerKey)) yield [id, `took effect ${same.length} times: ${keysOf(same)}`];
    for (const { providerKey } of ours) unresolved.add(providerKey);
  }
  const cards = Map.groupBy(facts.effects.exchange, ({ code }) => normaliseCode(code));
  for (const effects of cards.values()) {
    const ours = effects.filter(({ providerKey }) => unresolved.has(providerKey));
    const operations = new Set(ours.map(({ providerKey }) => providerKey.replace(/#\d+$/, "")));
    if (operations.size > 1)
      yield [[...operations].join(", "), `one card took effect for ${operations.size} redemptions`];
  }
}

/** I2: SUCCEEDED is exactly one ledger row, of the money that was answered; what is not has none. */
export function* successIsOneBooking(facts: Facts): Found {
  for (const { id, head, ledger } of facts.redemptions.values()) {
    const bookings = `${ledger.length} ledger rows`;
    if (ledger.length !== (head.state === "SUCCEEDED" ? 1 : 0)) yield [id, `is ${head.state} and has ${bookings}`];
    if (head.state !== "SUCCEEDED" || !ledger[0]) continue;
    const amounts = [creditIn(ledger[0], head.accountId), head.amount].map(text);
    if (new Set(amounts).size > 1) yield [id, `booking and answer differ: ${amounts.join(", ")}`];
  }
}

/** I2: SUCCEEDED is exactly one effect, of the same money, and every effect and booking is a redemption's. */
export function* successIsOneEffect(facts: Facts): Found {
  for (const redemption of facts.redemptions.values()) {
    const { id, head, effects, resolved } = redemption;
    if (head.state !== "SUCCEEDED" || resolved.has(head.providerKey ?? "")) continue;
    const ours = effects.filter(({ providerKey }) => !resolved.has(providerKey));
    if (ours.length !== 1) yield [id, `is SUCCEEDED and took effect ${ours.length} times`];
    const difference = differenceIn(redemption, ours[0]);
    if (difference) yield [id, difference];
  }
  for (const { providerKey } of facts.strayEffects) yield [providerKey, "took effect, and no redemption asked for it"];
  for (const { pk, kind, subjectId } of facts.ledger) {
    if (kind === "gift-card-credit" && !facts.redemptions.has(subjectId))
      yield [pk, "is a ledger row of no redemption"];
  }
}

/** What does not agree between the effect and the booking of it. */
function differenceIn(
  { head, ledger: [booking] }: RedemptionFacts,
  effect: ExchangeEffect | undefined,
): string | undefined {
  if (!booking || !effect) return undefined;
  if (effect.providerKey !== head.providerKey)
    return `was ended by ${head.providerKey}, and ${effect.providerKey} took effect`;
  const amounts = [effect, creditIn(booking, head.accountId)].map(text);
  return new Set(amounts).size === 1 ? undefined : `effect and booking differ: ${amounts.join(", ")}`;
}

const creditIn = ({ postings }: LedgerEntry, accountId: string | undefined) =>
  postings.find(({ ledgerAccount }) => ledgerAccount === `account:${accountId}`);

const text = (money: { amount: number; currency: string } | undefined) =>
  money ? `${money.amount} ${money.currency}` : "nothing";

/** I3: what failed has no effect, whatever a later attempt did. */
export function* failureIsNoEffect(facts: Facts): Found {
  for (const { id, head, attempts, effects, resolved } of facts.redemptions.values()) {
    const failed = attempts.filter(({ outcome }) => outcome === "FAILED").map(({ attempt }) => attempt);
    if (head.state === "FAILED") failed.push(head.attempt);
    for (const attempt of new Set(failed)) {
      const providerKey = providerKeyOf({ redemptionId: id, attempt });
      if (!resolved.has(providerKey) && effects.some((effect) => effect.providerKey === providerKey))
        yield [id, `attempt ${attempt} is FAILED and took effect`];
    }
  }
}

/** I4: every booking sums to zero, and what has ended well is worth something. */
export function* bookingsSumToZero(facts: Facts): Found {
  for (const { pk, postings } of facts.ledger) {
    const sums = new Map<string, number>();
    for (const { amount, currency } of postings) {
      if (!Number.isSafeInteger(amount)) yield [pk, `posts ${amount}, no whole number of minor units`];
      sums.set(currency, (sums.get(currency) ?? 0) + amount);
    }
    for (const [currency, sum] of sums) if (sum !== 0) yield [pk, `its postings sum to ${sum} ${currency}`];
  }
  for (const { id, head } of facts.redemptions.values()) {
    if (hasEnded(head.state) && head.amount !== undefined && head.amount.amount <= 0)
      yield [id, `is worth ${head.amount.amount}`];
  }
}

/** I4: bookings sum to the balances, nothing is negative. */
export function* balancesAreTheirLedger(facts: Facts): Found {
  const booked = new Map<string, number>();
  for (const { pk, postings } of facts.ledger) {
    for (const { ledgerAccount, amount, currency } of postings) {
      const account = accountIn(ledgerAccount);
      if (account === undefined) continue;
      booked.set(account, (booked.get(account) ?? 0) + amount);
      const known = facts.accounts.get(account);
      if (!known) yield [pk, `posts to ${account}, which does not exist`];
      else if (known.currency !== currency)
        yield [pk, `posts ${currency} to ${account}, which is kept in ${known.currency}`];
    }
  }
  for (const { accountId, balance } of facts.accounts.values()) {
    const sum = booked.get(accountId) ?? 0;
    if (balance !== sum) yield [accountId, `has a balance of ${balance}, and ${sum} was booked`];
    if (balance < 0) yield [accountId, `has a balance of ${balance}`];
  }
}

function accountIn(ledgerAccount: string): string | undefined {
  return ledgerAccount.startsWith("account:") ? ledgerAccount.slice("account:".length) : undefined;
}

function keysOf(effects: readonly { providerKey: string }[]): string {
  return effects.map(({ providerKey }) => providerKey).join(", ");
}
