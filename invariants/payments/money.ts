/** I4 for payments: wallets against the ledger, refunds against what is frozen and what is left. */

import type { Facts, Faults, Found } from "../snapshot.ts";
import { isHeld } from "../withdrawals/facts.ts";
import { isOpenRefund, netOf, type PaymentFacts, wasSettled } from "./facts.ts";

/** What is in a wallet, and what must be there by the ledger and by the refunds that are under way. */
interface Account {
  booked: number;
  frozen: number;
}

/** I4: available and frozen are what the ledger booked; frozen is what open refunds and withdrawals hold; nothing is negative. */
export function* walletsAreTheirLedger(facts: Facts): Found {
  const accounts = new Map<string, Account>();
  const accountOf = (name: string) => {
    const account = accounts.get(name) ?? { booked: 0, frozen: 0 };
    accounts.set(name, account);
    return account;
  };
  for (const { postings } of facts.ledger) {
    for (const { ledgerAccount, amount, currency } of postings)
      if (ledgerAccount.startsWith("wallet:")) accountOf(`${ledgerAccount} ${currency}`).booked += amount;
  }
  for (const payment of facts.payments.values()) {
    accountOf(`wallet:${payment.head.tenantId} ${payment.head.amount.currency}`).frozen += reserved(payment);
  }
  for (const { head } of facts.withdrawals.values())
    if (isHeld(head)) accountOf(`wallet:${head.tenantId} ${head.amount.currency}`).frozen += head.amount.amount;
  const wallets = new Map(facts.wallets.map((wallet) => [`wallet:${wallet.tenantId} ${wallet.currency}`, wallet]));
  for (const name of new Set([...accounts.keys(), ...wallets.keys()])) {
    const { available, frozen } = wallets.get(name) ?? { available: 0, frozen: 0 };
    const { booked, frozen: held } = accountOf(name);
    if (available < 0 || frozen < 0) yield [name, `has ${available} available and ${frozen} frozen`];
    if (available + frozen !== booked) yield [name, `has ${available} + ${frozen} frozen, and ${booked} was booked`];
    if (frozen !== held) yield [name, `has ${frozen} frozen, and open refunds and withdrawals hold ${held}`];
  }
}

/** I4: what went back, is on its way back and is left are the payment. */
export function* remaindersAreTheirRefunds({ payments }: Facts): Found {
  for (const payment of payments.values()) for (const detail of remainderFaults(payment)) yield [payment.id, detail];
}

/** I4: no more went back than was paid. */
export function* nobodyGetsMoreBack({ payments }: Facts): Found {
  for (const { id, effects } of payments.values())
    if (netOf(effects) < 0) yield [id, `gave back ${-netOf(effects)} more than was paid`];
}

/** Frozen for refunds that have not ended; one before a person still holds its money. */
function reserved({ refunds }: PaymentFacts): number {
  return refunds
    .filter((refund) => refund.origin !== "late-success" && (isOpenRefund(refund) || refund.state === "NEEDS_REVIEW"))
    .reduce((sum, { amount }) => sum + amount.amount, 0);
}

function* remainderFaults(payment: PaymentFacts): Faults {
  const { head, refunds } = payment;
  const { refunded, refundable, amount } = head;
  const gone = refunds
    .filter(({ state }) => state === "SUCCEEDED")
    .reduce((sum, refund) => sum + refund.amount.amount, 0);
  const left = wasSettled(head) ? amount.amount - gone - reserved(payment) : 0;
  if (refunded !== gone) yield `says that ${refunded} went back, and its refunds say ${gone}`;
  if (refundable !== left) yield `has ${refundable} left to refund, and must have ${left}`;
  if (refunded < 0 || refundable < 0 || refunded > amount.amount)
    yield `is worth ${amount.amount}, with ${refunded} refunded and ${refundable} left`;
  if ((refunded === amount.amount) !== (head.state === "REFUNDED"))
    yield `is ${head.state}, with ${refunded} of ${amount.amount} refunded`;
}
