import { afterEach, describe, expect, test } from "@jest/globals";
import { changeLoginStatus } from "../../../../core/redemptions/services/accounts.ts";
import type { Behaviour } from "../../../support/scripted-exchange.ts";
import { Crash, World } from "../../../support/world.ts";
import { accountRow, MERCHANT, redemptionRow, submit, work } from "./submitting.ts";

let world: World;
let planId: string;
let accountId: string;
afterEach(() => world.drop());

/** One account, either never used or filled once already by another card. */
async function begin(status: "WAITING" | "PROCESSING", target = 1_000_000) {
  const behaviour = (code: string): Behaviour => (code.startsWith("BAD") ? "declined" : "ok");
  world = await World.create({ behaviour });
  planId = await world.plan(target);
  accountId = await world.account();
  if (status === "PROCESSING") await redeem("FIRST-0001");
}

async function redeem(code: string) {
  await submit(world, { planId, code });
  await world.settle();
}

async function login(loginStatus: "ACTIVE" | "INACTIVE") {
  const request = world.request("PATCH /v1/accounts/{accountId}", { loginStatus }, undefined, { accountId });
  return changeLoginStatus(world.deps, request, MERCHANT, accountId, { loginStatus });
}

async function died(step: number, code: string) {
  world.crashAt(step, "after");
  await expect(work(world, code)).rejects.toBeInstanceOf(Crash);
  world.revive();
}

describe.each(["WAITING", "PROCESSING"] as const)("an account that is %s", (status) => {
  const before = { status, balance: status === "WAITING" ? 0 : 1000 };

  async function expectRestored() {
    const account = await accountRow(world, accountId);
    expect(account).toMatchObject({ ...before, selectionPk: expect.stringContaining(status) });
    expect([account.leaseOwner, account.leaseUntil, account.previousStatus]).toEqual([undefined, undefined, undefined]);
    expect(account.planId).toBe(status === "WAITING" ? undefined : planId);
  }

  test("is PROCESSING and credited after a success", async () => {
    await begin(status);
    await redeem("GOOD-0002");
    expect(await accountRow(world, accountId)).toMatchObject({
      status: "PROCESSING",
      balance: before.balance + 1000,
      planId,
    });
  });

  test("is what it was before after a refusal", async () => {
    await begin(status);
    await redeem("BAD-0002");
    await expectRestored();
  });

  test("is what it was before after its worker died between lease and intent and the redemption was given up", async () => {
    await begin(status);
    await submit(world, { planId, code: "GOOD-0002" });
    await died(1, "GOOD-0002");
    expect(await accountRow(world, accountId)).toMatchObject({ status: "LOCKING", previousStatus: status });
    world.nowMs += world.deps.limits.exchange.ageMaxMs + 1;
    await world.settle();
    expect(await redemptionRow(world, "GOOD-0002")).toMatchObject({ state: "FAILED", reason: "no-account" });
    await expectRestored();
    expect(world.exchange.effects).toHaveLength(status === "WAITING" ? 0 : 1);
  });

  test("is what it was before when its worker died in the middle of a call that is refused in the end", async () => {
    await begin(status);
    await submit(world, { planId, code: "BAD-0002" });
    await died(2, "BAD-0002");
    await world.settle();
    expect((await redemptionRow(world, "BAD-0002")).state).toBe("FAILED");
    await expectRestored();
  });

  test("stays leased, out of everybody's reach, while the outcome is unknown", async () => {
    await begin(status);
    await submit(world, { planId, code: "GOOD-0002" });
    await died(2, "GOOD-0002");
    await submit(world, { planId, code: "GOOD-0003" });
    world.nowMs += 10 * world.deps.limits.exchange.leaseMs;
    expect((await work(world, "GOOD-0003")).kind).toBe("again");
    expect(await redemptionRow(world, "GOOD-0003")).toMatchObject({ state: "ACCEPTED", yields: 1 });
    await world.settle();
    expect((await accountRow(world, accountId)).balance).toBe(before.balance + 2000);
  });
});

test("an account is COMPLETED when it reaches the plan's target, overshoot included, and is not picked again", async () => {
  await begin("WAITING", 1500);
  await redeem("GOOD-0001");
  expect((await accountRow(world, accountId)).status).toBe("PROCESSING");
  await redeem("GOOD-0002");
  const account = await accountRow(world, accountId);
  expect([account.status, account.balance, account.selectionPk]).toEqual(["COMPLETED", 2000, undefined]);
  await submit(world, { planId, code: "GOOD-0003" });
  await work(world, "GOOD-0003");
  expect((await redemptionRow(world, "GOOD-0003")).state).toBe("ACCEPTED");
});

test("an account that is logged out is never picked, and is again once it is logged in", async () => {
  await begin("PROCESSING");
  await login("INACTIVE");
  await submit(world, { planId, code: "GOOD-0002" });
  await work(world, "GOOD-0002");
  expect((await redemptionRow(world, "GOOD-0002")).state).toBe("ACCEPTED");
  await login("ACTIVE");
  await world.settle();
  expect((await redemptionRow(world, "GOOD-0002")).state).toBe("SUCCEEDED");
});

test.each([
  ["GOOD-0002", { status: "PROCESSING", balance: 2000 }],
  ["BAD-0002", { status: "PROCESSING", balance: 1000 }],
])(
  "an account that is logged out under a lease ends it as it must (%s) and is not picked afterwards",
  async (code, end) => {
    await begin("PROCESSING");
    await submit(world, { planId, code });
    const hold = world.holdAt(3, "after");
    const worker = work(world, code);
    await hold.reached;
    await login("INACTIVE");
    hold.letGo();
    await worker;
    const account = await accountRow(world, accountId);
    expect(account).toMatchObject({ ...end, loginStatus: "INACTIVE" });
    expect(account.selectionPk).toBeUndefined();
  },
);

test("an account that is logged out between lease and intent is given back, and the code waits for another", async () => {
  await begin("WAITING");
  await submit(world, { planId, code: "GOOD-0002" });
  await died(1, "GOOD-0002");
  await login("INACTIVE");
  world.nowMs += world.deps.limits.exchange.leaseMs + 1;
  await work(world, "GOOD-0002");
  const account = await accountRow(world, accountId);
  expect([account.status, account.leaseOwner, account.planId]).toEqual(["WAITING", undefined, undefined]);
  expect(await redemptionRow(world, "GOOD-0002")).toMatchObject({ state: "ACCEPTED" });
  await world.account();
  await world.settle();
  expect((await redemptionRow(world, "GOOD-0002")).state).toBe("SUCCEEDED");
});

test("a worker that comes back after its crash takes the same account under the next fence", async () => {
  await begin("WAITING");
  for (let n = 0; n < 5; n++) await world.account();
  await submit(world, { planId, code: "GOOD-0002" });
  await died(1, "GOOD-0002");
  const first = await redemptionRow(world, "GOOD-0002");
  world.nowMs += world.deps.limits.exchange.leaseMs + 1;
  await died(1, "GOOD-0002");
  const second = await redemptionRow(world, "GOOD-0002");
  expect(second.accountId).toBe(first.accountId);
  expect(second.accountFence).toBe((first.accountFence ?? 0) + 1);
  await world.settle();
  expect((await world.rows("ACC#")).filter(({ status }) => status === "LOCKING")).toEqual([]);
});
