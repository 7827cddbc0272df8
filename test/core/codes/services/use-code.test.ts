import { afterEach, beforeEach, expect, jest, test } from "@jest/globals";
import { changeCampaign } from "../../../../core/codes/services/campaigns.ts";
import { getUse, listUses, reverse } from "../../../../core/codes/services/code-uses.ts";
import { changeCode, listCodes } from "../../../../core/codes/services/codes.ts";
import { previewUse } from "../../../../core/codes/services/preview-use.ts";
import type { Answer, Caller } from "../../../../core/foundation/services/deps.ts";
import { findByKey } from "../../../../core/foundation/services/idempotency.ts";
import { changeOffer, getOffer } from "../../../../core/orders/services/offers.ts";
import { getSubscription, listSubscriptions } from "../../../../core/orders/services/subscriptions.ts";
import { releaseStock, reserveStock } from "../../../../core/orders/store/stock-store.ts";
import { CodeWorld, merchant, outcomeOf } from "./code-world.ts";

let shop: CodeWorld;
beforeEach(async () => {
  shop = await CodeWorld.create();
});
afterEach(() => shop.world.drop());

const request = (route: string, body: unknown, id: string) => shop.world.request(route, body, undefined, { id });
const second = () => {
  shop.world.nowMs += 1000;
};

type Body = Record<string, string>;

test("a use grants at once: whoever has the answer sees the subscription", async () => {
  const { code, offerId, campaignId } = await shop.oneCode();
  const answer = await shop.use(code, "alice");
  expect(answer).toMatchObject({ httpStatus: 201, body: { status: "SUCCEEDED", isNew: true, offerId, campaignId } });
  const { subscriptionId, endsAt, codeRedemptionId } = answer.body as Body;
  const { view } = await getSubscription(shop.deps, merchant, subscriptionId as string);
  expect(view).toMatchObject({ userId: "alice", status: "ACTIVE", endsAt, version: 1 });
  expect(view.endsAt).toBe("2026-04-01T12:00:00.000Z");
  expect(await getUse(shop.deps, merchant, codeRedemptionId as string)).toMatchObject({ status: "SUCCEEDED" });
});

test("a use is three requests, a replay one", async () => {
  const { code } = await shop.oneCode();
  const before = shop.world.requests.length;
  const first = await shop.use(code, "alice", "key-1");
  expect(shop.world.requests.slice(before)).toEqual(["BatchGetCommand", "BatchGetCommand", "TransactWriteCommand"]);
  const then = shop.world.requests.length;
  expect(await shop.use(code, "alice", "key-1")).toEqual({ ...first, replayed: true });
  expect(shop.world.requests.slice(then)).toEqual(["BatchGetCommand"]);
});

test("a code that fits nobody costs the same requests, whatever is the matter with it", async () => {
  const { code: used } = await shop.oneCode();
  await shop.use(used, "first");
  const { code: early } = await shop.oneCode({}, { startsAt: shop.world.nowMs + 60_000 });
  const { code: late } = await shop.oneCode({}, { endsAt: shop.world.nowMs });
  const { code: disabled, campaignId } = await shop.oneCode();
  await changeCampaign(shop.deps, request("PATCH /v1/campaigns/{id}", {}, campaignId), merchant, campaignId, {
    status: "DISABLED",
  });
  const seen = new Set<string>();
  for (const [index, code] of ["0000-0000", "", "ＡＢＣ", used, early, late, disabled].entries()) {
    const before = shop.world.requests.length;
    const { httpStatus, body } = await shop.use(code, `user-${index}`);
    const { requestId: _requestId, ...told } = body as Body;
    seen.add(JSON.stringify([httpStatus, told, shop.world.requests.slice(before)]));
  }
  expect([...seen]).toHaveLength(1);
  expect([...seen][0]).toContain("code-invalid");
});

test("what a key tells of a refusal names the use that stands in the way, and no use that never was", async () => {
  const { code } = await shop.oneCode();
  const { codeRedemptionId } = (await shop.use(code, "alice")).body as Body;
  await shop.use(code, "alice", "again");
  await shop.use("NOBODY-MADE-IT", "alice", "unknown");
  const told = async (key: string) => (await findByKey(shop.deps, "acme", key)).items[0]?.resourceId;
  expect(await told("again")).toBe(codeRedemptionId);
  expect(await told("unknown")).toBeNull();
});

