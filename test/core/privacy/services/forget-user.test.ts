import { afterEach, beforeEach, expect, test } from "@jest/globals";
import type { ForgottenView } from "../../../../contract/answers/privacy.ts";
import { createMerchant } from "../../../../core/access/store/merchant-store.ts";
import { CONTRACT } from "../../../../core/foundation/domain/limits.ts";
import { type IdempotencyRecord, lose, readRecord } from "../../../../core/foundation/store/idempotency-store.ts";
import { createOffer } from "../../../../core/orders/services/offers.ts";
import { listOrders } from "../../../../core/orders/services/order-lists.ts";
import { listSubscriptions } from "../../../../core/orders/services/subscriptions.ts";
import { placeOrder } from "../../../../core/payments/services/order-numbers.ts";
import { type ForgetInput, forgetUser } from "../../../../core/privacy/services/forget-user.ts";
import { createDestination, deleteDestination } from "../../../../core/withdrawals/services/payout-destinations.ts";
import { findViolations } from "../../../../invariants/find-violations.ts";
import type { Row } from "../../../../invariants/snapshot.ts";
import { FORGETTERS } from "../../../../lambdas/http/operator/privacy-routes.ts";
import { AMOUNT, MERCHANT, OPERATOR, PaymentWorld, paymentIdIn } from "../../../support/payment-world.ts";

const DAY_MS = 24 * 60 * 60 * 1000;
const PAGE = { limit: 10 };
let world: PaymentWorld;
let offerId: string;

beforeEach(async () => {
  world = await PaymentWorld.create();
  const { deps } = world;
  const merchant = { tenantId: "acme", name: "Acme", country: "US", status: "ACTIVE", createdAt: 1, updatedAt: 1 };
  await deps.tables.transact([createMerchant(merchant as never)]);
  const terms = { period: { unit: "day", count: 1 }, onRepeat: "new", perUserLimit: 1, stock: 10 } as const;
  const input = { name: "a day", price: AMOUNT, ...terms };
  const made = await createOffer(deps, world.world.request("POST /v1/offers", input), "acme", input);
  ({ offerId } = made.body as { offerId: string });
});
afterEach(() => world.drop());

async function order(orderNo: string, userId = "alice"): Promise<{ orderId: string; status: number }> {
  const asked = { orderNo, offerId, userId };
  const { httpStatus, body } = await placeOrder(
    world.deps,
    world.world.request("POST /v1/orders", asked),
    "acme",
    asked,
  );
  return { orderId: (body as { orderId: string }).orderId, status: httpStatus };
}

async function buy(orderNo: string): Promise<{ orderId: string; paymentId: string }> {
  const { orderId } = await order(orderNo);
  const paymentId = paymentIdIn(await world.pay("ok", { orderNo, orderId, customerId: "cus_alice" }));
  await world.settle();
  return { orderId, paymentId };
}

async function forget(change: Partial<ForgetInput> = {}, key?: string): Promise<ForgottenView> {
  const input = { merchantId: "acme", customerIds: ["cus_alice"], reason: "she has asked for it", ...change };
  const request = world.world.request("POST /v1/users/{userId}/forget", input, key, { userId: "alice" });
  const { body } = await forgetUser(world.deps, request, OPERATOR, "alice", { input, forgetters: FORGETTERS });
  return body as ForgottenView;
}

const rows = async () => (await world.items()) as Row[];
const naming = async (name: string) =>
  (await rows()).filter((row) => JSON.stringify(row).includes(name)).map(({ pk }) => pk.split("#")[0]);
const violations = async () =>
  findViolations({
    main: await rows(),
    transient: [],
    effects: { exchange: [], channel: world.channel.effects },
    calls: [],
  });

test("what is final names nobody any more; what runs keeps its name, and is told", async () => {
  const { orderId } = await buy("A-1");
  expect([...new Set(await naming("alice"))].sort()).toEqual(["ORDER", "PAY", "SUB"]);
  const said = await forget();
  expect(said).toMatchObject({ emptied: { orders: 1, payments: 1, subscriptions: 0 }, keptCount: 1, isComplete: true });
  expect(said.kept).toMatchObject([{ why: "active" }]);
  expect(await naming("alice")).toEqual(["SUB"]);
  world.world.nowMs += 2 * DAY_MS;
  expect(await forget()).toMatchObject({ emptied: { orders: 0, payments: 0, subscriptions: 1 }, kept: [] });
  expect(await naming("alice")).toEqual([]);
  expect((await listOrders(world.deps, MERCHANT, { ...PAGE, userId: "alice" })).items).toEqual([]);
  expect((await listSubscriptions(world.deps, MERCHANT, { ...PAGE, userId: "alice" })).items).toEqual([]);
  expect((await rows()).find(({ orderId: id }) => id === orderId)).toMatchObject({ state: "FINISHED", amount: AMOUNT });
  expect(await violations()).toEqual([]);
});

