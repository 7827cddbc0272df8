import { afterEach, beforeEach, describe, expect, test } from "@jest/globals";
import type { Answer } from "../../../../core/foundation/services/deps.ts";
import { sweepOrders } from "../../../../core/orders/services/order-expiry.ts";
import { slotFor } from "../../../../core/orders/services/takes.ts";
import { Crash } from "../../../support/world.ts";
import { OrderWorld, outcomeOf } from "./order-world.ts";

const MOMENTS = ["before", "after"] as const;
const COUNTED = { onRepeat: "new", perUserLimit: 2, stock: 5 } as const;
const ALL_FREE = { limit: 5, free: 5, reserved: 0, used: 0 };

let shop: OrderWorld;
beforeEach(async () => {
  shop = await OrderWorld.create();
});
afterEach(async () => {
  expect(await shop.violations()).toEqual([]);
  await shop.world.drop();
});

/** Dies at each step in turn; then whatever was to be done is done again. Returns how many steps that took. */
async function dyingAnywhere(
  when: "before" | "after",
  prepare: (round: number) => Promise<() => Promise<unknown>>,
  check: (round: number) => Promise<void>,
): Promise<number> {
  const { world } = shop;
  for (let step = 0; ; step++) {
    const act = await prepare(step);
    const begun = world.steps.length;
    world.crashAt(step, when);
    await act().catch((error: unknown) => {
      if (!(error instanceof Crash)) throw error;
    });
    const isBeyondLast = !world.hasCrashed && world.steps.length - begun <= step;
    world.revive();
    await act();
    await check(step);
    if (isBeyondLast) return step;
  }
}

describe.each(MOMENTS)("a process that dies %s any one step", (when) => {
  test("orders once, when its request comes again", async () => {
    const offers: string[] = [];
    const answers: Answer[] = [];
    const steps = await dyingAnywhere(
      when,
      async (round) => {
        const offerId = await shop.offer(COUNTED);
        offers.push(offerId);
        return async () => answers.push(await shop.order(offerId, { orderNo: `A-${round}`, key: `key-${round}` }));
      },
      async (round) => {
        expect(answers.at(-1)).toMatchObject({ httpStatus: 201 });
        expect(await shop.stock(offers[round] ?? "")).toMatchObject({ free: 4, reserved: 1 });
      },
    );
    expect(steps).toBeGreaterThan(0);
    expect(await shop.world.rows("ORDER#")).toHaveLength(offers.length);
  });

  test("orders once, when the slot that it would have taken from is empty by now", async () => {
    const offers: string[] = [];
    const steps = await dyingAnywhere(
      when,
      async (round) => {
        const offerId = await shop.offer({ stock: 51 });
        offers.push(offerId);
        await shop.change(offerId, { stock: 2 });
        const names = Array.from({ length: 20 }, (_, n) => `user-${round}-${n}`);
        const [first = "", second = ""] = names.filter((name) => slotFor(name, 2, undefined) === 0);
        await shop.order(offerId, { userId: first });
        return () => shop.order(offerId, { userId: second, orderNo: `B-${round}`, key: `key-${round}` });
      },
      async (round) => expect(await shop.stock(offers[round] ?? "")).toMatchObject({ free: 0, reserved: 2 }),
    );
    expect(steps).toBeGreaterThan(1);
  });

  test("ends an order once, when its message comes again", async () => {
    const offers: string[] = [];
    const steps = await dyingAnywhere(
      when,
      async () => {
        const offerId = await shop.offer(COUNTED);
        offers.push(offerId);
        const orderId = await shop.pending(offerId);
        shop.world.nowMs += shop.deps.limits.reservationMs;
        return () => shop.expire(orderId);
      },
      async (round) => expect(await shop.stock(offers[round] ?? "")).toEqual(ALL_FREE),
    );
    expect(steps).toBeGreaterThan(0);
    expect(await shop.held()).toBe(0);
  });

  test("cancels an order once, when its request comes again", async () => {
    const offers: string[] = [];
    const steps = await dyingAnywhere(
      when,
      async (round) => {
        const offerId = await shop.offer(COUNTED);
        offers.push(offerId);
        const orderId = await shop.pending(offerId);
        return () => shop.cancel(orderId, `cancel-${round}`);
      },
      async (round) => expect(await shop.stock(offers[round] ?? "")).toEqual(ALL_FREE),
    );
    expect(steps).toBeGreaterThan(0);
    expect(await shop.held()).toBe(0);
  });

  test("sends each order's message from the due index sooner or later", async () => {
    const offerId = await shop.offer(COUNTED);
    const orderId = await shop.pending(offerId);
    shop.world.nowMs += shop.deps.limits.reservationMs;
    for (let step = 0; step < 2; step++) {
      shop.world.crashAt(step, when);
      await sweepOrders(shop.deps).catch(() => "the process is gone");
      shop.world.revive();
      shop.world.nowMs += 2 * shop.deps.limits.sweepHorizonMs;
    }
    await sweepOrders(shop.deps);
    expect(shop.messages().map((message) => message.orderId)).toContain(orderId);
    await shop.expire(orderId);
    expect(await shop.stock(offerId)).toEqual(ALL_FREE);
  });
});

test("an order that was frozen while its retry did the work has the retry's answer", async () => {
  const offerId = await shop.offer(COUNTED);
  const input = { orderNo: "A-1", key: "key-1" };
  const { reached, letGo } = shop.world.holdAt(0, "before");
  const zombie = shop.order(offerId, input);
  await reached;
  const answer = await shop.order(offerId, input);
  letGo();
  expect(await zombie).toEqual({ ...answer, replayed: true });
  expect(await shop.stock(offerId)).toMatchObject({ free: 4, reserved: 1 });
});

test("an order that was frozen while the last one was taken is told so", async () => {
  const offerId = await shop.offer({ stock: 1 });
  const { reached, letGo } = shop.world.holdAt(0, "before");
  const zombie = outcomeOf(shop.order(offerId));
  await reached;
  await shop.order(offerId, { userId: "bob" });
  letGo();
  expect(await zombie).toBe("out-of-stock");
});
