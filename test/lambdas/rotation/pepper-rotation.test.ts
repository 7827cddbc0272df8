import { afterAll, beforeAll, expect, jest, test } from "@jest/globals";
import { LIMITS } from "../../../core/foundation/domain/limits.ts";
import { withNewestActive, withNewVersion } from "../../../tools/rotate/steps.ts";
import { CodeShop } from "../code-shop.ts";
import { type Deployed, deploy, type HttpResponse, SECRETS } from "../deployed.ts";
import { Time } from "./time.ts";

const { secretCacheMs, secretSettledMs } = LIMITS.demo;
const PRICE = { amount: 1000, currency: "USD" };
let deployed: Deployed;
let time: Time;
let shop: CodeShop;
let planId: string;
let templateId: string;
let keys = 0;
let changedAt = 0;
beforeAll(async () => {
  time = new Time();
  deployed = await deploy();
  shop = new CodeShop(deployed, "rotation");
  const plan = { name: "A plan", country: "US", target: PRICE };
  planId = (await call("POST /v1/plans", plan)).json.planId;
  const template = { name: "A template", channel: "email", subject: "Hello", body: "Your code is {{code}}." };
  templateId = (await call("POST /v1/notification-templates", template)).json.templateId;
});
afterAll(async () => {
  jest.restoreAllMocks();
  await deployed.stop();
});

const call = (line: string, body: unknown, idempotencyKey = `key-${++keys}`): Promise<HttpResponse> => {
  const apiKey = line.includes("notification") ? deployed.keys.listener : deployed.keys.merchant;
  return deployed.call({ line, apiKey, idempotencyKey, body });
};
const redeem = (code: string, key?: string, batchId = "b") =>
  call("POST /v1/redemptions", { code, planId, batchId }, key);
const batch = (mode: "partial" | "atomic", codes: string[], key?: string) => {
  const items = codes.map((code, index) => ({ reference: `r${index}`, code }));
  return call("POST /v1/redemption-batches", { planId, mode, items, batchId: `batch-${mode}` }, key);
};
const notify = (key: string, code: string) => {
  const item = { key: "n-1", templateId, receiver: "reader@shop.example", params: { code } };
  return call("POST /v1/notifications", item, key);
};

async function rotate(step: typeof withNewVersion): Promise<void> {
  time.pass(secretSettledMs);
  SECRETS.pepper = step({ text: SECRETS.pepper, changedAt }, { nowMs: Date.now(), settledMs: secretSettledMs });
  changedAt = Date.now();
  time.pass(secretCacheMs);
}
const use = () => rotate(withNewestActive);
const add = () => rotate(withNewVersion);

/** Each card has one row, whatever its id. */
async function cards(): Promise<Record<string, number>> {
  const rows = (await deployed.rows()).filter(({ pk, sk }) => String(pk).startsWith("RDM#") && sk === "HEAD");
  return Object.fromEntries(
    [...Map.groupBy(rows, ({ last4 }) => String(last4))].map(([card, of]) => [card, of.length]),
  );
}