test("nor does a preview tell by its requests what is the matter", async () => {
  const { code: late } = await shop.oneCode({ stock: 5 }, { endsAt: shop.world.nowMs });
  const { code: used } = await shop.oneCode({ stock: 5 });
  await shop.use(used, "first");
  const seen = new Set<string>();
  for (const [index, code] of ["0000-0000", late, used].entries()) {
    const before = shop.world.requests.length;
    const { verdict } = await previewUse(shop.deps, "acme", { code, userId: `user-${index}` });
    seen.add(JSON.stringify([verdict, shop.world.requests.slice(before)]));
  }
  expect([...seen]).toHaveLength(1);
});

test("a user's own use goes before all other reasons, also when it comes while another request is being refused", async () => {
  const { code } = await shop.oneCode({ onRepeat: "new", perUserLimit: 1 });
  const { tables } = shop.deps;
  const getAcross = tables.getAcross.bind(tables);
  const first: Answer[] = [];
  let reads = 0;
  // Between the two reads of the second request.
  tables.getAcross = async (keys) => {
    if (++reads === 2) {
      tables.getAcross = getAcross;
      first.push(await shop.use(code, "alice"));
    }
    return getAcross(keys);
  };
  const second = await shop.use(code, "alice");
  const [{ codeRedemptionId = "" } = {}] = first.map(({ body }) => body as Body);
  expect(second.body).toMatchObject({ code: "already-used", codeRedemptionId });
});

test("the same user's own code again is told as such, also after it is exhausted, disabled or reversed", async () => {
  const { code, campaignId } = await shop.oneCode();
  const { codeRedemptionId } = (await shop.use(code, "alice")).body as Body;
  const told = { httpStatus: 409, body: { code: "already-used", codeRedemptionId } };
  expect(await shop.use(code.toLowerCase(), "alice")).toMatchObject(told);
  const { items } = await listCodes(shop.deps, merchant, campaignId, { limit: 1 });
  const codeId = items[0]?.codeId as string;
  await changeCode(shop.deps, request("PATCH /v1/codes/{codeId}", {}, codeId), merchant, codeId, {
    status: "DISABLED",
  });
  expect(await shop.use(code, "alice")).toMatchObject(told);
  await reverse(
    shop.deps,
    request("POST reverse", {}, codeRedemptionId as string),
    merchant,
    codeRedemptionId as string,
    {
      reason: "wrong user",
    },
  );
  expect(await shop.use(code, "alice")).toMatchObject(told);
});

test("a reversal gives the use back for others, takes back what was granted, and shows the same again under any key", async () => {
  const { code, offerId } = await shop.oneCode({ stock: 5 });
  const { codeRedemptionId, subscriptionId } = (await shop.use(code, "alice")).body as Body;
  expect((await getOffer(shop.deps, merchant, offerId)).stock).toMatchObject({ free: 4, used: 1 });
  const again = () =>
    reverse(shop.deps, request("POST reverse", {}, codeRedemptionId as string), merchant, codeRedemptionId as string, {
      reason: "wrong user",
    });
  const first = await again();
  expect(first).toMatchObject({ httpStatus: 200, body: { status: "REVERSED" } });
  second();
  expect((await again()).body).toEqual(first.body);
  const { view } = await getSubscription(shop.deps, merchant, subscriptionId as string);
  expect(view).toMatchObject({ status: "REVOKED", grants: [] });
  expect((await getOffer(shop.deps, merchant, offerId)).stock).toMatchObject({ free: 5, used: 0 });
  expect(await outcomeOf(shop.use(code, "bob"))).toBe("201");
});

test("what was revoked lives again with its next grant, and its first order stays the first", async () => {
  const campaignId = await shop.campaign(await shop.offer());
  await shop.make(campaignId, { count: 2 });
  const [one = "", two = ""] = await shop.codes(campaignId);
  const first = (await shop.use(one, "alice")).body as Body;
  await reverse(
    shop.deps,
    request("r", {}, first.codeRedemptionId as string),
    merchant,
    first.codeRedemptionId as string,
    {
      reason: "oops",
    },
  );
  const next = (await shop.use(two, "alice")).body as Body;
  expect(next).toMatchObject({ subscriptionId: first.subscriptionId, isNew: false });
  const { items } = await listSubscriptions(shop.deps, merchant, { limit: 10, userId: "alice" });
  expect(items).toMatchObject([{ status: "ACTIVE", version: 3 }]);
});

