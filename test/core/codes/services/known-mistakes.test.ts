/** What codes and their uses are known to go wrong at, each shown not to. What is bought goes wrong in ways of its own. */

import { afterEach, beforeEach, expect, test } from "@jest/globals";
import { getCampaign } from "../../../../core/codes/services/campaigns.ts";
import { createCodes, findCodeJob } from "../../../../core/codes/services/code-jobs.ts";
import { makeCodes } from "../../../../core/codes/services/code-making.ts";
import { exportCodes, listCodes } from "../../../../core/codes/services/codes.ts";
import { getOffer } from "../../../../core/orders/services/offers.ts";
import { getSubscription } from "../../../../core/orders/services/subscriptions.ts";
import { findViolations } from "../../../../invariants/find-violations.ts";
import { CodeWorld, enoughMs, merchant, outcomeOf } from "./code-world.ts";

let shop: CodeWorld;
beforeEach(async () => {
  shop = await CodeWorld.create();
});
afterEach(async () => {
  expect(findViolations(await shop.snapshot())).toEqual([]);
  await shop.world.drop();
});

type Body = Record<string, string>;

const names = (count: number) => Array.from({ length: count }, (_, n) => `user-${n}`);
const counted = (outcomes: readonly string[]) =>
  Object.fromEntries([...Map.groupBy(outcomes, (outcome) => outcome)].map(([outcome, of]) => [outcome, of.length]));

/** All at the same moment, each under a key of its own. */
async function atOnce(code: string, users: readonly string[]) {
  return counted(await Promise.all(users.map((user) => outcomeOf(shop.use(code, user)))));
}

async function accept(campaignId: string, count: number) {
  const request = shop.world.request("POST /v1/campaigns/{id}/codes", { count }, undefined, { id: campaignId });
  const { body } = await createCodes(shop.deps, request, merchant, campaignId, { count });
  return { tenantId: "acme", ...(body as { jobId: string }) };
}

/** The same request again while it is told to come later. */
async function used(code: string, user: string): Promise<Body> {
  for (;;) {
    const outcome = await shop.use(code, user, `key-of-${code}-${user}`).catch((error: { code: string }) => error);
    if ("httpStatus" in outcome) return outcome.body as Body;
    expect(outcome.code).toBe("overloaded");
  }
}

test("two users at once on the last use, whom no lock of one user and code excludes: one has it", async () => {
  const { code } = await shop.oneCode();
  expect(await atOnce(code, ["alice", "bob"])).toEqual({ "201": 1, "code-invalid": 1 });
});

test("64 users on 10 uses: 54 are refused", async () => {
  const { code } = await shop.oneCode({}, { usesPerCode: 10 });
  expect(await atOnce(code, names(64))).toEqual({ "201": 10, "code-invalid": 54 });
});

test("300 users on 120 uses over several slots: 120 have it, and nobody is refused while one is free", async () => {
  const { code, campaignId } = await shop.oneCode({}, { usesPerCode: 120 });
  expect(await atOnce(code, names(300))).toEqual({ "201": 120, "code-invalid": 180 });
  const { items } = await listCodes(shop.deps, merchant, campaignId, { limit: 10 });
  expect(items).toMatchObject([{ uses: 120, usesMax: 120, status: "EXHAUSTED" }]);
});

test("20 codes of one user at once: with retries all succeed, in one subscription of twenty months, and one is new", async () => {
  const campaignId = await shop.campaign(await shop.offer());
  await shop.make(campaignId, { count: 20 });
  const uses = await Promise.all((await shop.codes(campaignId)).map((code) => used(code, "alice")));
  expect(uses.filter(({ isNew }) => isNew)).toHaveLength(1);
  const { view } = await getSubscription(shop.deps, merchant, uses[0]?.subscriptionId as string);
  expect(view).toMatchObject({ version: 20, endsAt: "2027-11-01T12:00:00.000Z" });
  expect(view.grants).toHaveLength(20);
});

test("a counter read and saved: what a campaign has issued is the sum of jobs that run at once", async () => {
  const campaignId = await shop.campaign(await shop.offer());
  const jobs = await Promise.all([20, 30, 40].map((count) => accept(campaignId, count)));
  await Promise.all(jobs.map((job) => makeCodes(shop.deps, job, enoughMs)));
  expect(await getCampaign(shop.deps, merchant, campaignId)).toMatchObject({ codesIssued: 90 });
});

test("a lock freed by a slow owner: a worker that wakes up late moves no cursor, and what it makes is counted once", async () => {
  const campaignId = await shop.campaign(await shop.offer());
  const job = await accept(campaignId, 3);
  const { reached, letGo } = shop.world.holdAt(1, "before");
  const slow = makeCodes(shop.deps, job, enoughMs);
  await reached;
  await makeCodes(shop.deps, job, enoughMs);
  letGo();
  expect(await slow).toEqual({ kind: "done" });
  expect(await findCodeJob(shop.deps, merchant, job.jobId)).toMatchObject({ status: "DONE", done: 3, errors: [] });
  expect(await getCampaign(shop.deps, merchant, campaignId)).toMatchObject({ codesIssued: 3 });
});

test("the count kept although the order was cancelled: a use that is taken back leaves nothing counted", async () => {
  const counted = { onRepeat: "new", perUserLimit: 1, stock: 1 } as const;
  const { code, offerId, campaignId } = await shop.oneCode(counted);
  await shop.make(campaignId, { count: 1 });
  const { codeRedemptionId = "" } = (await shop.use(code, "alice")).body as Body;
  await shop.reverse(codeRedemptionId);
  expect(await getOffer(shop.deps, merchant, offerId)).toMatchObject({ stock: { free: 1, used: 0 } });
  const second = (await shop.codes(campaignId))[1] ?? "";
  shop.world.nowMs += 1;
  expect(await outcomeOf(shop.use(second, "alice"))).toBe("201");
});

