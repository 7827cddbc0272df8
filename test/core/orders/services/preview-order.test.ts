import { afterEach, beforeEach, expect, test } from "@jest/globals";
import { previewOrder } from "../../../../core/orders/services/preview-order.ts";
import { OrderWorld, outcomeOf, PRICE } from "./order-world.ts";

let shop: OrderWorld;
beforeEach(async () => {
  shop = await OrderWorld.create();
});
afterEach(() => shop.world.drop());

const preview = (offerId: string, userId = "alice") => previewOrder(shop.deps, "acme", { offerId, userId });

test("a preview says what would be paid, and what the user would hold", async () => {
  const before = await shop.world.scan();
  const offerId = await shop.offer({ stock: 1 });
  expect(await preview(offerId)).toEqual({
    verdict: "ok",
    amount: PRICE,
    startsAt: "2026-03-01T12:00:00.000Z",
    endsAt: "2026-04-01T12:00:00.000Z",
  });
  expect(before.items).toEqual([]);
  expect(await shop.stock(offerId)).toMatchObject({ free: 1, reserved: 0 });
});

test("preview and order agree on the same rows", async () => {
  const counted = { onRepeat: "new", perUserLimit: 1, stock: 2 } as const;
  const [plain, soldOut, inactive, limited] = [
    await shop.offer(),
    await shop.offer({ stock: 0 }),
    await shop.offer(),
    await shop.offer(counted),
  ];
  await shop.change(inactive, { status: "INACTIVE" });
  shop.world.nowMs += 1000;
  const found = [];
  for (const [offerId, userId] of [
    [plain, "alice"],
    [soldOut, "alice"],
    [inactive, "alice"],
    [limited, "alice"],
    [limited, "alice"],
    [limited, "bob"],
    [limited, "carol"],
  ] as const) {
    const { verdict } = await preview(offerId, userId);
    const outcome = await outcomeOf(shop.order(offerId, { userId }));
    expect(outcome).toBe(verdict === "ok" ? "PENDING" : verdict);
    found.push(verdict);
  }
  expect(found).toEqual(["ok", "out-of-stock", "offer-inactive", "ok", "quota-exceeded", "ok", "out-of-stock"]);
});

test("a preview of an offer that does not exist is a mistake in the request", async () => {
  const gone = (await shop.offer()).replace(/.{26}$/, "0".repeat(26));
  await expect(preview(gone)).rejects.toMatchObject({ code: "offer-not-found" });
});
