import { afterEach, beforeEach, expect, test } from "@jest/globals";
import { createApiKey } from "../../../../core/access/services/api-keys.ts";
import { listSpread, stateSpread } from "../../../../core/foundation/domain/spreads.ts";
import type { Page, PageOf } from "../../../../core/foundation/services/pages.ts";
import { getAccount, listAccounts } from "../../../../core/redemptions/services/accounts.ts";
import { createPlan, getPlan, listPlans } from "../../../../core/redemptions/services/plans.ts";
import { getRedemption, listRedemptions } from "../../../../core/redemptions/services/redemptions.ts";
import { World } from "../../../support/world.ts";
import { bodyOf, MERCHANT, OPERATOR, refOf, submit } from "../../redemptions/services/submitting.ts";

let world: World;
beforeEach(async () => {
  world = await World.create({ behaviour: (code) => (code.startsWith("BAD") ? "declined" : "ok") });
});
afterEach(() => world.drop());

/** All pages of a list, with something happening between them. */
async function walk<View>(
  list: (page: Page) => Promise<PageOf<View>>,
  limit: number,
  between: () => Promise<unknown> = async () => {},
): Promise<View[]> {
  const seen: View[] = [];
  let cursor: string | undefined;
  do {
    const page = await list({ limit, cursor });
    expect(page.items.length).toBeLessThanOrEqual(limit);
    seen.push(...page.items);
    cursor = page.nextCursor ?? undefined;
    await between();
  } while (cursor !== undefined);
  return seen;
}

async function plansOf(tenantId: string, count: number): Promise<string[]> {
  const ids: string[] = [];
  for (let n = 0; n < count; n++) {
    world.nowMs += 1000;
    const input = { name: `Plan ${n}`, country: "US", target: { amount: 1000, currency: "USD" } };
    const request = { ...world.request("POST /v1/plans", input), ownerId: tenantId };
    ids.push(bodyOf(await createPlan(world.deps, request, tenantId, input)).planId);
  }
  return ids;
}

test.each([1, 3, 5, 100])("pages of %i list all plans, newest first", async (limit) => {
  const ids = await plansOf("acme", 10);
  await plansOf("globex", 2);
  const seen = await walk((page) => listPlans(world.deps, MERCHANT, page), limit);
  expect(seen.map(({ planId }) => planId)).toEqual(ids.reverse());
});

test("rows that are added while a list is read neither repeat nor hide any", async () => {
  const ids = await plansOf("acme", 7);
  const seen = await walk(
    (page) => listPlans(world.deps, MERCHANT, page),
    2,
    () => plansOf("acme", 3),
  );
  expect(seen.map(({ planId }) => planId)).toEqual(ids.reverse());
});

test("rows that change their state while a list is read appear once", async () => {
  const planId = await world.plan();
  await world.account();
  const codes = Array.from({ length: 9 }, (_, index) => `${index % 2 ? "BADC" : "CODE"}-${1000 + index}`);
  for (const code of codes) {
    world.nowMs += 1000;
    await submit(world, { planId, code });
  }
  const seen = await walk(
    (page) => listRedemptions(world.deps, MERCHANT, page),
    2,
    () => world.settle(),
  );
  expect(seen.map(({ last4 }) => last4)).toEqual(codes.map((code) => code.slice(-4)).reverse());
});

/** One request of a page after the other, and at the `moment`-th something happens in between. */
async function meanwhile<Result>(moment: number, happens: () => Promise<unknown>, read: () => Promise<Result>) {
  const { tables } = world.deps;
  const { query } = tables;
  let count = 0;
  let last: Promise<unknown> = Promise.resolve();
  tables.query = (...question) => {
    const mine = last.then(async () => {
      if (count++ === moment) {
        tables.query = query;
        await happens();
      }
      return query.apply(tables, question);
    });
    last = mine.catch(() => {});
    return mine;
  };
  const result = await read();
  tables.query = query;
  return { result, moments: count };
}