test("a count given back twice: reversals at once, each under its own key, give back once", async () => {
  const { code, offerId } = await shop.oneCode({ stock: 5 }, { usesPerCode: 3 });
  const { codeRedemptionId = "" } = (await shop.use(code, "alice")).body as Body;
  await shop.use(code, "bob");
  const answers = await Promise.all(Array.from({ length: 8 }, () => shop.reverse(codeRedemptionId)));
  expect(new Set(answers.map(({ body }) => JSON.stringify(body))).size).toBe(1);
  expect(await getOffer(shop.deps, merchant, offerId)).toMatchObject({ stock: { free: 4, used: 1 } });
  expect(await atOnce(code, names(8))).toEqual({ "201": 2, "code-invalid": 6 });
});

test("a task that swallows its error: a job whose codes cannot be written fails, and stays to be done", async () => {
  const campaignId = await shop.campaign(await shop.offer());
  const job = await accept(campaignId, 5);
  const { tables } = shop.deps;
  const insert = tables.insert.bind(tables);
  tables.insert = async (some) => {
    await insert(some.slice(0, 3));
    tables.insert = insert;
    throw new Error("the table is gone");
  };
  await expect(makeCodes(shop.deps, job, enoughMs)).rejects.toThrow("the table is gone");
  expect(await findCodeJob(shop.deps, merchant, job.jobId)).toMatchObject({ status: "RUNNING", done: 0 });
  expect(await makeCodes(shop.deps, job, enoughMs)).toEqual({ kind: "done" });
  expect(await shop.codes(campaignId)).toHaveLength(5);
});

test("isNew by counting: of a new user's uses at once one is new, and after its reversal none is", async () => {
  const campaignId = await shop.campaign(await shop.offer(), { usesPerCode: 2 });
  await shop.make(campaignId, { count: 6 });
  const codes = await shop.codes(campaignId);
  const uses = await Promise.all(codes.slice(0, 5).map((code) => used(code, "alice")));
  const [first, ...others] = uses.filter(({ isNew }) => isNew);
  expect(others).toEqual([]);
  for (const { codeRedemptionId = "" } of uses) await shop.reverse(codeRedemptionId);
  expect(first).toBeDefined();
  expect((await shop.use(codes[5] ?? "", "alice")).body).toMatchObject({ isNew: false });
  expect((await shop.use(codes[5] ?? "", "bob")).body).toMatchObject({ isNew: true });
});

test("own code applied twice: of a user's uses of one code at once, however it is typed, one is granted", async () => {
  const campaignId = await shop.campaign(await shop.offer(), { usesPerCode: 100 });
  await shop.make(campaignId, { codes: ["FOO-2026-LIVE"] });
  const typed = [
    "FOO-2026-LIVE",
    "foo2026live",
    " F00 2026 L1VE ",
    "ＦＯＯ２０２６ＬＩＶＥ",
    "FOO\u200b2026\u200bLIVE",
  ];
  const outcomes = await Promise.all(typed.map((code) => outcomeOf(shop.use(code, "alice"))));
  expect(counted(outcomes)).toEqual({ "201": 1, "already-used": 4 });
  const { items } = await listCodes(shop.deps, merchant, campaignId, { limit: 10 });
  expect(items).toMatchObject([{ uses: 1 }]);
});

test("the last single code refused by an off-by-one: each of the uses succeeds, the last one too, and none after it", async () => {
  for (const usesPerCode of [1, 3]) {
    const { code } = await shop.oneCode({ stock: usesPerCode }, { usesPerCode });
    for (const user of names(usesPerCode)) expect(await outcomeOf(shop.use(code, user))).toBe("201");
    expect(await outcomeOf(shop.use(code, "late"))).toBe("code-invalid");
  }
});

test("+30 days for a month: codes of a month used on 31 January end on the last of February, then on 31 March", async () => {
  shop.world.nowMs = Date.parse("2027-01-31T09:30:00Z");
  const campaignId = await shop.campaign(await shop.offer());
  await shop.make(campaignId, { count: 3 });
  const ends = [];
  for (const code of await shop.codes(campaignId)) ends.push(((await shop.use(code, "alice")).body as Body).endsAt);
  expect(ends).toEqual(["2027-02-28T09:30:00.000Z", "2027-03-31T09:30:00.000Z", "2027-04-30T09:30:00.000Z"]);
});

test("CSV formulas: no cell of an export begins with = + - @, whatever campaign, offer and own codes are called", async () => {
  const offerId = await shop.offer({ name: "@SUM(A1)" });
  const campaignId = await shop.campaign(offerId, { name: '=HYPERLINK("http://a.example")', codePrefix: "E2" });
  await shop.make(campaignId, { count: 20 });
  await shop.make(campaignId, { codes: ["-1-2-3-4", "--CODE--"] });
  const csv = await exportCodes(shop.deps, merchant, campaignId, { from: 0, count: 100 });
  const lines = csv.split("\r\n");
  expect(lines).toHaveLength(22);
  for (const line of lines.slice(1, -1)) {
    expect(line).toMatch(/^E2(-[0-9A-HJKMNP-TV-Z]{4}){4},cod_acme_[0-9A-Z]{26},ACTIVE$/);
  }
});
