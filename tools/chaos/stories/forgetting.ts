import { TENANT } from "../../harness/stage.ts";
import type { Story } from "../plan.ts";
import type { World } from "../world.ts";
import { mustAgree } from "./cards.ts";

type ForgettingStory = Extract<Story, { kind: "forgetting" }>;

const ROUTE = "POST /v1/users/{userId}/forget";

/** A user whose order is over is forgotten, twice under one key, while others are sent messages to the same mailbox. */
export async function forget(world: World, { mailbox }: ForgettingStory): Promise<void> {
  const name = world.newKey("forget");
  const userId = `${name}-user`;
  const period = { unit: "month", count: 1 };
  const body = { name, price: { amount: 500, currency: "USD" }, period };
  const { json: offer } = await world.expect([201], "POST /v1/offers", { key: `${name}-offer`, body });
  const order = { orderNo: name, offerId: offer.offerId, userId };
  const { json } = await world.expect([201], "POST /v1/orders", { key: `${name}-order`, body: order }, ["overloaded"]);
  const path = { id: String(json.orderId) };
  const cancel = { path, key: `${name}-cancel`, body: { reason: "the buyer has changed their mind" } };
  // 409: it was over before, since nobody was there for so long.
  await world.expect([202, 409], "POST /v1/orders/{id}/cancel", cancel, ["overloaded"]);

  const receivers = [`${mailbox}@shop.example`];
  const call = {
    path: { userId },
    key: `${name}-word`,
    body: { merchantId: TENANT, receivers, reason: "the user has asked for it" },
  };
  const first = await world.expect([200], ROUTE, call, ["overloaded"]);
  mustAgree(world, call.key, first, await world.ask(ROUTE, call));
  const { emptied } = first.json as { emptied?: { orders?: number } };
  const { json: seen } = await world.ask("GET /v1/orders/{id}", { path });
  if (emptied?.orders !== 1 || seen.userId !== null)
    world.found(name, `has forgotten ${emptied?.orders} orders of one, whose user is ${seen.userId}`);
}
