import { beforeAll, expect, test } from "@jest/globals";
import { balancesAreTheirLedger } from "../../../invariants/effects.ts";
import { walletsAreTheirLedger } from "../../../invariants/payments/money.ts";
import { factsOf, type Row, type Snapshot } from "../../../invariants/snapshot.ts";
import { SumsOf } from "../../../tools/sums/sums-of.ts";
import { healthyHistory } from "../../invariants/healthy-history.ts";
import { paymentHistory } from "../../invariants/payments/payment-history.ts";
import { PAYMENT_PLANTS } from "../../invariants/payments/planted-payment-violations.ts";
import { SpoiltPayments } from "../../invariants/payments/spoilt-payments.ts";
import { PLANTS, SpoiltWorld } from "../../invariants/planted-violations.ts";
import {
  SpoiltWithdrawals,
  WITHDRAWAL_PLANTS,
  withdrawalHistory,
} from "../../invariants/withdrawals/planted-withdrawal-violations.ts";

interface Spoilt {
  snapshot: Snapshot | { main: Row[] };
}
/** Makes a copy of a history, whose rows a plant then spoils. */
const histories: Record<string, () => Spoilt> = {};
beforeAll(async () => {
  const [cards, payments, withdrawals] = await Promise.all([healthyHistory(), paymentHistory(), withdrawalHistory()]);
  histories.cards = () => new SpoiltWorld(cards);
  histories.payments = () => new SpoiltPayments(payments);
  histories.withdrawals = () => new SpoiltWithdrawals(withdrawals);
});

function differences(rows: readonly Row[]): string[] {
  const sums = new SumsOf();
  // In no order: the table's is that of the keys' hashes.
  for (const row of rows.toSorted((a, b) => (a.sk + a.pk.slice(5) < b.sk + b.pk.slice(5) ? -1 : 1))) sums.add(row);
  // Of an account in two currencies the invariants find one mistake.
  return sums.differences().map(({ of }) => (of.startsWith("account:") ? of.slice(0, -" USD".length) : of));
}

/** Sums that the invariants find wrong, which look at all rows at once. */
function wrongSums({ snapshot }: Spoilt): string[] {
  const facts = factsOf({ transient: [], effects: { exchange: [], channel: [] }, calls: [], ...snapshot } as Snapshot);
  const accounts = [...balancesAreTheirLedger(facts)].map(([subject, detail]) => {
    const [, posted] = /^posts (?:\w+ )?to (\S+), which/.exec(detail) ?? [];
    return `account:${posted ?? subject}`;
  });
  const wallets = [...walletsAreTheirLedger(facts)].map(([subject]) => subject);
  return [...new Set([...wallets, ...accounts])].sort();
}

const PLANTED = [
  ...Object.values(PLANTS).flatMap((plants) => plants.map((plant) => ["cards", ...plant] as const)),
  ...Object.values(PAYMENT_PLANTS).flatMap((plants) => plants.map((plant) => ["payments", ...plant] as const)),
  ...Object.values(WITHDRAWAL_PLANTS).flatMap((plants) => plants.map((plant) => ["withdrawals", ...plant] as const)),
] as readonly (readonly [history: string, what: string, plant: (world: never) => void])[];

test.each(["cards", "payments", "withdrawals"])("a sound history of %s has no difference", (name) => {
  const { snapshot } = (histories[name] as () => Spoilt)();
  expect(differences(snapshot.main)).toEqual([]);
});

test("whatever is spoilt, a sum does not fit exactly when the invariants say so", () => {
  let wrong = 0;
  for (const [name, what, plant] of PLANTED) {
    const world = (histories[name] as () => Spoilt)();
    plant(world as never);
    const rows = world.snapshot.main;
    const found = [...new Set(differences(rows))].filter((subject) => !subject.startsWith("LEDGER#")).sort();
    expect([what, found]).toEqual([what, wrongSums(world)]);
    wrong += Number(found.length > 0);
  }
  expect(wrong).toBeGreaterThan(20);
});
