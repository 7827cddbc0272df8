import { atMost } from "../../../core/foundation/services/at-most.ts";
import { bodyOf, noteAccepted } from "../../harness/payments.ts";
import type { Story } from "../plan.ts";
import type { World } from "../world.ts";

type PurchaseStory = Extract<Story, { kind: "purchase" }>;

const PRICE = { amount: 700, currency: "USD" };
/** What its buyer does with an order. */
const DEEDS = ["pay", "cancel", "leave"] as const;

/** More users than there is stock: as many have an order; one is paid, one cancelled, one left alone, and the stock says so. */
export async function purchase(world: World, { stock, users }: PurchaseStory): Promise<void> {
  const name = world.newKey("purchase");
  const body = { name, price: PRICE, period: { unit: "month", count: 1 }, stock };
  const offer = await world.expect([201], "POST /v1/offers", { key: `${name}-offer`, body });
  const offerId = String(offer.json.offerId);
  const orderNos = Array.from({ length: users }, (_, index) => `${name}-${index}`);
  const answers = await atMost(users, orderNos, async (orderNo) => {
    const call = { key: `${orderNo}-order`, body: { orderNo, offerId, userId: orderNo } };
    const answer = await world.expect([201, 409], "POST /v1/orders", call, ["overloaded"]);
    if (answer.status === 409 && answer.json.code !== "out-of-stock")
      world.found(orderNo, `was answered ${answer.text}`);
    return { orderNo, answer };
  });
  const held = answers.filter(({ answer }) => answer.status === 201);
  // Fewer, when the first were over before the last had been answered.
  if (held.length < Math.min(stock, users)) world.found(name, `has a stock of ${stock}, and ${held.length} had it`);
  const ends = await Promise.all(
    held.map(({ orderNo, answer }, index) =>
      follow(world, orderNo, String(answer.json.orderId), DEEDS[index % DEEDS.length] as (typeof DEEDS)[number]),
    ),
  );
  const used = ends.filter((state) => state === "FINISHED").length;
  await world.until(name, `${used} of a stock of ${stock} are used, and all else is free`, async () => {
    const { json } = await world.ask("GET /v1/offers/{id}", { path: { id: offerId } });
    const now = json.stock as Record<string, number> | undefined;
    return now?.used === used && now.reserved === 0 && now.free === stock - used;
  });
}

/** What became of it. */
async function follow(world: World, orderNo: string, orderId: string, deed: (typeof DEEDS)[number]): Promise<string> {
  const path = { id: orderId };
  if (deed === "pay") {
    const payment = world.payments.draw("pm_ok", { orderNo, orderId, amount: PRICE });
    const call = { key: `${orderNo}-pay`, body: bodyOf(payment) };
    const { status, json, text } = await world.expect([202, 409], "POST /v1/payments", call);
    if (status === 202) {
      noteAccepted(payment, json);
      await world.follow(payment, [payment.ends]);
    } else {
      world.payments.forget(payment);
      // Nobody was there to accept it in time.
      if (json.code !== "order-not-payable") world.found(orderNo, `its payment was answered ${text}`);
    }
  }
  if (deed === "cancel") {
    const call = { path, key: `${orderNo}-cancel`, body: { reason: "changed their mind" } };
    await world.expect([202], "POST /v1/orders/{id}/cancel", call);
  }
  let state = "";
  await world.until(orderNo, "its order has ended", async () => {
    state = String((await world.ask("GET /v1/orders/{id}", { path })).json.status);
    return state !== "PENDING" && state !== "PAID";
  });
  return state;
}
