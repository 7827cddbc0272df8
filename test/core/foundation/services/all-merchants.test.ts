import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { listKeys } from "../../../../core/access/services/own-keys.ts";
import { registerApiKey } from "../../../../core/access/store/api-key-store.ts";
import { newDelivery } from "../../../../core/events/domain/delivery.ts";
import type { WebhookEndpoint } from "../../../../core/events/domain/webhook-endpoint.ts";
import { listDeliveries } from "../../../../core/events/services/deliveries.ts";
import { listEndpoints } from "../../../../core/events/services/endpoints.ts";
import { listEvents } from "../../../../core/events/services/events.ts";
import { putDelivery } from "../../../../core/events/store/delivery-store.ts";
import { createEndpoint } from "../../../../core/events/store/endpoint-store.ts";
import type { Event } from "../../../../core/foundation/domain/events.ts";
import { makeId } from "../../../../core/foundation/domain/ids.ts";
import type { Page, PageOf } from "../../../../core/foundation/services/pages.ts";
import { eventPut } from "../../../../core/foundation/store/event-store.ts";
import type { Write } from "../../../../core/foundation/store/table.ts";
import type { Purchase } from "../../../../core/orders/domain/order.ts";
import { listOrders } from "../../../../core/orders/services/order-lists.ts";
import { reserveOrder } from "../../../../core/orders/store/order-store.ts";
import type { Payment } from "../../../../core/payments/domain/payment.ts";
import { listPayments } from "../../../../core/payments/services/payment-reading.ts";
import { acceptPayment } from "../../../../core/payments/store/payment-store.ts";
import type { Plan } from "../../../../core/redemptions/domain/plan.ts";
import type { Redemption } from "../../../../core/redemptions/domain/redemption.ts";
import { listPlans } from "../../../../core/redemptions/services/plans.ts";
import { listRedemptions } from "../../../../core/redemptions/services/redemptions.ts";
import { create as createPlan } from "../../../../core/redemptions/store/plan-store.ts";
import { accept } from "../../../../core/redemptions/store/redemption-store.ts";
import { listWithdrawals } from "../../../../core/withdrawals/services/withdrawal-reading.ts";
import { tryWithdrawal } from "../../../../core/withdrawals/store/withdrawal-store.ts";
import { World } from "../../../support/world.ts";
import { MERCHANT, OPERATOR } from "../../redemptions/services/submitting.ts";

/** More than a walk over the tenants would go through. */
const MERCHANTS = 120;
const AT_ONCE = 12;
const amount = { amount: 1000, currency: "USD" };

/** One thing of each kind, of the n-th merchant: the later the merchant, the newer. */
function rowsOf(world: World, n: number): Write[] {
  const tenantId = n === 0 ? "acme" : `shop-${n}`;
  const at = world.nowMs - (MERCHANTS - n) * 1000;
  const unique = world.deps.random.ulid(at);
  const head = { tenantId, createdAt: at, updatedAt: at, stateSk: unique };
  const idOf = (prefix: Parameters<typeof makeId>[0]) => makeId(prefix, tenantId, unique);
  const redemption = { ...head, redemptionId: idOf("rdm"), planId: idOf("pln"), batchId: "b", last4: "0001" };
  const payment = { ...head, paymentId: idOf("pay"), sagaId: idOf("sag"), orderId: idOf("ord"), orderNo: "1", amount };
  const userMark = world.deps.vault.personMark(head.tenantId, "user", "u");
  const order = { ...head, orderId: idOf("ord"), orderNo: "1", amount, kind: "PURCHASE", userId: "u", userMark };
  const withdrawal = { ...head, withdrawalId: idOf("wdr"), withdrawalNo: "1", destinationId: idOf("dst"), amount };
  const told = eventPut(
    {
      tenantId,
      type: n % 40 === 0 ? "payment.declined" : "payment.succeeded",
      resourceId: payment.paymentId,
      resourceVersion: 1,
      at,
    },
    {},
  );
  const event = told.item as unknown as Event;
  const status = n % 40 === 0 ? "DISABLED" : "ENABLED";
  const endpoint = { ...head, webhookEndpointId: idOf("whe"), url: "https://shop.example", eventTypes: ["*"], status };
  return [
    createPlan({ ...head, planId: idOf("pln"), name: "Plan", country: "US", target: amount } satisfies Plan),
    accept({ ...redemption, attempt: 1, state: "ACCEPTED", acceptedAt: at } as Redemption, at),
    acceptPayment({ ...payment, state: "PROCESSING", channel: "sandbox", refunded: 0 } as Payment),
    reserveOrder({ ...order, terms: { offerId: idOf("off") }, reservedUntil: at } as Purchase),
    tryWithdrawal(
      {
        ...withdrawal,
        state: n % 40 === 0 ? "AWAITING_APPROVAL" : "TRIED",
        fee: 0,
        approvals: [],
        returned: 0,
        expiresAt: at,
      } as never,
      at,
    ),
    told,
    createEndpoint({ ...endpoint, secrets: [], version: 1, failures: 0 } as WebhookEndpoint),
    putDelivery(newDelivery(event, endpoint as WebhookEndpoint, at), at),
  ];
}

type List = (page: Page) => Promise<PageOf<object>>;
const LISTS: Record<string, (world: World, caller: typeof OPERATOR) => List> = {
  planId: (world, caller) => (page) => listPlans(world.deps, caller, page),
  redemptionId: (world, caller) => (page) => listRedemptions(world.deps, caller, page),
  paymentId: (world, caller) => (page) => listPayments(world.deps, caller, page),
  orderId: (world, caller) => (page) => listOrders(world.deps, caller, page),
  withdrawalId: (world, caller) => (page) => listWithdrawals(world.deps, caller, page),
  eventId: (world, caller) => (page) => listEvents(world.deps, caller, page),
  webhookEndpointId: (world, caller) => (page) => listEndpoints(world.deps, caller, page),
  deliveryId: (world, caller) => (page) => listDeliveries(world.deps, caller, page),
  keyId: (world, caller) => (page) => listKeys(world.deps, caller, page),
};

