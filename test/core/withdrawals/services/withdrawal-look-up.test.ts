import { afterEach, beforeEach, expect, test } from "@jest/globals";
import { lookUpWithdrawal } from "../../../../core/withdrawals/services/withdrawal-look-up.ts";
import { PayoutWorld } from "../../../support/payout-world.ts";

const OPERATOR = { kind: "operator", keyId: "OPERATOR" } as const;
let world: PayoutWorld;
beforeEach(async () => {
  world = await PayoutWorld.create();
});
afterEach(() => world.drop());

test("a payout's provider is asked by the withdrawal's id, and the withdrawal stays as it is", async () => {
  const withdrawal = await world.withdraw("pd_ok");
  await world.settle();
  const before = await world.read(withdrawal);
  const { withdrawalId } = withdrawal;
  expect(await lookUpWithdrawal(world.deps, OPERATOR, withdrawalId)).toMatchObject({
    asked: { provider: "sandbox", key: withdrawalId },
    answer: "succeeded",
    providerReference: before?.providerReference,
  });
  expect(world.provider.calls.at(-1)).toBe(`query ${withdrawalId}`);
  expect(await world.read(withdrawal)).toEqual(before);
});

test("one that was never sent is not known, and one that does not exist is not found", async () => {
  const { withdrawalId } = await world.withdraw("pd_ok");
  expect(await lookUpWithdrawal(world.deps, OPERATOR, withdrawalId)).toMatchObject({ answer: "not-found" });
  const unknown = withdrawalId.replace(/.{26}$/, "0".repeat(26));
  await expect(lookUpWithdrawal(world.deps, OPERATOR, unknown)).rejects.toMatchObject({ code: "not-found" });
});
