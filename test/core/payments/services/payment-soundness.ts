import { expect } from "@jest/globals";
import type { Payment } from "../../../../core/payments/domain/payment.ts";
import type { SagaStep } from "../../../../core/payments/domain/saga.ts";
import { findViolations } from "../../../../invariants/find-violations.ts";
import type { Row } from "../../../../invariants/snapshot.ts";
import { isReservation, type PaymentWorld } from "../../../support/payment-world.ts";

/** Payment state -> state of its saga and of its order, when nothing is under way. */
const ENDS: Record<string, { sagas: string[]; orders: string[] }> = {
  SUCCEEDED: { sagas: ["COMPLETED"], orders: ["FINISHED"] },
  PARTIALLY_REFUNDED: { sagas: ["COMPLETED"], orders: ["FINISHED"] },
  REFUNDED: { sagas: ["COMPLETED", "COMPENSATED"], orders: ["REFUNDED", "CANCELLED", "none"] },
  DECLINED: { sagas: ["COMPENSATED"], orders: ["CANCELLED"] },
  CANCELLED: { sagas: ["COMPENSATED"], orders: ["CANCELLED", "none"] },
  REQUIRES_ACTION: { sagas: ["RUNNING"], orders: ["PENDING"] },
  NEEDS_REVIEW: { sagas: ["NEEDS_REVIEW"], orders: ["PENDING"] },
};

/** What must hold of every payment once nothing is under way: money adds up, rows agree, nobody waits in vain. */
export async function assertSound(world: PaymentWorld): Promise<void> {
  const [payments, sagas, orders, reviews] = await Promise.all([
    world.payments(),
    world.sagas(),
    world.orders(),
    world.reviews(),
  ]);
  expect(world.deadLetters).toEqual([]);
  for (const payment of payments) {
    const { paymentId, state } = payment;
    const saga = sagas.find((one) => one.paymentId === paymentId);
    const order = orders.find((one) => one.paymentId === paymentId);
    const ends = ENDS[state];
    expect([state, ends?.sagas]).toEqual([state, expect.arrayContaining([saga?.state])]);
    if (order || state !== "DECLINED")
      expect([state, ends?.orders]).toEqual([state, expect.arrayContaining([order?.state ?? "none"])]);
    if (state !== "NEEDS_REVIEW") expect([paymentId, world.channel.net(paymentId)]).toEqual([paymentId, kept(payment)]);
    const isOpen = reviews.some(({ subjectId, statePk }) => subjectId === paymentId && statePk !== undefined);
    expect(isOpen).toBe(saga?.state === "NEEDS_REVIEW");
  }
  await assertParkedWhenSettled(world);
  await assertInvariants(world);
  await assertMoney(world);
  await assertNothingDue(world);
}

/** What the customer has paid in the end. */
function kept({ state, amount, refunded }: Payment): number {
  if (state === "SUCCEEDED" || state === "PARTIALLY_REFUNDED") return amount.amount - refunded;
  return 0;
}

async function assertMoney(world: PaymentWorld): Promise<void> {
  const [payments, ledger, wallets, refunds] = await Promise.all([
    world.payments(),
    world.ledger(),
    world.wallets(),
    world.refunds(),
  ]);
  for (const { postings } of ledger) expect(postings.reduce((sum, { amount }) => sum + amount, 0)).toBe(0);
  const booked = ledger
    .flatMap(({ postings }) => postings)
    .filter(({ ledgerAccount }) => ledgerAccount === "wallet:acme")
    .reduce((sum, { amount }) => sum + amount, 0);
  const held = wallets.reduce((sum, { available, frozen }) => sum + available + frozen, 0);
  expect(held).toBe(booked);
  for (const { available, frozen } of wallets) expect(Math.min(available, frozen)).toBeGreaterThanOrEqual(0);
  const settled = payments.filter(({ state }) => state === "SUCCEEDED" || state === "PARTIALLY_REFUNDED");
  expect(booked).toBe(settled.reduce((sum, { amount, refunded }) => sum + amount.amount - refunded, 0));
  const open = refunds.filter(
    ({ origin, state }) => origin !== "late-success" && ["PENDING", "SENT", "UNKNOWN", "NEEDS_REVIEW"].includes(state),
  );
  expect(wallets.reduce((sum, { frozen }) => sum + frozen, 0)).toBe(
    open.reduce((sum, { amount }) => sum + amount.amount, 0),
  );
  for (const { paymentId, amount, refundable, refunded } of settled) {
    const outstanding = open.filter((refund) => refund.paymentId === paymentId);
    expect(refundable + refunded + outstanding.reduce((sum, refund) => sum + refund.amount.amount, 0)).toBe(
      amount.amount,
    );
  }
}

/** The rules that every history is judged by, here and in the demo. Customers who have not come yet may keep a saga open. */
export async function assertInvariants(world: PaymentWorld): Promise<void> {
  const main = (await world.items()) as Row[];
  const effects = { exchange: [], channel: world.channel.effects };
  const isAtRest = (await world.dueRows()).length === 0;
  const expectations = isAtRest ? { settled: { mayNeedReview: () => true } } : {};
  const { announced } = world.world;
  expect(findViolations({ main, transient: [], announced, effects, calls: [] }, expectations)).toEqual([]);
}

/** What a person finds stays true: no call of a parked saga's was under way when it was parked. */
async function assertParkedWhenSettled(world: PaymentWorld): Promise<void> {
  const charges = await world.rows<SagaStep & { sk: string }>("SAGA#", "STEP#01");
  for (const { sagaId, state, updatedAt } of await world.sagas()) {
    const charge = charges.find((step) => (step as { sagaId?: string }).sagaId === sagaId);
    if (state !== "NEEDS_REVIEW" || !charge || charge.state === "COMPENSATED" || charge.state === "FAILED") continue;
    const lastCallAt = Math.max(charge.lastSentAt ?? 0, charge.cancelSentAt ?? 0);
    expect(updatedAt).toBeGreaterThan(lastCallAt + world.deps.limits.charge.settleMs);
  }
}

/** Only sagas that wait for their customers are due, and orders that nobody has paid yet. */
async function assertNothingDue(world: PaymentWorld): Promise<void> {
  const due = (await world.dueRows()).filter((row) => !isReservation(row));
  expect(
    due.filter(({ pk, state, cursor }) => !(String(pk).startsWith("SAGA#") && state === "RUNNING" && cursor === 2)),
  ).toEqual([]);
}

/** Captures of one payment; more than one is a customer charged twice. */
export function captures(world: PaymentWorld, paymentId: string): number {
  return world.channel.effects.filter((move) => move.kind === "charge" && move.paymentId === paymentId).length;
}