let world: World;
beforeAll(async () => {
  world = await World.create();
  const writes = Array.from({ length: MERCHANTS }, (_, n) => rowsOf(world, n));
  for (let from = 0; from < MERCHANTS; from += AT_ONCE) {
    await Promise.all(
      writes.slice(from, from + AT_ONCE).map(async (some, index) => {
        const n = from + index;
        const tenantId = n === 0 ? "acme" : `shop-${n}`;
        const record = { keyId: `KEY${n}`, tenantId, scopes: [], secretHash: "", createdAt: world.nowMs + n * 1000 };
        await world.deps.tables.transact(some);
        await registerApiKey(world.deps.tables, record);
      }),
    );
  }
});
afterAll(() => world.drop());

/** All pages; `order`: of the list. */
async function walk(list: List, limit: number, order?: "asc" | "desc") {
  const pages: PageOf<object>[] = [];
  let cursor: string | undefined;
  do {
    const page = await list({ limit, cursor, order });
    pages.push(page);
    cursor = page.nextCursor ?? undefined;
  } while (cursor !== undefined);
  return { pages, items: pages.flatMap(({ items }) => items) };
}

/** Of which merchants, by their numbers. */
function ownersOf(items: readonly object[]): number[] {
  return items.map((item) => {
    const texts = Object.values(item).flatMap((value) => /_(acme|shop-\d+)_/.exec(String(value))?.[1] ?? []);
    const owner = "merchantId" in item ? String(item.merchantId) : texts[0];
    return owner === "acme" ? 0 : Number(owner?.slice("shop-".length));
  });
}
const ALL = Array.from({ length: MERCHANTS }, (_, n) => n);

describe.each(Object.keys(LISTS))("with more merchants than anybody walks through, a list by %s", (name) => {
  const listOf = (caller: typeof OPERATOR) => LISTS[name]?.(world, caller) as List;

  test.each([7, 100])("has all merchants' in pages of %i, newest first", async (limit) => {
    const { items, pages } = await walk(listOf(OPERATOR), limit);
    expect(ownersOf(items)).toEqual([...ALL].reverse());
    expect(pages.map((page) => page.items.length).slice(0, -1)).toEqual(pages.slice(1).map(() => limit));
  });

  test("has one merchant's for whoever names it, and for the merchant", async () => {
    const whose = name === "keyId" ? { merchantId: "shop-7" } : { tenantId: "shop-7" };
    expect(ownersOf((await listOf(OPERATOR)({ limit: 10, ...whose })).items)).toEqual([7]);
    expect(ownersOf((await listOf(MERCHANT)({ limit: 10 })).items)).toEqual([0]);
  });

  test("asks each of the partitions once, and for its rows in one request", async () => {
    world.requests.length = 0;
    await listOf(OPERATOR)({ limit: 10 });
    const asked = world.requests.filter((request) => request === "QueryCommand").length;
    expect(asked).toBe(name === "paymentId" ? 64 + 10 : 64);
    expect(world.requests.filter((request) => request === "BatchGetCommand")).toHaveLength(name === "keyId" ? 2 : 1);
  });
});

test("events can be read oldest first", async () => {
  const { items } = await walk(LISTS.eventId?.(world, OPERATOR) as List, 11, "asc");
  expect(ownersOf(items)).toEqual(ALL);
});

describe("few among many", () => {
  test("are found in one page, of which every row was looked at", async () => {
    const held: List = (page) => listDeliveries(world.deps, OPERATOR, { ...page, status: "HELD" });
    const { items, pages } = await walk(held, 2);
    expect(ownersOf(items)).toEqual([80, 40, 0]);
    expect(pages).toHaveLength(2);
    const waiting: List = (page) => listWithdrawals(world.deps, OPERATOR, { ...page, status: "AWAITING_APPROVAL" });
    expect(ownersOf((await walk(waiting, 1)).items)).toEqual([80, 40, 0]);
  });

  test("by a type that the index knows, are read alone", async () => {
    const declined: List = (page) => listEvents(world.deps, OPERATOR, { ...page, type: "payment.declined" });
    const reads: number[] = [];
    const { tables } = world.deps;
    const { getMany } = tables;
    tables.getMany = (table, keys) => {
      reads.push(keys.length);
      return getMany.call(tables, table, keys);
    };
    const { items } = await walk(declined, 10);
    tables.getMany = getMany;
    expect(ownersOf(items)).toEqual([80, 40, 0]);
    expect(reads.reduce((sum, count) => sum + count)).toBe(3);
  });
});

test("what merchants call by a name is looked for in one merchant's rows", async () => {
  const refused = { code: "request-invalid", errors: [{ pointer: "/query/tenantId" }] };
  const page = { limit: 10 };
  await expect(listPayments(world.deps, OPERATOR, { ...page, orderNo: "1" })).rejects.toMatchObject(refused);
  await expect(listWithdrawals(world.deps, OPERATOR, { ...page, withdrawalNo: "1" })).rejects.toMatchObject(refused);
  await expect(listOrders(world.deps, OPERATOR, { ...page, userId: "u" })).rejects.toMatchObject(refused);
  const found = await listOrders(world.deps, OPERATOR, { ...page, userId: "u", tenantId: "shop-7" });
  expect(ownersOf(found.items)).toEqual([7]);
});
