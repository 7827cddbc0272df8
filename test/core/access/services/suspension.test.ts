import { expect, test } from "@jest/globals";
import { moveMerchant } from "../../../../core/access/store/merchant-store.ts";
import { World } from "../../../support/world.ts";
import { submit } from "../../redemptions/services/submitting.ts";

test("what a merchant's requests have started before it is suspended comes to its end", async () => {
  const world = await World.create();
  try {
    const planId = await world.plan();
    await world.account();
    await submit(world, { planId });
    await world.deps.tables.transact([moveMerchant("acme", "suspend", world.nowMs)]);
    await world.settle();
    expect(await world.rows("RDM#", "HEAD")).toMatchObject([{ state: "SUCCEEDED" }]);
    expect(await world.rows("LEDGER#", "HEAD")).toHaveLength(1);
  } finally {
    await world.drop();
  }
});
