import { beforeAll, describe, expect, test } from "@jest/globals";
import { duePlace } from "../../../core/foundation/store/keys.ts";
import { findViolations } from "../../../invariants/find-violations.ts";
import { expectLocalAgreement } from "../local-agreement.ts";
import { type PaymentHistory, paymentHistory } from "./payment-history.ts";
import { PAYMENT_PLANTS } from "./planted-payment-violations.ts";
import { SpoiltPayments } from "./spoilt-payments.ts";

let history: PaymentHistory;
beforeAll(async () => {
  history = await paymentHistory();
});

test("finds nothing in a history of payments that were paid, declined, cancelled, refunded, late, parked and resolved", () => {
  const heads = history.snapshot.main.filter(({ pk, sk }) => pk.startsWith("PAY#") && sk === "HEAD");
  const states = Object.fromEntries(heads.map(({ orderNo, state }) => [String(orderNo).slice(3), state]));
  expect(states).toEqual({
    paid: "SUCCEEDED",
    partly: "PARTIALLY_REFUNDED",
    returned: "REFUNDED",
    slow: "SUCCEEDED",
    declined: "DECLINED",
    clicked: "SUCCEEDED",
    refused: "DECLINED",
    cancelled: "CANCELLED",
    late: "REFUNDED",
    parked: "NEEDS_REVIEW",
    decided: "SUCCEEDED",
    byHand: "PARTIALLY_REFUNDED",
  });
  expect(findViolations(history.snapshot, history.expectations)).toEqual([]);
});

describe.each(Object.entries(PAYMENT_PLANTS))("%s", (invariant, plants) => {
  test.each(plants)("finds %s", async (_what, plant) => {
    const world = new SpoiltPayments(history);
    plant(world);
    await expectLocalAgreement(world.snapshot.main);
    const found = findViolations(world.snapshot, history.expectations).map((violation) => violation.invariant);
    expect(found).toContain(invariant);
  });
});

test("I2 and I3 leave to the operator what the operator has decided", () => {
  const world = new SpoiltPayments(history);
  const effect = { ...world.effect("paid"), paymentId: world.ids.decided, providerKey: `${world.ids.decided}#charge` };
  expect(world.snapshot.effects.channel.some(({ paymentId }) => paymentId === world.ids.decided)).toBe(false);
  world.snapshot.effects.channel.push(effect);
  expect(findViolations(world.snapshot, history.expectations)).toEqual([]);
});

test("I2 and I3 leave to the operator how a refund ended, and hold everybody else to the channel's word", () => {
  const world = new SpoiltPayments(history);
  const refund = world.snapshot.main.find(
    ({ pk, sk, state }) => pk.endsWith(world.ids.byHand) && sk.startsWith("REFUND#") && state === "SUCCEEDED",
  );
  const idsOf = () => findViolations(world.snapshot, history.expectations).map(({ invariant }) => invariant);
  expect(idsOf()).toEqual([]);
  Reflect.deleteProperty(refund ?? {}, "resolvedAt");
  expect(idsOf()).toContain("I2");
});

test("I3 and I17 wait for what is still on its way back", () => {
  const world = new SpoiltPayments(history);
  world.without("late", "refund");
  Object.assign(world.pay("late"), { state: "CANCELLED", refunded: 0 });
  Object.assign(world.refund("late"), { state: "PENDING", sends: 0, duePk: dueIn(world), dueAt: 1 });
  expect(findViolations(world.snapshot)).toEqual([]);
  const ids = findViolations(world.snapshot, history.expectations).map(({ invariant }) => invariant);
  expect(new Set(ids)).toEqual(new Set(["I17", "I19"]));
});

test("I17 accepts what the cancel itself gave back", () => {
  const world = new SpoiltPayments(history);
  const event = { ...(world.inbox("clicked").event as object), paymentId: world.ids.cancelled };
  Object.assign(world.inbox("clicked"), { event });
  world.again("cancelled", { providerKey: `${world.ids.cancelled}#charge` });
  Object.assign(world.effect("cancelled", "void"), { amount: 1000 });
  expect(findViolations(world.snapshot, history.expectations)).toEqual([]);
});

function dueIn(world: SpoiltPayments): string {
  return duePlace("refund", String(world.refund("late").refundId));
}
