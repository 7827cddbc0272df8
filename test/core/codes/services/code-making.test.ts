import { afterEach, beforeEach, expect, test } from "@jest/globals";
import { getCampaign } from "../../../../core/codes/services/campaigns.ts";
import { createCodes, findCodeJob } from "../../../../core/codes/services/code-jobs.ts";
import { makeCodes, sweepCodeJobs } from "../../../../core/codes/services/code-making.ts";
import { exportCodes, listCodes, lookUp } from "../../../../core/codes/services/codes.ts";
import { slotFor } from "../../../../core/orders/services/takes.ts";
import { Crash } from "../../../support/world.ts";
import { CodeWorld, enoughMs, merchant } from "./code-world.ts";

let shop: CodeWorld;
beforeEach(async () => {
  shop = await CodeWorld.create();
});
afterEach(() => shop.world.drop());

async function accept(campaignId: string, input: { count: number } | { codes: string[] }) {
  const request = shop.world.request("POST /v1/campaigns/{id}/codes", input, undefined, { id: campaignId });
  const { body } = await createCodes(shop.deps, request, merchant, campaignId, input);
  return { tenantId: "acme", ...(body as { jobId: string }) };
}

/** How many requests that read many rows there were, and how many at once. */
function watchReads() {
  const { tables } = shop.deps;
  const getMany = tables.getMany.bind(tables);
  const seen = { requests: 0, most: 0, now: 0 };
  tables.getMany = async (table, keys) => {
    expect(keys.length).toBeLessThanOrEqual(100);
    seen.requests += 1;
    seen.now += 1;
    seen.most = Math.max(seen.most, seen.now);
    return getMany(table, keys).finally(() => {
      seen.now -= 1;
    });
  };
  return seen;
}

test("a job makes its codes, 25 a request", async () => {
  const campaignId = await shop.campaign(await shop.offer(), { codePrefix: "SPRING" });
  const job = await accept(campaignId, { count: 1200 });
  const before = shop.world.steps.length;
  expect(await makeCodes(shop.deps, job, enoughMs)).toEqual({ kind: "done" });
  const PARTS = 3;
  expect(shop.world.steps.length - before).toBe(1200 / 25 + PARTS);
  expect(await findCodeJob(shop.deps, merchant, job.jobId)).toMatchObject({ status: "DONE", done: 1200, total: 1200 });
  expect(await getCampaign(shop.deps, merchant, campaignId)).toMatchObject({ codesIssued: 1200 });
  const codes = await shop.codes(campaignId, 2000);
  expect(new Set(codes).size).toBe(1200);
  for (const code of codes) expect(code).toMatch(/^SPRING(-[0-9A-Z]{4}){4}$/);
});

test("a worker that dies anywhere leaves a job that the next one finishes, with each code once", async () => {
  const campaignId = await shop.campaign(await shop.offer());
  for (const when of ["before", "after"] as const) {
    // Two batches, and what counts them.
    for (let step = 0; step < 3; step++) {
      const job = await accept(campaignId, { count: 26 });
      shop.world.crashAt(step, when);
      await expect(makeCodes(shop.deps, job, enoughMs)).rejects.toBeInstanceOf(Crash);
      shop.world.revive();
      await makeCodes(shop.deps, job, enoughMs);
      expect(await findCodeJob(shop.deps, merchant, job.jobId)).toMatchObject({ status: "DONE", done: 26, errors: [] });
    }
  }
  expect(await getCampaign(shop.deps, merchant, campaignId)).toMatchObject({ codesIssued: 156 });
  expect(await shop.codes(campaignId, 200)).toHaveLength(156);
});