test("peppers are renewed twice in the middle of traffic: what was known stays known, and nothing is taken twice", async () => {
  const offerId = await shop.offer();
  const old = await shop.campaign(offerId, { usesPerCode: 2 });
  await shop.make(old, { count: 3 });
  await shop.make(old, { codes: ["SPRING-SALE"] });
  const [used, unused] = (await shop.codesOf(old, 3)) as [string, string];
  const first = await redeem("CARD-KNOW", "card-1");
  const inBatch = await batch("partial", ["CARD-BOTH", "CARD-KNOW"], "batch-1");
  const told = await notify("notify-1", "4711");
  const sale = (code: string, userId: string) => shop.call("POST /v1/code-redemptions", { code, userId });
  expect((await sale(used, "alice")).status).toBe(201);
  expect([first.status, inBatch.status, told.status]).toEqual([202, 200, 202]);

  const unchanged = async () => {
    // The same key has the same answer, byte for byte, and another body under it is refused with its field.
    expect((await redeem("CARD-KNOW", "card-1")).text).toBe(first.text);
    expect((await batch("partial", ["CARD-BOTH", "CARD-KNOW"], "batch-1")).text).toBe(inBatch.text);
    expect((await notify("notify-1", "4711")).text).toBe(told.text);
    const differs = await redeem("CARD-9999", "card-1");
    expect([differs.status, differs.json.errors]).toEqual([422, [expect.objectContaining({ pointer: "/code" })]]);
    // Another key for the same card and the same batch tells of the redemption that there is.
    const again = await redeem("card know");
    expect([again.status, again.json.redemptionId]).toEqual([200, first.json.redemptionId]);
    const elsewhere = await redeem("CARD-KNOW", undefined, "another");
    expect([elsewhere.status, elsewhere.json.code]).toEqual([409, "redemption-in-progress"]);
    expect(elsewhere.json.detail).toContain(first.json.redemptionId);
    for (const mode of ["partial", "atomic"] as const) {
      const { json } = await batch(mode, ["CARD-KNOW"], undefined);
      expect(JSON.stringify(json)).toContain("redemption-in-progress");
      expect(JSON.stringify(json)).toContain(first.json.redemptionId);
    }
    // Words that were sent before are known as the same, and others as others.
    expect((await notify(`again-${++keys}`, "4711")).status).toBe(200);
    expect((await notify(`other-${++keys}`, "0815")).json.code).toBe("notification-differs");
    // A user has used the code, another may; a code that is there is nobody's anew.
    expect((await sale(used, "alice")).json.code).toBe("already-used");
    const campaign = await shop.campaign(offerId);
    const jobId = await shop.make(campaign, { codes: ["SPRING-SALE"] });
    expect((await shop.call(`GET /v1/jobs/${jobId}`)).json).toMatchObject({
      errors: [expect.objectContaining({ code: "code-exists" })],
    });
    // Those that are made go on to be found, and are exported.
    expect(await shop.codesOf(old, 3)).toEqual([used, unused, expect.any(String)]);
    return campaign;
  };

  for (const [step, suffix] of [
    [add, "ADD1"],
    [use, "USE1"],
    [add, "ADD2"],
    [use, "USE2"],
  ] as const) {
    await step();
    const campaign = await unchanged();
    await shop.make(campaign, { count: 1 });
    const [code = ""] = await shop.codesOf(campaign, 2);
    expect([code, (await sale(code, `user-${suffix}`)).status]).toEqual([code, 201]);
    // New ones of each kind, which the next rounds find again.
    expect((await redeem(`CARD-${suffix}`)).status).toBe(202);
    const full = Array.from({ length: 25 }, (_, index) => `ATOM-${suffix}-${100 + index}`);
    const whole = await batch("atomic", full, `atomic-${suffix}`);
    expect([whole.status, whole.json.summary]).toEqual([200, { accepted: 25, replayed: 0, rejected: 0 }]);
    expect((await batch("atomic", full, `atomic-${suffix}`)).text).toBe(whole.text);
  }
  for (const suffix of ["ADD1", "USE1", "ADD2", "USE2"])
    expect([suffix, (await redeem(`CARD-${suffix}`)).status]).toEqual([suffix, 200]);
  expect((await sale(unused, "bob")).status).toBe(201);
  const counted = await cards();
  expect(counted).toMatchObject({ KNOW: 1, BOTH: 1, ADD1: 1, USE1: 1, ADD2: 1, USE2: 1 });
  expect(Object.values(counted).reduce((sum, rows) => sum + rows)).toBe(2 + 4 + 4 * 25);
});

test("a pepper that is missing is noticed before anything is hashed: nothing is taken, and nothing is told", async () => {
  const text = SECRETS.pepper;
  const { active, versions } = JSON.parse(text);
  delete versions[1];
  SECRETS.pepper = JSON.stringify({ active, versions });
  time.pass(LIMITS.demo.secretKeptMs);
  const refused = await redeem("CARD-KNOW");
  expect([refused.status, refused.json.code]).toEqual([500, "internal"]);
  expect(refused.text).not.toMatch(/version|pepper/);
  SECRETS.pepper = text;
  time.pass(secretCacheMs);
  expect((await redeem("CARD-KNOW")).status).toBe(200);
});
