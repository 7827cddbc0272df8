import { BatchWriteCommand } from "@aws-sdk/lib-dynamodb";
import { afterEach, beforeEach, expect, test } from "@jest/globals";
import type { Account } from "../../../../core/redemptions/domain/account.ts";
import { add } from "../../../../core/redemptions/store/account-store.ts";
import { World } from "../../../support/world.ts";
import { accountRow, redemptionRow, submit, work } from "./submitting.ts";

let world: World;
let planId: string;
beforeEach(async () => {
  world = await World.create();
  planId = await world.plan();
});
afterEach(() => world.drop());

/** Puts `count` free accounts into the table. */
async function seed(count: number) {
  const puts = Array.from({ length: count }, (_, index) => {
    const unique = index.toString().padStart(26, "0");
    const account: Account = {
      tenantId: "acme",
      accountId: `acc_acme_${unique}`,
      country: "US",
      currency: "USD",
      loginStatus: "ACTIVE",
      status: "WAITING",
      balance: 0,
      fencingToken: 0,
      createdAt: 0,
      updatedAt: 0,
      stateSk: unique,
    };
    const write = add(account);
    return { PutRequest: { Item: write.kind === "put" ? write.item : {} } };
  });
  for (let from = 0; from < puts.length; from += 25) {
    const RequestItems = { [world.tables.main]: puts.slice(from, from + 25) };
    await world.tables.client.send(new BatchWriteCommand({ RequestItems }));
  }
}

test.each([1, 4, 5, 50, 400])("among %i accounts, selection reads at most four pages of five", async (count) => {
  await seed(count);
  const limits: unknown[] = [];
  const { query } = world.deps.tables;
  world.deps.tables.query = async function (table, question) {
    limits.push(question.limit);
    return query.call(this, table, question);
  };
  await submit(world, { planId });
  await work(world);
  expect((await redemptionRow(world)).state).toBe("SUCCEEDED");
  expect(limits.length).toBeLessThanOrEqual(4);
  expect(limits.every((limit) => limit === 5)).toBe(true);
});

test("a lone free account is always found, wherever the search begins", async () => {
  await seed(1);
  for (const [index, fraction] of [0, 0.25, 0.5, 0.999_999].entries()) {
    world.deps.random.fraction = () => fraction;
    const code = `CODE-${1000 + index}`;
    await submit(world, { planId, code });
    await work(world, code);
    expect((await redemptionRow(world, code)).state).toBe("SUCCEEDED");
  }
});

test("an account that the plan is filling comes before a waiting one", async () => {
  await seed(20);
  for (const code of ["CODE-0001", "CODE-0002", "CODE-0003"]) {
    await submit(world, { planId, code });
    await work(world, code);
  }
  const used = (await world.rows("ACC#")).filter(({ balance }) => balance !== 0);
  expect(used.map(({ balance }) => balance)).toEqual([3000]);
});

test("an account of another country, currency or plan is not taken", async () => {
  const euros = await world.account("EUR");
  const otherPlan = await world.plan(5000, "EUR");
  await submit(world, { planId });
  await work(world);
  expect((await redemptionRow(world)).state).toBe("ACCEPTED");
  await submit(world, { planId: otherPlan, code: "EURO-0001" });
  await work(world, "EURO-0001");
  expect(await accountRow(world, euros)).toMatchObject({ balance: 1000, planId: otherPlan });
  const third = await world.plan(9000, "EUR");
  await submit(world, { planId: third, code: "EURO-0002" });
  await work(world, "EURO-0002");
  expect((await redemptionRow(world, "EURO-0002")).state).toBe("ACCEPTED");
});

test("30 workers at once use 30 accounts, each for one card", async () => {
  await seed(60);
  const codes = Array.from({ length: 30 }, (_, index) => `CODE-${1000 + index}`);
  for (const code of codes) await submit(world, { planId, code });
  // Whoever lost five races in a row yields; nobody ever shares.
  await Promise.all(codes.map((code) => work(world, code)));
  await world.settle();
  const accounts = await world.rows("ACC#");
  const total = accounts.reduce((sum, { balance }) => sum + balance, 0);
  expect(total).toBe(30_000);
  expect(accounts.filter(({ status }) => status === "LOCKING")).toEqual([]);
  expect(await world.rows("LEDGER#")).toHaveLength(30);
});

test("an entry of the index that lags behind fails the fence and is passed over", async () => {
  await seed(2);
  const { query } = world.deps.tables;
  world.deps.tables.query = async function (table, question) {
    const page = await query.call(this, table, question);
    const items = page.items.map((item, index) => (index === 0 ? { ...item, fencingToken: 41 } : item));
    return { ...page, items };
  };
  world.deps.random.fraction = () => 0;
  await submit(world, { planId });
  await work(world);
  expect((await redemptionRow(world)).state).toBe("SUCCEEDED");
});
