import { beforeAll, describe, expect, test } from "@jest/globals";
import { findViolations } from "../../../invariants/find-violations.ts";
import { expectLocalAgreement } from "../local-agreement.ts";
import {
  NAMES,
  PURCHASE_PLANTS,
  type PurchaseHistory,
  purchaseHistory,
  SpoiltPurchases,
} from "./planted-purchase-violations.ts";

let history: PurchaseHistory;
beforeAll(async () => {
  history = await purchaseHistory();
});

test("finds nothing in a history of orders that were paid, given back, cancelled, left alone, held and parked", () => {
  const world = new SpoiltPurchases(history);
  expect(Object.fromEntries(NAMES.map((name) => [name, world.order(name).state]))).toEqual({
    finished: "FINISHED",
    second: "FINISHED",
    pending: "PENDING",
    cancelled: "CANCELLED",
    expired: "EXPIRED",
    refunded: "REFUNDED",
    held: "PENDING",
    parked: "PENDING",
  });
  expect(findViolations(world.snapshot)).toEqual([]);
});

describe.each(Object.entries(PURCHASE_PLANTS))("%s", (invariant, plants) => {
  test.each(plants)("finds %s", async (_what, plant) => {
    const world = new SpoiltPurchases(history);
    plant(world);
    await expectLocalAgreement(world.snapshot.main);
    expect(findViolations(world.snapshot).map((violation) => violation.invariant)).toContain(invariant);
  });
});

test("I19 finds a reservation that never ends, and leaves alone the one that waits for a person", () => {
  const world = new SpoiltPurchases(history);
  const found = findViolations(world.snapshot, { settled: { mayNeedReview: () => true } });
  const stuck = found.filter(({ invariant }) => invariant === "I19").map(({ subject }) => subject);
  expect(stuck).toEqual(expect.arrayContaining([history.ids.pending, history.ids.held]));
  expect(stuck).not.toContain(history.ids.parked);
});

test("I15 finds an order that was answered and is not there", () => {
  const { snapshot } = new SpoiltPurchases(history);
  const body = JSON.stringify({ orderId: "ord_acme_0", paymentId: null, status: "PENDING" });
  const call = { owner: "acme", route: "POST /v1/orders", key: "k", fingerprint: "f", sentAt: 1, receivedAt: 2 };
  const found = findViolations({ ...snapshot, calls: [{ ...call, status: 201, body }] });
  expect(found).toContainEqual(
    expect.objectContaining({ invariant: "I15", detail: "names ord_acme_0, which has no row" }),
  );
});