test("of a batch that was written in part, each code is there once and none is an error, whoever has written it", async () => {
  const campaignId = await shop.campaign(await shop.offer());
  const job = await accept(campaignId, { count: 25 });
  const { tables } = shop.deps;
  const insert = tables.insert.bind(tables);
  // Every second one; of the others one is another worker's by the time that it is put again.
  tables.insert = async (puts) => {
    const isEven = puts.map((_, index) => index % 2 === 0);
    await insert([...puts.filter((_, index) => isEven[index]), ...puts.slice(1, 2)]);
    return isEven;
  };
  expect(await makeCodes(shop.deps, job, enoughMs)).toEqual({ kind: "done" });
  expect(await findCodeJob(shop.deps, merchant, job.jobId)).toMatchObject({ status: "DONE", done: 25, errors: [] });
  expect(await getCampaign(shop.deps, merchant, campaignId)).toMatchObject({ codesIssued: 25 });
  expect(await shop.codes(campaignId)).toHaveLength(25);
});

test("twins count once", async () => {
  const campaignId = await shop.campaign(await shop.offer());
  const job = await accept(campaignId, { count: 600 });
  await Promise.all([makeCodes(shop.deps, job, enoughMs), makeCodes(shop.deps, job, enoughMs)]);
  expect(await findCodeJob(shop.deps, merchant, job.jobId)).toMatchObject({ status: "DONE", done: 600, errors: [] });
  expect(await getCampaign(shop.deps, merchant, campaignId)).toMatchObject({ codesIssued: 600 });
});

test("a worker whose time is up comes again, and one that nobody came for is found by the sweep", async () => {
  const campaignId = await shop.campaign(await shop.offer());
  const job = await accept(campaignId, { count: 10 });
  expect(await makeCodes(shop.deps, job, () => 1000)).toEqual({ kind: "again", delayMs: 0 });
  shop.world.nowMs += 10 * 60_000;
  expect(await sweepCodeJobs(shop.deps)).toEqual({ resent: 1 });
  expect(shop.world.jobs).toMatchObject([{ job: { queue: "codes", body: job } }]);
});

test("jobs of one campaign have numbers of their own", async () => {
  const campaignId = await shop.campaign(await shop.offer());
  const jobs = await Promise.all([1, 2, 3].map(() => accept(campaignId, { count: 5 })));
  for (const job of jobs) await makeCodes(shop.deps, job, enoughMs);
  expect(new Set(await shop.codes(campaignId)).size).toBe(15);
});

test("own codes work however they are typed, and one that exists is told by its place", async () => {
  const offerId = await shop.offer();
  const one = await shop.campaign(offerId);
  const two = await shop.campaign(offerId);
  await shop.make(one, { codes: ["FOO-123", "BAR-456"] });
  const jobId = await shop.make(two, { codes: ["NEW-789", "F00-123"] });
  expect(await findCodeJob(shop.deps, merchant, jobId)).toMatchObject({
    status: "DONE",
    done: 2,
    errors: [{ index: 1, last4: "23", code: "code-exists" }],
  });
  expect(await getCampaign(shop.deps, merchant, two)).toMatchObject({ codesIssued: 1 });
  expect(await lookUp(shop.deps, merchant, { code: "foo 123" })).toMatchObject({ campaign: { campaignId: one } });
  expect((await shop.use("foo-l23", "alice")).httpStatus).toBe(201);
});

test("the same own code twice in one call is named", async () => {
  const campaignId = await shop.campaign(await shop.offer());
  await expect(accept(campaignId, { codes: ["ABC-100", "XYZ-200", "abc 1oo".toUpperCase()] })).rejects.toMatchObject({
    code: "request-invalid",
    errors: [{ pointer: "/codes/2" }],
  });
});

