import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { CodeShop, OFFER } from "../code-shop.ts";
import { type Deployed, deploy } from "../deployed.ts";

let deployed: Deployed;
let shop: CodeShop;

beforeAll(async () => {
  deployed = await deploy();
  shop = new CodeShop(deployed, "shop");
});
afterAll(() => deployed.stop());

test("200 users at once on one code with 37 uses: 37 succeed, 163 are told `code-invalid`, and all sums agree", async () => {
  const { offerId, campaignId, code } = await shop.oneCode({ usesPerCode: 37 }, { stock: 100 });
  const users = Array.from({ length: 200 }, (_, n) => `user-${n}`);
  const answers = await shop.redeemAtOnce(code, users);
  const used = answers.filter(({ status }) => status === 201).map(({ json }) => json.codeRedemptionId);
  const refused = answers.filter(({ status, json }) => status === 422 && json.code === "code-invalid");
  expect([used.length, refused.length]).toEqual([37, 163]);
  const { json: codes } = await shop.call(`GET /v1/campaigns/${campaignId}/codes`);
  expect(codes.items).toMatchObject([{ status: "EXHAUSTED", uses: 37, usesMax: 37 }]);
  const { json: uses } = await shop.call(`GET /v1/code-redemptions?campaignId=${campaignId}&limit=100`);
  const listed = uses.items.map(({ codeRedemptionId }: { codeRedemptionId: string }) => codeRedemptionId);
  expect(listed.sort()).toEqual(used.sort());
  expect((await shop.call(`GET /v1/offers/${offerId}`)).json.stock).toEqual({
    limit: 100,
    free: 63,
    reserved: 0,
    used: 37,
  });
});

test("a subscription is read with its ETag, and 304 has no body", async () => {
  const { json } = await shop.redeem((await shop.oneCode()).code, "etag-user");
  const line = `GET /v1/subscriptions/${json.subscriptionId}`;
  const first = await shop.call(line);
  expect(first).toMatchObject({ status: 200, json: { userId: "etag-user", status: "ACTIVE" } });
  expect(first.headers.etag).toBe('"1-ACTIVE"');
  const headers = { "if-none-match": '"0-ACTIVE", W/"1-ACTIVE"' };
  const again = await deployed.call({ line, apiKey: deployed.keys.seller, headers });
  expect(again).toMatchObject({ status: 304, text: "", headers: { etag: '"1-ACTIVE"' } });
  const older = { "if-none-match": '"0-ACTIVE"' };
  expect((await deployed.call({ line, apiKey: deployed.keys.seller, headers: older })).status).toBe(200);
});

test("a locked user is told when to come again", async () => {
  for (let n = 0; n < 10; n++) expect((await shop.redeem(`WRONG-${n}`, "guesser")).status).toBe(422);
  const { status, json, headers } = await shop.redeem("WRONG-10", "guesser");
  expect({ status, code: json.code, retryable: json.retryable }).toEqual({
    status: 429,
    code: "too-many-attempts",
    retryable: true,
  });
  expect(Number(headers["retry-after"])).toBeGreaterThan(0);
});

test("previews, look-ups and exports need no Idempotency-Key, and ignore one", async () => {
  const { code } = await shop.oneCode();
  const lines: [line: string, body: object][] = [
    ["POST /v1/code-redemptions/preview", { code, userId: "alice" }],
    ["POST /v1/codes/lookup", { code }],
  ];
  for (const [line, body] of lines) {
    expect((await deployed.call({ line, body, apiKey: deployed.keys.seller })).status).toBe(200);
    const other = { ...body, code: ` ${code} ` };
    for (const each of [body, other]) {
      const asked = { line, body: each, apiKey: deployed.keys.seller, idempotencyKey: "the-same" };
      expect((await deployed.call(asked)).status).toBe(200);
    }
  }
});

test("an operator looks a merchant's code up by naming the merchant, takes a use back, and changes nothing else", async () => {
  const { code } = await shop.oneCode();
  const { operator } = deployed.keys;
  const found = await shop.call("POST /v1/codes/lookup", { code, merchantId: "acme" }, { apiKey: operator });
  expect(found).toMatchObject({ status: 200, json: { uses: 0, usesMax: 1 } });
  expect((await shop.call("POST /v1/codes/lookup", { code }, { apiKey: operator })).json.errors[0].pointer).toBe(
    "/merchantId",
  );
  const { json } = await shop.redeem(code, "alice");
  const reversed = await shop.call(
    `POST /v1/code-redemptions/${json.codeRedemptionId}/reverse`,
    { reason: "asked for by phone" },
    { apiKey: operator },
  );
  expect(reversed).toMatchObject({ status: 200, json: { status: "REVERSED" } });
  expect((await shop.call("POST /v1/offers", OFFER, { apiKey: operator })).status).toBe(403);
});

test("a look-up is audited, also one that finds nothing", async () => {
  const audits = async () => (await deployed.rows()).filter(({ action }) => action === "code looked up").length;
  const before = await audits();
  expect((await shop.call("POST /v1/codes/lookup", { code: "NOBODY-MADE-IT" })).status).toBe(404);
  expect(await audits()).toBe(before + 1);
});

test("the order of a use is shown, goes with its use, and is not cancelled by itself", async () => {
  const { json } = await shop.redeem((await shop.oneCode()).code, "buyer");
  const path = `/v1/orders/${json.orderId}`;
  const shown = { kind: "CODE", orderNo: null, amount: null, paymentId: null, userId: "buyer", isNew: true };
  const order = { ...shown, status: "FINISHED", subscriptionId: json.subscriptionId, offerId: json.offerId };
  expect(await shop.call(`GET ${path}`)).toMatchObject({ status: 200, json: order });
  const refused = await shop.call(`POST ${path}/cancel`, { reason: "no longer wanted" });
  expect(refused).toMatchObject({ status: 409, json: { code: "order-not-cancellable", retryable: false } });
  await shop.call(`POST /v1/code-redemptions/${json.codeRedemptionId}/reverse`, { reason: "no longer wanted" });
  expect((await shop.call(`GET ${path}`)).json.status).toBe("CANCELLED");
});

test("another merchant's offers, campaigns, codes, uses and subscriptions are not there", async () => {
  const offerId = await shop.offer();
  const campaignId = await shop.campaign(offerId);
  await shop.make(campaignId, { count: 1 });
  const [code = ""] = await shop.codesOf(campaignId, 1);
  const { json } = await shop.redeem(code, "alice");
  const stranger = await deployed.keyFor("globex", "codes");
  for (const path of [
    `offers/${offerId}`,
    `campaigns/${campaignId}`,
    `campaigns/${campaignId}/codes`,
    `code-redemptions/${json.codeRedemptionId}`,
    `subscriptions/${json.subscriptionId}`,
  ])
    expect((await shop.call(`GET /v1/${path}`, undefined, { apiKey: stranger })).status).toBe(404);
  expect((await shop.call("POST /v1/code-redemptions", { code, userId: "bob" }, { apiKey: stranger })).json.code).toBe(
    "code-invalid",
  );
  expect((await shop.call("POST /v1/campaigns", { name: "x", offerId }, { apiKey: stranger })).json.code).toBe(
    "offer-not-found",
  );
});
