import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { CodeShop } from "../code-shop.ts";
import { type Deployed, deploy, type HttpResponse } from "../deployed.ts";

let deployed: Deployed;
let shop: CodeShop;
let numbers = 0;
beforeAll(async () => {
  deployed = await deploy();
  shop = new CodeShop(deployed, "refusals");
});
afterAll(() => deployed.stop());

const told = ({ status, json }: HttpResponse) => [status, json.code];
const order = (offerId: string, userId = "alice") =>
  shop.call("POST /v1/orders", { orderNo: `no-${++numbers}`, offerId, userId });
const ONE_FOR_EACH = { onRepeat: "new", perUserLimit: 1 };

test("an offer is changed, and nothing of an INACTIVE one is ordered or taken by code", async () => {
  const { offerId, code } = await shop.oneCode();
  const changed = await shop.call(`PATCH /v1/offers/${offerId}`, { status: "INACTIVE" });
  expect([changed.status, changed.json]).toMatchObject([200, { offerId, status: "INACTIVE", stock: null }]);
  expect(told(await order(offerId))).toEqual([409, "offer-inactive"]);
  expect(told(await shop.redeem(code, "alice"))).toEqual([409, "offer-inactive"]);
});

test("a user has as many of an offer as it allows, ordered or by code", async () => {
  const { offerId, code } = await shop.oneCode({}, ONE_FOR_EACH);
  expect((await order(offerId)).status).toBe(201);
  expect(told(await order(offerId))).toEqual([409, "quota-exceeded"]);
  expect(told(await shop.redeem(code, "alice"))).toEqual([409, "quota-exceeded"]);
});

test("a stock that is all taken is out, has room made for it, and is not made smaller than what is taken", async () => {
  const { offerId, code } = await shop.oneCode({}, { stock: 1 });
  expect((await order(offerId, "bob")).status).toBe(201);
  expect(told(await shop.redeem(code, "alice"))).toEqual([409, "out-of-stock"]);
  expect(told(await shop.call(`PATCH /v1/offers/${offerId}`, { stock: 0 }))).toEqual([409, "stock-in-use"]);
  const more = await shop.call(`PATCH /v1/offers/${offerId}`, { stock: 2 });
  expect(more.json.stock).toEqual({ limit: 2, free: 1, reserved: 1, used: 0 });
  expect((await shop.redeem(code, "alice")).status).toBe(201);
});

test("an offer without a stock is given none", async () => {
  const offerId = await shop.offer();
  expect(told(await shop.call(`PATCH /v1/offers/${offerId}`, { stock: 5 }))).toEqual([409, "stock-unlimited"]);
});

test("a preview of what there is not says so, and one of a locked user when to come again", async () => {
  const preview = (line: string, body: object) => shop.call(line, { userId: "guesser", ...body });
  const none = await preview("POST /v1/orders/preview", { offerId: "off_acme_0" });
  expect(told(none)).toEqual([422, "offer-not-found"]);
  const guess = (n: number) => preview("POST /v1/code-redemptions/preview", { code: `WRONG-${n}` });
  for (let n = 0; n < 10; n++) expect(await guess(n)).toMatchObject({ status: 200, json: { verdict: "code-invalid" } });
  const locked = await guess(10);
  expect(told(locked)).toEqual([429, "too-many-attempts"]);
  expect(Number(locked.headers["retry-after"])).toBeGreaterThan(0);
});

test("campaign, code, use and subscription are read, and the first two disabled", async () => {
  const { campaignId, code } = await shop.oneCode();
  const { json: use } = await shop.redeem(code, "reader");
  const read = await shop.call(`GET /v1/code-redemptions/${use.codeRedemptionId}`);
  expect(read).toMatchObject({ status: 200, json: use });
  const held = await shop.call("GET /v1/subscriptions?userId=reader");
  expect(held).toMatchObject({ status: 200, json: { items: [{ subscriptionId: use.subscriptionId }] } });

  const { json: codes } = await shop.call(`GET /v1/campaigns/${campaignId}/codes`);
  const disabled = { status: 200, json: { status: "DISABLED" } };
  expect(await shop.call(`PATCH /v1/codes/${codes.items[0].codeId}`, { status: "DISABLED" })).toMatchObject(disabled);
  expect(await shop.call(`PATCH /v1/campaigns/${campaignId}`, { status: "DISABLED" })).toMatchObject(disabled);
  expect(await shop.call(`GET /v1/campaigns/${campaignId}`)).toMatchObject(disabled);
});
