import { afterEach, beforeEach, expect, test } from "@jest/globals";
import { createCodes } from "../../../../core/codes/services/code-jobs.ts";
import type { Answer } from "../../../../core/foundation/services/deps.ts";
import { getSubscription } from "../../../../core/orders/services/subscriptions.ts";
import { findViolations } from "../../../../invariants/find-violations.ts";
import { meetingOthers } from "../../../support/conflicts.ts";
import { CodeWorld, merchant, outcomeOf } from "./code-world.ts";

let shop: CodeWorld;
beforeEach(async () => {
  shop = await CodeWorld.create();
});
afterEach(async () => {
  expect(findViolations(await shop.snapshot())).toEqual([]);
  await shop.world.drop();
});

/** From now on transactions meet each other, and somebody else's at the rows that `isBusy` names. */
function busyFromNowOn(isBusy?: (pk: string) => boolean) {
  const { tables } = shop.world;
  tables.client = meetingOthers(tables.client, isBusy);
}

/** Until it is an answer; what was told before it. */
async function withRetries(send: () => Promise<Answer>) {
  const told: string[] = [];
  for (;;) {
    const outcome = await outcomeOf(send());
    if (outcome !== "overloaded") return { outcome, told };
    told.push(outcome);
  }
}

const names = (what: string, length: number) => Array.from({ length }, (_, n) => `${what}-${n}`);
const count = (outcomes: { outcome: string }[], wanted: string) =>
  outcomes.filter(({ outcome }) => outcome === wanted).length;

test("32 users at once on one code with 10 uses, who meet each other at its row: with retries 10 have it, 22 are refused", async () => {
  const { code } = await shop.oneCode({}, { usesPerCode: 10 });
  busyFromNowOn();
  const outcomes = await Promise.all(names("user", 32).map((user) => withRetries(() => shop.use(code, user, user))));
  expect([count(outcomes, "201"), count(outcomes, "code-invalid")]).toEqual([10, 22]);
  expect(outcomes.flatMap(({ told }) => told).length).toBeGreaterThan(0);
});

test("16 users at once on the last 6 uses in two rows, who meet others at the rows and at looks at both: 10 are refused", async () => {
  const { code } = await shop.oneCode({}, { usesPerCode: 51 });
  await Promise.all(names("early", 45).map((user) => shop.use(code, user)));
  busyFromNowOn();
  const outcomes = await Promise.all(names("late", 16).map((user) => withRetries(() => shop.use(code, user, user))));
  expect([count(outcomes, "201"), count(outcomes, "code-invalid")]).toEqual([6, 10]);
});

test("20 codes of one user at once, which meet each other at the subscription: with retries all succeed", async () => {
  const campaignId = await shop.campaign(await shop.offer());
  await shop.make(campaignId, { count: 20 });
  const codes = await shop.codes(campaignId);
  busyFromNowOn();
  const outcomes = await Promise.all(codes.map((code) => withRetries(() => shop.use(code, "alice", `key-of-${code}`))));
  expect(count(outcomes, "201")).toBe(20);
  const { body } = await shop.use(codes[0] ?? "", "alice", `key-of-${codes[0]}`);
  const { view } = await getSubscription(shop.deps, merchant, (body as { subscriptionId: string }).subscriptionId);
  expect(view).toMatchObject({ version: 20, endsAt: "2027-11-01T12:00:00.000Z" });
});

test("30 guesses of one user at once, which meet each other at the count: with retries ten are refused as such", async () => {
  busyFromNowOn();
  const guesses = Array.from({ length: 30 }, (_, n) => `WRONG-${n}`);
  const outcomes = await Promise.all(guesses.map((code) => withRetries(() => shop.use(code, "eve", `key-of-${code}`))));
  expect([count(outcomes, "code-invalid"), count(outcomes, "too-many-attempts")]).toEqual([10, 20]);
});

const OVERLOADED = { name: "RetryableError", code: "overloaded", retryAfterMs: 1000 };
const ROUND = ["BatchGetCommand", "TransactWriteCommand"];
const FIVE_ROUNDS = ["BatchGetCommand", ...ROUND, ...ROUND, ...ROUND, ...ROUND, ...ROUND];

test.each([
  ["a code", "CODE#", "the code"],
  ["a subscription", "SUB#", "the code"],
  ["the stock", "STOCK#", "the code"],
  ["the user's first order", "USER#", "the code"],
  ["the count of refusals", "TRY#", "WRONG"],
])(
  "who meets others at %s in five rounds is told to come again: nothing was taken, stored or counted",
  async (_what, prefix, typed) => {
    const { code } = await shop.oneCode({ stock: 5 });
    const before = await shop.snapshot();
    busyFromNowOn((pk) => pk.startsWith(prefix));
    const { requests } = shop.world;
    const begun = requests.length;
    await expect(shop.use(typed === "the code" ? code : typed, "alice", "key-1")).rejects.toMatchObject(OVERLOADED);
    expect(requests.slice(begun)).toEqual(FIVE_ROUNDS);
    expect(await shop.snapshot()).toEqual(before);
  },
);

test("rounds are further and further apart, and nobody waits after the last one", async () => {
  const { code } = await shop.oneCode();
  const pauses: number[] = [];
  shop.deps.tables.backOff = async (tries) => void pauses.push(tries);
  busyFromNowOn((pk) => pk.startsWith("CODE#"));
  await expect(shop.use(code, "alice")).rejects.toMatchObject(OVERLOADED);
  expect(pauses).toEqual([1, 2, 3, 4]);
});

test("a use whose very key is being written all the while is told that the key is in use", async () => {
  const { code } = await shop.oneCode();
  busyFromNowOn((pk) => pk.startsWith("IDEM#"));
  await expect(shop.use(code, "alice")).rejects.toMatchObject({ ...OVERLOADED, code: "idempotency-key-in-use" });
});

test("a use that met its twin in one round has the twin's answer in the next", async () => {
  const { code } = await shop.oneCode();
  busyFromNowOn();
  const twins = [1, 2].map(() => shop.use(code, "alice", "key-1"));
  // However long the first one takes here, the other's next round comes after it.
  shop.deps.tables.backOff = async () => void (await Promise.race(twins));
  const [one, two] = await Promise.all(twins);
  expect(two?.body).toEqual(one?.body);
});

test("a reversal and a job that meet others in five rounds are told to come again, and nothing was written", async () => {
  const { code, campaignId } = await shop.oneCode();
  const { codeRedemptionId } = (await shop.use(code, "alice")).body as { codeRedemptionId: string };
  const before = await shop.snapshot();
  busyFromNowOn((pk) => pk.startsWith("SUB#") || pk.startsWith("CAMPAIGN#"));
  await expect(shop.reverse(codeRedemptionId)).rejects.toMatchObject(OVERLOADED);
  const request = shop.world.request("POST /v1/campaigns/{id}/codes", { count: 1 }, undefined, { id: campaignId });
  await expect(createCodes(shop.deps, request, merchant, campaignId, { count: 1 })).rejects.toMatchObject(OVERLOADED);
  expect(await shop.snapshot()).toEqual(before);
});