/** Of a list's many parts: the first, and some between the others. */
const MOMENTS_APART = 5;
const MOVES = {
  "is redeemed": ["CODE", () => world.settle()],
  "is refused": ["BADC", () => world.settle()],
  "is submitted again": ["BADC", (code: string, planId: string) => submit(world, { code, planId, batchId: "again" })],
} as const;

test.each(Object.keys(MOVES) as (keyof typeof MOVES)[])(
  "a redemption that %s at any moment of the reading is in the list of all states, once",
  async (name) => {
    const [prefix, move] = MOVES[name];
    const planId = await world.plan();
    await world.account();
    let moments = 1;
    const numbers: string[] = [];
    for (let moment = 0; moment < moments; moment += MOMENTS_APART) {
      world.nowMs += 1000;
      const code = `${prefix}-${1000 + moment}`;
      await submit(world, { code, planId });
      if (name === "is submitted again") await world.settle();
      const page = await meanwhile(
        moment,
        () => move(code, planId),
        () => listRedemptions(world.deps, MERCHANT, { limit: 100 }),
      );
      moments = page.moments;
      numbers.unshift(String(1000 + moment));
      expect([moment, page.result.items.map(({ last4 }) => last4)]).toEqual([moment, numbers]);
    }
    expect(moments).toBe(listSpread("RDM").asked);
  },
);

test.each(["WAITING", undefined] as const)(
  "an account that is leased and returned while a list (%s) is read is in it unless its status is another one",
  async (status) => {
    const planId = await world.plan(1_000_000);
    const accountId = await world.account();
    for (let moment = 0; moment < 8; moment++) {
      await submit(world, { code: `BADC-${1000 + moment}`, planId });
      const { result } = await meanwhile(
        moment,
        () => world.settle(),
        () => listAccounts(world.deps, MERCHANT, { limit: 10, ...(status ? { status } : {}) }),
      );
      expect(result.items.map((item) => item.accountId)).toEqual([accountId]);
    }
  },
);

test("a row keeps its place in the list of all states through every move", async () => {
  const planId = await world.plan(1000);
  await world.account();
  for (const code of ["CODE-0001", "BADC-0001"]) await submit(world, { planId, code });
  const places = async () =>
    [...(await world.rows("RDM#")), ...(await world.rows("ACC#"))].map(({ pk, listPk, stateSk }) => [
      pk,
      listPk,
      stateSk,
    ]);
  const before = await places();
  expect(before).toHaveLength(3);
  expect(
    before.every(([pk, listPk]) => listPk && String(pk).startsWith(String(listPk).slice(0, "RDM#acme#".length))),
  ).toBe(true);
  await world.settle();
  expect(await places()).toEqual(before);
});

test("a list by state shows that state only, though three share a partition", async () => {
  const planId = await world.plan();
  await world.account();
  for (const code of ["CODE-0001", "BADC-0001"]) await submit(world, { planId, code });
  await world.settle();
  await submit(world, { planId, code: "CODE-0002" });
  const last4 = async (status: "ACCEPTED" | "CLAIMED" | "SUCCEEDED" | "FAILED") =>
    (await listRedemptions(world.deps, MERCHANT, { limit: 10, status })).items.map((item) => item.last4 + item.status);
  expect(await last4("SUCCEEDED")).toEqual(["0001SUCCEEDED"]);
  expect(await last4("FAILED")).toEqual(["0001FAILED"]);
  expect(await last4("ACCEPTED")).toEqual(["0002ACCEPTED"]);
  expect(await last4("CLAIMED")).toEqual([]);
});

test("accounts are listed by status", async () => {
  const planId = await world.plan(1000);
  const [first, second] = [await world.account(), await world.account()];
  await submit(world, { planId });
  await world.settle();
  const ids = async (status?: "WAITING" | "COMPLETED") =>
    (await listAccounts(world.deps, MERCHANT, { limit: 10, ...(status ? { status } : {}) })).items.map(
      ({ accountId }) => accountId,
    );
  const [completed] = await ids("COMPLETED");
  const [waiting] = await ids("WAITING");
  expect([completed, waiting].sort()).toEqual([first, second].sort());
  expect(await ids()).toHaveLength(2);
});

