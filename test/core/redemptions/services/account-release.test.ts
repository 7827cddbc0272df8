import { PutCommand } from "@aws-sdk/lib-dynamodb";
import { afterEach, beforeEach, expect, test } from "@jest/globals";
import { releaseAccount } from "../../../../core/redemptions/services/account-release.ts";
import { World } from "../../../support/world.ts";
import { accountRow, everything, OPERATOR, redemptionRow, submit, work } from "./submitting.ts";

let world: World;
let planId: string;
let accountId: string;
beforeEach(async () => {
  world = await World.create({ behaviour: (code) => (code.startsWith("NEVER") ? "never" : "reply-lost") });
  planId = await world.plan();
  accountId = await world.account();
});
afterEach(() => world.drop());

const release = (key?: string) => {
  const body = { reason: "the redemption has ended" };
  const request = world.request("POST /v1/accounts/{accountId}/release", body, key, { accountId });
  return releaseAccount(world.deps, { ...request, ownerId: "platform" }, OPERATOR, accountId, body);
};

/** What no run of ours leaves behind: a lease whose redemption has ended, as after a restored backup. */
async function leaveLease(previousStatus: "WAITING" | "PROCESSING") {
  await submit(world, { planId });
  await world.settle();
  const { redemptionId } = await redemptionRow(world);
  const account = await accountRow(world, accountId);
  const { selectionPk: _pk, ...rest } = account as unknown as Record<string, unknown>;
  const lease = {
    status: "LOCKING",
    previousStatus,
    leaseOwner: redemptionId,
    leaseUntil: world.nowMs,
    fencingToken: 9,
  };
  const Item = { ...rest, ...lease, selectionSk: undefined };
  await world.tables.client.send(new PutCommand({ TableName: world.tables.main, Item }));
}

test.each(["WAITING", "PROCESSING"] as const)(
  "a lease whose redemption has ended is given back: %s again, audited, and free to be picked",
  async (previousStatus) => {
    await leaveLease(previousStatus);
    const answer = await release("key-1");
    expect(answer).toMatchObject({ httpStatus: 200, body: { status: previousStatus, lease: null } });
    const account = await accountRow(world, accountId);
    expect(account).toMatchObject({ status: previousStatus, selectionPk: expect.stringContaining(previousStatus) });
    expect(account.planId).toBe(previousStatus === "WAITING" ? undefined : planId);
    expect(await world.rows(`ACC#acme#${accountId}`, "AUDIT#")).toMatchObject([
      { by: "OPERATOR", action: "account.released", reason: "the redemption has ended" },
    ]);
    const again = await release("key-1");
    expect([again.replayed, again.body]).toEqual([true, answer.body]);
  },
);

test("a lease whose redemption is under way, or waits for a person, stays", async () => {
  await submit(world, { planId, code: "NEVER-0001" });
  await work(world, "NEVER-0001");
  const before = await everything(world);
  await expect(release()).rejects.toMatchObject({ code: "lease-in-use", wait: { waitFor: "redemption" } });
  expect(await everything(world)).toEqual(before);
  await world.settle();
  expect((await redemptionRow(world, "NEVER-0001")).state).toBe("NEEDS_REVIEW");
  await expect(release()).rejects.toMatchObject({ code: "lease-in-use" });
});

test("an account without a lease has nothing to release, for good: the key keeps that answer, another key asks anew", async () => {
  const refused = { httpStatus: 409, body: { code: "account-not-leased", retryable: false } };
  expect(await release("key-1")).toMatchObject(refused);
  await leaveLease("WAITING");
  expect(await release("key-1")).toMatchObject({ ...refused, replayed: true });
  expect(await release("key-2")).toMatchObject({ httpStatus: 200, body: { status: "WAITING" } });
});
