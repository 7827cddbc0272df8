import { afterEach, beforeEach, expect, test } from "@jest/globals";
import { getUse } from "../../../../core/codes/services/code-uses.ts";
import { getSubscription } from "../../../../core/orders/services/subscriptions.ts";
import { getOrder } from "../../../../core/payments/services/orders.ts";
import { toldOf } from "../../../support/events.ts";
import { CodeWorld, merchant } from "./code-world.ts";

let world: CodeWorld;
beforeEach(async () => {
  world = await CodeWorld.create();
});
afterEach(() => world.world.drop());

type Use = Record<"codeRedemptionId" | "orderId" | "subscriptionId", string>;

/** The types so far of a use, its order and its subscription; the last event of each shows what a read shows now. */
async function told({ codeRedemptionId, orderId, subscriptionId }: Use) {
  const reads = [
    [codeRedemptionId, () => getUse(world.deps, merchant, codeRedemptionId)],
    [orderId, () => getOrder(world.deps, merchant, orderId)],
    [subscriptionId, async () => (await getSubscription(world.deps, merchant, subscriptionId)).view],
  ] as const;
  const all: string[][] = [];
  for (const [resourceId, read] of reads) {
    const { types, data } = await toldOf(world.world.tables, resourceId);
    expect(data).toEqual(await read());
    all.push(types);
  }
  return all;
}

test("a use tells of the code, its order and what it grants, and its reversal of all three; each once", async () => {
  const { code } = await world.oneCode();
  const use = (await world.use(code, "alice", "key-1")).body as Use;
  const used = [["code.redeemed"], ["order.finished"], ["subscription.activated"]];
  expect(await told(use)).toEqual(used);
  // The same again, and another's try, tell of nothing.
  await world.use(code, "alice", "key-1");
  await world.use(code, "alice", "key-2");
  await world.use(code, "bob");
  expect(await told(use)).toEqual(used);
  for (const _ of [1, 2]) await world.reverse(use.codeRedemptionId);
  expect(await told(use)).toEqual([
    ["code.redeemed", "code.reversed"],
    ["order.finished", "order.cancelled"],
    ["subscription.activated", "subscription.revoked"],
  ]);
});
