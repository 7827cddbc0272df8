import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { openShop } from "./checkout-shop.ts";

/** Spread over what it runs; each single line is `npm run test:exhaustive`'s. */
const FIRST_LINE = 6;
const EVERY_LINES = 9;

let shop: Awaited<ReturnType<typeof openShop>>;
beforeAll(async () => {
  shop = await openShop();
});
afterAll(() => shop?.close());

test("killed by SIGKILL on its way and started again, it has the order paid once and delivered", async () => {
  let kills = 0;
  for (let isThrough = false; !isThrough; kills++) {
    const orderNo = `order-${kills}`;
    isThrough = await shop.checkoutProcess(orderNo, FIRST_LINE + kills * EVERY_LINES);
    if (!isThrough) expect(await shop.checkoutProcess(orderNo)).toBe(true);
    await shop.assertPaidOnce(orderNo);
  }
  expect(kills).toBeGreaterThan(4);
});

test("killed when the payment was accepted and nobody had said so: the same key finds it", async () => {
  const { worker, isThrough } = shop.checkout("order-cut");
  shop.api.hooks.onAccepted = () => worker.terminate();
  expect(await isThrough).toBe(false);
  shop.api.hooks.onAccepted = undefined;
  expect(await shop.checkout("order-cut").isThrough).toBe(true);
  await shop.assertPaidOnce("order-cut");
});

test("started again with another amount it charges what was ordered first", async () => {
  expect(await shop.checkout("order-amount", 30).isThrough).toBe(false);
  expect(await shop.checkout("order-amount", 0, "999999").isThrough).toBe(true);
  await shop.assertPaidOnce("order-amount");
  expect((await shop.paymentsOf("order-amount"))[0]?.amount).toEqual({ amount: 1000, currency: "USD" });
});