test("with onRepeat new each use is one subscription more, up to the user's limit", async () => {
  const campaignId = await shop.campaign(await shop.offer({ onRepeat: "new", perUserLimit: 2 }));
  await shop.make(campaignId, { count: 3 });
  const [a = "", b = "", c = ""] = await shop.codes(campaignId);
  const first = (await shop.use(a, "alice")).body as Body;
  second();
  expect(await outcomeOf(shop.use(b, "alice"))).toBe("201");
  expect(await outcomeOf(shop.use(c, "alice"))).toBe("quota-exceeded");
  second();
  await reverse(
    shop.deps,
    request("r", {}, first.codeRedemptionId as string),
    merchant,
    first.codeRedemptionId as string,
    {
      reason: "oops",
    },
  );
  expect(await outcomeOf(shop.use(c, "alice"))).toBe("201");
  const { items } = await listSubscriptions(shop.deps, merchant, { limit: 10, userId: "alice" });
  expect(items.map(({ status }) => status)).toEqual(["ACTIVE", "ACTIVE", "REVOKED"]);
});

test("stock is never oversold, and the last of it is sold", async () => {
  const campaignId = await shop.campaign(await shop.offer({ stock: 60 }), { usesPerCode: 200 });
  await shop.make(campaignId, { count: 1 });
  const [code = ""] = await shop.codes(campaignId);
  const outcomes = await Promise.all(Array.from({ length: 100 }, (_, n) => outcomeOf(shop.use(code, `user-${n}`))));
  expect(outcomes.filter((outcome) => outcome === "201")).toHaveLength(60);
  expect(outcomes.filter((outcome) => outcome === "out-of-stock")).toHaveLength(40);
});

test("stock that was added is sold at once, also by whoever knows of fewer slots", async () => {
  const { code, offerId } = await shop.oneCode({ stock: 1 }, { usesPerCode: 60 });
  expect(await outcomeOf(shop.use(code, "first"))).toBe("201");
  const stock = { stock: 51 };
  await changeOffer(shop.deps, request("PATCH /v1/offers/{id}", stock, offerId), merchant, offerId, stock);
  const outcomes = await Promise.all(Array.from({ length: 50 }, (_, n) => outcomeOf(shop.use(code, `user-${n}`))));
  expect(outcomes.filter((outcome) => outcome === "201")).toHaveLength(50);
  expect(await previewUse(shop.deps, "acme", { code, userId: "late" })).toEqual({ verdict: "out-of-stock" });
});

test.each([
  ["key", "key-1"],
  ["code for the same user", "key-2"],
])("of two uses of the last one under the same %s, the slower is told of the faster", async (_same, key) => {
  const { code, offerId } = await shop.oneCode({ stock: 2 });
  const { tables } = shop.deps;
  const ref = { tenantId: "acme", offerId };
  const reserve = () => tables.transact([reserveStock(ref, 0)]);
  await reserve();
  await reserve();
  let fast: Answer | undefined;
  jest.spyOn(tables, "backOff").mockImplementationOnce(async () => {
    await tables.transact([releaseStock(ref, 0)]);
    fast = await shop.use(code, "alice", key);
  });
  const slow = await shop.use(code, "alice", "key-1");
  expect(fast).toMatchObject({ httpStatus: 201 });
  const { codeRedemptionId } = (fast as unknown as Answer).body as Body;
  if (key === "key-1") expect(slow).toEqual({ ...fast, replayed: true });
  else expect(slow).toMatchObject({ body: { code: "already-used", codeRedemptionId } });
});

test("an inactive offer and a disabled campaign count a second after the answer", async () => {
  const { code, offerId } = await shop.oneCode();
  await shop.use("0000", "warm-up");
  await changeOffer(shop.deps, request("PATCH /v1/offers/{id}", {}, offerId), merchant, offerId, {
    status: "INACTIVE",
  });
  second();
  expect(await outcomeOf(shop.use(code, "alice"))).toBe("offer-inactive");
});

