import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { openShop } from "./checkout-shop.ts";

/** More than it runs: that it came through shows where its last line was. */
const LINES_MAX = 200;
/** Some hundred programs, one after the other, on a machine that has other things to do. */
const TIMEOUT_MS = 600_000;

let shop: Awaited<ReturnType<typeof openShop>>;
beforeAll(async () => {
  shop = await openShop();
});
afterAll(() => shop?.close());

test(
  "stopped at each line that it runs and started again, it has each order paid once and delivered",
  async () => {
    let atLine = 1;
    for (let isThrough = false; !isThrough && atLine < LINES_MAX; atLine++) {
      const orderNo = `order-${atLine}`;
      isThrough = await shop.checkout(orderNo, atLine).isThrough;
      if (!isThrough) expect(await shop.checkout(orderNo).isThrough).toBe(true);
      await shop.assertPaidOnce(orderNo);
    }
    expect(atLine).toBeGreaterThan(40);
    expect(atLine).toBeLessThan(LINES_MAX);
  },
  TIMEOUT_MS,
);