test("an order that may be paid keeps its user, and a payment under way its customer", async () => {
  const { orderId } = await order("A-1");
  expect((await forget()).kept).toEqual([{ id: orderId, why: "under-way" }]);
  const paymentId = paymentIdIn(await world.pay("action", { orderNo: "A-1", orderId, customerId: "cus_alice" }));
  const { kept, emptied } = await forget();
  expect(kept.map(({ id }) => id).sort()).toEqual([orderId, paymentId].sort());
  expect(Object.values(emptied)).toEqual([0, 0, 0, 0, 0, 0]);
  expect(await violations()).toEqual([]);
});

test("who was forgotten and comes back is no new user, and still holds what the limit counts", async () => {
  await buy("A-1");
  world.world.nowMs += 2 * DAY_MS;
  await forget();
  expect((await order("A-2")).status).toBe(409);
  const [first] = (await rows()).filter(({ pk, sk }) => pk.startsWith("USER#") && sk === "HEAD");
  expect(first).toMatchObject({ firstOrderId: expect.any(String) });
  expect(JSON.stringify(first)).not.toContain("alice");
});

test("what was paid by somebody who was forgotten goes back all the same", async () => {
  const { orderId, paymentId } = await buy("A-1");
  world.world.nowMs += 2 * DAY_MS;
  await forget();
  await world.refund(paymentId);
  await world.settle();
  const order = (await rows()).find((row) => row.orderId === orderId && row.pk.startsWith("ORDER#"));
  expect(order).toMatchObject({ state: "REFUNDED" });
  expect(await violations()).toEqual([]);
});

test("a key is answered once; a request that died on its way is gone on with", async () => {
  await buy("A-1");
  const { tables } = world.deps;
  const transact = tables.transact.bind(tables);
  tables.transact = () => Promise.reject(new Error("killed"));
  await expect(forget({}, "key-1")).rejects.toThrow("killed");
  tables.transact = transact;
  expect((await forget({}, "key-1")).emptied).toMatchObject({ orders: 0, payments: 0 });
  expect(await naming("alice")).toEqual(["SUB"]);
  world.world.nowMs += (2 * DAY_MS) / 4;
  const again = await forget({}, "key-1");
  expect(again.emptied).toMatchObject({ orders: 0, subscriptions: 0 });
  const told = (await rows()).filter(({ pk }) => pk.startsWith("FORGOTTEN#"));
  expect(told).toMatchObject([{ action: "user forgotten", reason: "she has asked for it", by: "OPERATOR" }]);
});

test("an answer that a restore has taken back is given anew, with its audit", async () => {
  await buy("A-1");
  const { tables, clock } = world.deps;
  const record = { ownerId: "acme", key: "key-1", route: "POST /v1/users/{userId}/forget" };
  const told = async () => (await rows()).filter(({ pk }) => pk.startsWith("FORGOTTEN#"));
  expect((await forget({}, "key-1")).emptied).toMatchObject({ orders: 1, payments: 1 });
  const seen = (await readRecord(tables, record, clock())) as IdempotencyRecord;
  await tables.write(lose(seen, seen.expiresAt));
  expect((await forget({}, "key-1")).emptied).toMatchObject({ orders: 0, payments: 0 });
  expect(await told()).toHaveLength(2);
  expect(await readRecord(tables, record, clock())).toMatchObject({ status: "DONE" });
  // The answer is kept: what comes now is a replay of it, and tells nobody.
  expect((await forget({}, "key-1")).emptied).toMatchObject({ orders: 0, payments: 0 });
  expect(await told()).toHaveLength(2);
});

test("a destination is emptied when it has been over for an hour, and nothing goes there", async () => {
  const { deps } = world;
  const input = { provider: "sandbox", account: "ok-00004567", holder: "Alice Doe", label: "of Alice" } as const;
  const request = world.world.request("POST /v1/payout-destinations", input);
  const { destinationId } = (await createDestination(deps, request, "acme", input)).body as { destinationId: string };
  const tell = async () => (await forget({ destinationIds: [destinationId] })).kept;
  expect(await tell()).toEqual([{ id: destinationId, why: "in-use" }]);
  await deleteDestination(deps, MERCHANT, destinationId);
  expect(await tell()).toEqual([{ id: destinationId, why: "ended-lately" }]);
  world.world.nowMs += CONTRACT.forgetDestinationAfterMs;
  expect((await forget({ destinationIds: [destinationId] })).emptied.payoutDestinations).toBe(1);
  const [row] = (await rows()).filter(({ pk }) => pk.startsWith("DEST#"));
  expect(row).toMatchObject({ last4: "4567" });
  expect([row?.sealed, row?.label]).toEqual([undefined, undefined]);
});

test("what is not named rightly empties nothing", async () => {
  await buy("A-1");
  const before = await rows();
  const foreign = { destinationIds: ["dst_globex_01KFZ0C1PX01PXJTQRNHNVN4FM"] };
  await expect(forget(foreign)).rejects.toMatchObject({ code: "request-invalid" });
  await expect(forget({ merchantId: "nobody" })).rejects.toMatchObject({ code: "merchant-not-found" });
  expect(await rows()).toEqual(before);
});