test("an operator's list spans the tenants of the registry, or one of them; a tenant cannot ask for another's", async () => {
  const registry = { tables: world.deps.tables, clock: world.deps.clock, randomBytes: world.deps.random.bytes };
  for (const tenantId of ["acme", "globex"]) await createApiKey(registry, { tenantId, scopes: ["redemptions"] });
  const acme = await plansOf("acme", 3);
  const globex = await plansOf("globex", 2);
  const ids = async (caller: typeof MERCHANT, more = {}) =>
    (await listPlans(world.deps, caller, { limit: 10, ...more })).items.map(({ planId }) => planId);
  expect(await ids(OPERATOR)).toEqual([...acme, ...globex].reverse());
  expect(await ids(OPERATOR, { tenantId: "globex" })).toEqual(globex.reverse());
  expect(await ids(MERCHANT, { tenantId: "acme" })).toEqual(acme.reverse());
  await expect(ids(MERCHANT, { tenantId: "globex" })).rejects.toMatchObject({
    code: "request-invalid",
    errors: [{ pointer: "/query/tenantId" }],
  });
});

test("while tenants are few, an operator's list of one status asks for that status alone", async () => {
  const registry = { tables: world.deps.tables, clock: world.deps.clock, randomBytes: world.deps.random.bytes };
  for (const tenantId of ["acme", "globex"]) await createApiKey(registry, { tenantId, scopes: ["redemptions"] });
  const planId = await world.plan();
  await world.account();
  await submit(world, { planId, code: "BADC-0001" });
  await world.settle();
  for (let n = 0; n < 12; n++) await submit(world, { planId, code: `CODE-${1000 + n}` });
  world.requests.length = 0;
  const { items, nextCursor } = await listRedemptions(world.deps, OPERATOR, { limit: 2, status: "FAILED" });
  expect([items.map(({ last4 }) => last4), nextCursor]).toEqual([["0001"], null]);
  expect(Object.groupBy(world.requests, (name) => name)).toEqual({
    QueryCommand: Array(1 + 2 * stateSpread("RDM").asked).fill("QueryCommand"),
    BatchGetCommand: ["BatchGetCommand"],
  });
});

test.each([1, 2, 4])("a page of %i that holds all there is has no next one, and one row less has", async (limit) => {
  await plansOf("acme", limit);
  expect(await listPlans(world.deps, MERCHANT, { limit })).toMatchObject({ nextCursor: null });
  await plansOf("acme", 1);
  const { items, nextCursor } = await listPlans(world.deps, MERCHANT, { limit });
  expect([items.length, nextCursor]).toEqual([limit, expect.any(String)]);
});

test("another tenant's resource is answered like one that does not exist", async () => {
  const planId = await world.plan();
  const accountId = await world.account();
  await submit(world, { planId });
  const { redemptionId } = refOf(world);
  const other = { kind: "tenant", tenantId: "globex", keyId: "OTHER" } as const;
  const reads: [string, (caller: typeof MERCHANT, id: string) => Promise<unknown>][] = [
    [planId, (caller, id) => getPlan(world.deps, caller, id)],
    [accountId, (caller, id) => getAccount(world.deps, caller, id)],
    [redemptionId, (caller, id) => getRedemption(world.deps, caller, id)],
  ];
  for (const [id, read] of reads) {
    await expect(read(MERCHANT, id)).resolves.toBeDefined();
    await expect(read(OPERATOR, id)).resolves.toBeDefined();
    const missing = `${id.slice(0, -4)}0000`;
    await expect(read(other, id)).rejects.toMatchObject({ code: "not-found" });
    for (const caller of [MERCHANT, OPERATOR])
      await expect(read(caller, missing)).rejects.toMatchObject({ code: "not-found" });
  }
});

test.each(["", "x", "%%%", Buffer.from("01JQZ0000000000000000000A!").toString("base64url")])(
  "a cursor that is not one of ours (%p) is refused",
  async (cursor) => {
    await expect(listPlans(world.deps, MERCHANT, { limit: 5, cursor })).rejects.toMatchObject({
      code: "cursor-invalid",
    });
  },
);