test("ten refusals within the window lock a user out, also with a code that would fit, until the window is over", async () => {
  const { code } = await shop.oneCode();
  for (let n = 0; n < 10; n++) expect(await outcomeOf(shop.use(`WRONG-${n}`, "eve"))).toBe("code-invalid");
  expect(await outcomeOf(shop.use(code, "eve"))).toBe("too-many-attempts");
  await expect(previewUse(shop.deps, "acme", { code, userId: "eve" })).rejects.toMatchObject({
    code: "too-many-attempts",
  });
  shop.world.nowMs += shop.deps.limits.refusalWindowMs;
  expect(await outcomeOf(shop.use(code, "eve"))).toBe("201");
});

test("eleven guesses at once have ten answers", async () => {
  const outcomes = await Promise.all(Array.from({ length: 30 }, (_, n) => outcomeOf(shop.use(`WRONG-${n}`, "eve"))));
  expect(outcomes.filter((outcome) => outcome === "code-invalid").length).toBeLessThanOrEqual(10);
  expect(outcomes.filter((outcome) => outcome === "code-invalid").length).toBeGreaterThan(0);
});

test("a replay comes before the lock, and counts nothing", async () => {
  const first = await shop.use("WRONG", "eve", "key-1");
  for (let n = 0; n < 20; n++) expect(await shop.use("WRONG", "eve", "key-1")).toEqual({ ...first, replayed: true });
  for (let n = 0; n < 9; n++) await shop.use(`WRONG-${n}`, "eve");
  expect(await outcomeOf(shop.use("WRONG-9", "eve"))).toBe("too-many-attempts");
  expect(await shop.use("WRONG", "eve", "key-1")).toEqual({ ...first, replayed: true });
});

test("preview and use agree, and a preview that fits takes nothing", async () => {
  const { code, offerId } = await shop.oneCode({ stock: 1 });
  const preview = await previewUse(shop.deps, "acme", { code, userId: "alice" });
  expect(preview).toEqual({
    verdict: "ok",
    offerId,
    startsAt: "2026-03-01T12:00:00.000Z",
    endsAt: "2026-04-01T12:00:00.000Z",
  });
  const { startsAt, endsAt } = (await shop.use(code, "alice")).body as Body;
  expect({ startsAt, endsAt }).toEqual({ startsAt: preview.startsAt, endsAt: preview.endsAt });
  expect(await previewUse(shop.deps, "acme", { code, userId: "bob" })).toEqual({ verdict: "code-invalid" });
  expect(await previewUse(shop.deps, "acme", { code, userId: "alice" })).toEqual({ verdict: "already-used" });
});

test("uses are listed by user and by campaign, newest first", async () => {
  const campaignId = await shop.campaign(await shop.offer());
  await shop.make(campaignId, { count: 3 });
  const codes = await shop.codes(campaignId);
  for (const [n, code] of codes.entries()) {
    second();
    await shop.use(code, n === 1 ? "bob" : "alice");
  }
  const of = async (by: { userId?: string; campaignId?: string; tenantId?: string }, caller: Caller = merchant) =>
    (await listUses(shop.deps, caller, { limit: 10, ...by })).items.map(({ userId }) => userId);
  expect(await of({ userId: "alice" })).toEqual(["alice", "alice"]);
  expect(await of({ campaignId })).toEqual(["alice", "bob", "alice"]);
  expect(await of({})).toEqual(["alice", "bob", "alice"]);
  // A campaign's id says whose it is: no operator has to.
  const operator: Caller = { kind: "operator", keyId: "OPERATOR" };
  shop.world.requests.length = 0;
  expect(await of({ campaignId, userId: "alice" }, operator)).toEqual(["alice", "alice"]);
  expect(await of({ campaignId }, operator)).toEqual(["alice", "bob", "alice"]);
  expect(shop.world.requests.filter((request) => request === "QueryCommand")).toHaveLength(1 + 8);
  expect(await of({}, operator)).toEqual(["alice", "bob", "alice"]);
  expect(await of({ campaignId, tenantId: "globex" }, operator)).toEqual([]);
  for (const caller of [merchant, operator]) expect(await of({ campaignId: "cam-1" }, caller)).toEqual([]);
  await expect(of({ campaignId: "cam-1", tenantId: "globex" })).rejects.toMatchObject({ code: "request-invalid" });
});

test("no code stands in any row", async () => {
  const { code } = await shop.oneCode();
  await shop.use(code, "alice");
  const { items } = await shop.world.scan();
  const bare = code.replaceAll("-", "");
  expect(JSON.stringify(items)).not.toContain(code);
  expect(JSON.stringify(items)).not.toContain(bare);
});
