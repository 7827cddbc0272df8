import { afterEach, beforeEach, expect, test } from "@jest/globals";
import type { Caller } from "../../../../core/foundation/services/deps.ts";
import { changeLoginStatus, createAccount, getAccount } from "../../../../core/redemptions/services/accounts.ts";
import { createPlan, getPlan } from "../../../../core/redemptions/services/plans.ts";
import { World } from "../../../support/world.ts";
import { bodyOf, MERCHANT, OPERATOR } from "./submitting.ts";

let world: World;
beforeEach(async () => {
  world = await World.create();
});
afterEach(() => world.drop());

const change = (accountId: string, loginStatus: "ACTIVE" | "INACTIVE", caller: Caller = MERCHANT, key?: string) =>
  changeLoginStatus(
    world.deps,
    world.request("PATCH /v1/accounts/{accountId}", { loginStatus }, key, { accountId }),
    caller,
    accountId,
    { loginStatus },
  );

test("a new account waits, empty, logged in and without a lease", async () => {
  const input = { country: "US", currency: "USD", label: "desk 4" };
  const answer = await createAccount(world.deps, world.request("POST /v1/accounts", input), "acme", input);
  expect(answer.httpStatus).toBe(201);
  expect(await getAccount(world.deps, MERCHANT, bodyOf(answer).accountId)).toEqual(answer.body);
  expect(answer.body).toMatchObject({
    country: "US",
    label: "desk 4",
    status: "WAITING",
    loginStatus: "ACTIVE",
    balance: { amount: 0, currency: "USD" },
    planId: null,
    lease: null,
  });
});

test("the same key makes one account and one plan, however often it is sent", async () => {
  const account = { country: "US", currency: "USD" };
  const plan = { name: "Plan", country: "US", target: { amount: 5, currency: "USD" } };
  const accounts = Array.from({ length: 8 }, () =>
    createAccount(world.deps, world.request("POST /v1/accounts", account, "key-1"), "acme", account),
  );
  const plans = Array.from({ length: 8 }, () =>
    createPlan(world.deps, world.request("POST /v1/plans", plan, "key-1"), "acme", plan),
  );
  for (const answers of [await Promise.all(accounts), await Promise.all(plans)]) {
    expect(new Set(answers.map(({ body }) => JSON.stringify(body))).size).toBe(1);
    expect(answers.filter(({ replayed }) => replayed)).toHaveLength(7);
  }
  expect(await world.rows("ACC#")).toHaveLength(1);
  const [row] = await world.rows("PLN#");
  expect(await getPlan(world.deps, MERCHANT, row?.planId)).toMatchObject({ name: "Plan" });
});

test("a login status is changed and shown; the same key replays its answer though it has changed since", async () => {
  const accountId = await world.account();
  const first = await change(accountId, "INACTIVE", MERCHANT, "key-1");
  expect(await getAccount(world.deps, MERCHANT, accountId)).toEqual(first.body);
  await change(accountId, "ACTIVE");
  const again = await change(accountId, "INACTIVE", MERCHANT, "key-1");
  expect([again.replayed, again.body]).toEqual([true, first.body]);
  expect(await getAccount(world.deps, MERCHANT, accountId)).toMatchObject({ loginStatus: "ACTIVE" });
});

test("an operator's change leaves an audit row, the tenant's own does not", async () => {
  const accountId = await world.account();
  await change(accountId, "INACTIVE");
  expect(await world.rows(`ACC#acme#${accountId}`, "AUDIT#")).toEqual([]);
  await change(accountId, "ACTIVE", OPERATOR);
  expect(await world.rows(`ACC#acme#${accountId}`, "AUDIT#")).toMatchObject([{ by: "OPERATOR" }]);
});

test("an account that changes hands while its login status is changed is read again", async () => {
  const accountId = await world.account();
  const hold = world.holdAt(0, "before");
  const changing = change(accountId, "INACTIVE");
  await hold.reached;
  await change(accountId, "INACTIVE");
  await change(accountId, "ACTIVE");
  hold.letGo();
  expect((await changing).httpStatus).toBe(200);
  expect(await getAccount(world.deps, MERCHANT, accountId)).toMatchObject({ loginStatus: "INACTIVE" });
});

test("another tenant's account is not found, and stays as it is", async () => {
  const accountId = await world.account();
  const other = { kind: "tenant", tenantId: "globex", keyId: "OTHER" } as const;
  await expect(change(accountId, "INACTIVE", other)).rejects.toMatchObject({ code: "not-found" });
  expect(await getAccount(world.deps, MERCHANT, accountId)).toMatchObject({ loginStatus: "ACTIVE" });
});
