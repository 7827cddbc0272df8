import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { openShop } from "./checkout-shop.ts";

/** More than it runs: that it came through shows where its last line was. */
const LINES_MAX = 200;

let shop: Awaited<ReturnType<typeof openShop>>;
beforeAll(async () => {
  shop = await openShop();
});
afterAll(() => shop?.close());

test("killed by SIGKILL at each line that it runs and started again, it has each order paid once and delivered", async () => {
  let atLine = 1;
  for (let isThrough = false; !isThrough && atLine < LINES_MAX; atLine++) {
    const orderNo = `order-${atLine}`;
    isThrough = await shop.checkoutProcess(orderNo, atLine);
    if (!isThrough) expect(await shop.checkoutProcess(orderNo)).toBe(true);
    await shop.assertPaidOnce(orderNo);
  }
  expect(atLine).toBeGreaterThan(40);
  expect(atLine).toBeLessThan(LINES_MAX);
});