test("an export has generated codes only, leaves out what is not written yet, and begins no cell like a formula", async () => {
  const campaignId = await shop.campaign(await shop.offer());
  await shop.make(campaignId, { codes: ["OWN-CODE-1"] });
  await shop.make(campaignId, { count: 5 });
  await accept(campaignId, { count: 5 });
  const csv = await exportCodes(shop.deps, merchant, campaignId, { from: 0, count: 100 });
  const lines = csv.trim().split("\r\n");
  expect(lines[0]).toBe("code,codeId,status");
  expect(lines).toHaveLength(6);
  for (const cell of lines.flatMap((line) => line.split(","))) expect(cell).not.toMatch(/^[=+\-@\t]/);
  expect(csv).not.toContain("OWN-CODE-1");
  expect(await exportCodes(shop.deps, merchant, campaignId, { from: 50, count: 5 })).toBe("code,codeId,status\r\n");
});

test("an export reads other slots only of codes whose own row is empty", async () => {
  const campaignId = await shop.campaign(await shop.offer(), { usesPerCode: 51 });
  await shop.make(campaignId, { count: 4 });
  const [code = ""] = await shop.codes(campaignId);
  const statuses = async () => {
    const before = shop.world.requests.length;
    const csv = await exportCodes(shop.deps, merchant, campaignId, { from: 0, count: 4 });
    const of = csv
      .trim()
      .split("\r\n")
      .slice(1)
      .map((line) => line.split(",")[2]);
    return { of, requests: shop.world.requests.length - before };
  };
  const ACTIVE = ["ACTIVE", "ACTIVE", "ACTIVE", "ACTIVE"];
  expect(await statuses()).toEqual({ of: ACTIVE, requests: 3 });
  const users = Array.from({ length: 51 }, (_, n) => `user-${n}`);
  const [own, other] = [0, 1].map((slot) => users.filter((user) => slotFor(user, 2, undefined) === slot));
  // Those whose slot is the code's own row come first, and fill it up.
  const inOrder = [...(own ?? []), ...(other ?? [])];
  for (const user of inOrder.slice(0, 26)) expect((await shop.use(code, user)).httpStatus).toBe(201);
  const first = await statuses();
  expect(first.of).toEqual(ACTIVE);
  for (const user of inOrder.slice(26)) expect((await shop.use(code, user)).httpStatus).toBe(201);
  expect(await statuses()).toEqual({ of: ["EXHAUSTED", "ACTIVE", "ACTIVE", "ACTIVE"], requests: 4 });
});

test("an export of codes whose own rows are all empty reads their slots side by side, at most sixteen requests at once", async () => {
  const campaignId = await shop.campaign(await shop.offer(), { usesPerCode: 1600 });
  await shop.make(campaignId, { count: 210 });
  const codes = await shop.world.rows("CODE#");
  for (const { pk, sk } of codes) {
    const empty = { kind: "update", name: "test.empty", table: "main", key: { pk, sk } } as const;
    await shop.deps.tables.write({ ...empty, set: { remaining: 0 }, only: {} });
  }
  const atOnce = watchReads();
  const csv = await exportCodes(shop.deps, merchant, campaignId, { from: 0, count: 10_000 });
  expect(csv.trim().split("\r\n").slice(1)).toHaveLength(210);
  expect(csv.match(/ACTIVE/g)).toHaveLength(210);
  // Own rows by the hundred, then of three codes each what 32 slots have: no request is larger than DynamoDB takes.
  expect(atOnce).toEqual({ requests: 3 + 70, most: 16, now: 0 });
});

test("codes are listed newest first, page by page, never with the code", async () => {
  const campaignId = await shop.campaign(await shop.offer());
  await shop.make(campaignId, { count: 30 });
  const seen: string[] = [];
  let cursor: string | undefined;
  do {
    const page = await listCodes(shop.deps, merchant, campaignId, { limit: 7, cursor });
    seen.push(...page.items.map(({ codeId }) => codeId));
    cursor = page.nextCursor ?? undefined;
  } while (cursor !== undefined);
  const csv = await exportCodes(shop.deps, merchant, campaignId, { from: 0, count: 30 });
  const made = csv
    .trim()
    .split("\r\n")
    .slice(1)
    .map((line) => line.split(",")[1]);
  expect(seen).toEqual(made.reverse());
});
