import { afterEach, beforeEach, expect, test } from "@jest/globals";
import { lookUpRedemption } from "../../../../core/redemptions/services/redemption-look-up.ts";
import { World } from "../../../support/world.ts";
import { CODE, OPERATOR, redemptionRow, refOf, submit } from "./submitting.ts";

let world: World;
beforeEach(async () => {
  world = await World.create();
  const planId = await world.plan();
  await world.account();
  await submit(world, { planId, batchId: "batch-1" });
});
afterEach(() => world.drop());

const look = (redemptionId = refOf(world).redemptionId) => lookUpRedemption(world.deps, OPERATOR, redemptionId);

test("the exchange is asked by the newest attempt's key, and says what it is worth", async () => {
  const { redemptionId } = refOf(world);
  await world.settle();
  const before = await redemptionRow(world);
  expect(await look(redemptionId)).toMatchObject({
    asked: { provider: "exchange", key: `${redemptionId}#1` },
    answer: "succeeded",
    amount: before.amount,
    providerReference: before.providerReference,
  });
  expect(await redemptionRow(world)).toEqual(before);
});

test("one that was not sent yet is not known there, and one that does not exist is not found", async () => {
  const { redemptionId } = refOf(world);
  expect(await look(redemptionId)).toMatchObject({ answer: "not-found" });
  await expect(look(redemptionId.replace(/.{26}$/, "0".repeat(26)))).rejects.toMatchObject({ code: "not-found" });
});

test("once the code is gone, a reference that may repeat it is withheld", async () => {
  await world.settle();
  const lookup = world.exchange.lookup.bind(world.exchange);
  world.exchange.lookup = async (call) => ({ ...(await lookup(call)), providerReference: `trade of ${CODE}` }) as never;
  expect(await look()).toMatchObject({ answer: "succeeded", providerReference: "withheld" });
});
