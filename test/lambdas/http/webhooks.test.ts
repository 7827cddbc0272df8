import { afterAll, beforeAll, beforeEach, expect, test } from "@jest/globals";
import { SANDBOX_SIGNATURE_HEADER, signWebhook } from "../../../core/foundation/domain/webhook-signature.ts";
import { type Deployed, deploy, SECRETS } from "../deployed.ts";

let deployed: Deployed;
let paymentId: string;
let before: Record<string, unknown>[];
beforeAll(async () => {
  deployed = await deploy();
  const body = { orderNo: "order-1", amount: { amount: 1999, currency: "USD" }, channel: "sandbox" };
  const request = { line: "POST /v1/payments", apiKey: deployed.keys.merchant, idempotencyKey: "pay", body };
  paymentId = (await deployed.call(request)).json.paymentId;
});
beforeEach(async () => {
  before = await deployed.rows();
});
afterAll(() => deployed.stop());

const LINE = "POST /v1/webhooks/sandbox";

function webhook(change: object = {}) {
  return JSON.stringify({
    eventId: "evt-1",
    type: "charge.paid",
    paymentId,
    orderNo: "order-1",
    amount: { amount: 1999, currency: "USD" },
    providerReference: "trade-1",
    ...change,
  });
}

const now = () => Math.floor(Date.now() / 1000);
const signed = (body: string | Uint8Array, secret = SECRETS.channel, atSeconds = now()) => ({
  [SANDBOX_SIGNATURE_HEADER.toLowerCase()]: signWebhook(secret, atSeconds, body),
});

test("a genuine webhook is in the inbox, with its message, before its literal answer", async () => {
  const body = webhook();

  const { status, headers, text } = await deployed.call({ line: LINE, headers: signed(body), body });

  expect({ status, text }).toEqual({ status: 200, text: '{"received":true}' });
  expect(headers["content-type"]).toBe("application/json");
  const rows = (await deployed.rows()).filter(({ pk }) => !before.some((known) => known.pk === pk));
  const inbox = { pk: "INBOX#sandbox#acme#evt-1", state: "RECEIVED", event: { paymentId, type: "paid" } };
  expect(rows).toEqual(expect.arrayContaining([expect.objectContaining({ pk: inbox.pk, state: inbox.state })]));
  const ref = { tenantId: "acme", channel: "sandbox", eventId: "evt-1" };
  expect(rows).toEqual(expect.arrayContaining([expect.objectContaining({ type: "webhooks", ref })]));
  expect(rows).toHaveLength(2);
});

test("the same event again is answered alike and changes nothing", async () => {
  const body = webhook();

  expect(await deployed.call({ line: LINE, headers: signed(body), body })).toMatchObject({ status: 200 });

  expect(await deployed.rows()).toEqual(before);
});

test("bytes that the gateway hands over in base64 are verified as they were sent", async () => {
  const body = Buffer.from(webhook({ eventId: "evt-2" }));

  const response = await deployed.call({ line: LINE, headers: signed(body), body, base64: true });

  expect(response.status).toBe(200);
});

test.each<[why: string, status: number, request: () => { body: string; headers?: Record<string, string> }]>([
  ["without a signature", 401, () => ({ body: webhook({ eventId: "forged" }) })],
  [
    "with another secret",
    401,
    () => ({ body: webhook({ eventId: "f" }), headers: signed(webhook({ eventId: "f" }), "z") }),
  ],
  ["of long ago", 401, () => ({ body: webhook(), headers: signed(webhook(), SECRETS.channel, now() - 3600) })],
  [
    "changed by one byte",
    401,
    () => ({ body: `${webhook({ eventId: "f" })} `, headers: signed(webhook({ eventId: "f" })) }),
  ],
  [
    "about another tenant's payment",
    401,
    () => {
      const body = webhook({ eventId: "f", paymentId: paymentId.replace("acme", "globex") });
      return { body, headers: signed(body, "z") };
    },
  ],
  ["about no payment", 401, () => ({ body: "{}", headers: signed("{}") })],
  ["that is no JSON", 401, () => ({ body: "not json", headers: signed("not json") })],
  ["that is empty", 401, () => ({ body: "" })],
  [
    "signed, in a form that is not the channel's",
    400,
    () => {
      const body = webhook({ amount: "much" });
      return { body, headers: signed(body) };
    },
  ],
])("a webhook %s is %i and leaves no row", async (_why, status, request) => {
  const response = await deployed.call({ line: LINE, ...request() });

  expect(response.status).toBe(status);
  expect(response.headers["content-type"]).toBe("application/problem+json");
  expect(response.json.code).toBe(status === 401 ? "webhook-unverified" : "webhook-malformed");
  expect(response.json.requestId).toBe(response.headers["tender-request-id"]);
  expect(await deployed.rows()).toEqual(before);
});

test("a channel that there is not is 404, one that the merchant has not is 401, bytes that are none of its are 400", async () => {
  expect(await deployed.call({ line: "POST /v1/webhooks/cash", body: webhook() })).toMatchObject({
    status: 404,
    json: { code: "not-found" },
  });
  for (const channel of ["stripe", "alipay", "epay"]) {
    const { status } = await deployed.call({ line: `POST /v1/webhooks/${channel}`, body: webhook() });
    expect(status).toBe(400);
  }
  const unsigned = await deployed.call({ line: "GET /v1/webhooks/epay?pid=1" });
  expect([unsigned.status, unsigned.json.code]).toEqual([400, "webhook-malformed"]);
  const mac = "0".repeat(64);
  const headers = { "stripe-signature": `t=${now()},v1=${mac}` };
  const query = `pid=1&out_trade_no=${paymentId}&trade_no=t&money=19.99&trade_status=TRADE_SUCCESS`;
  const requests = [
    { line: "POST /v1/webhooks/stripe", headers, body: webhook() },
    { line: "POST /v1/webhooks/alipay", body: `out_trade_no=${paymentId}&sign=AAAA&sign_type=RSA2` },
    { line: `GET /v1/webhooks/epay?${query}&sign=${mac.slice(32)}&sign_type=MD5` },
  ];
  for (const request of requests) expect((await deployed.call(request)).status).toBe(401);
  expect(await deployed.rows()).toEqual(before);
});

test("more than 64 KB are refused unread", async () => {
  const body = webhook({ orderNo: "x".repeat(64 * 1024) });

  expect((await deployed.call({ line: LINE, headers: signed(body), body })).status).toBe(413);
  expect(await deployed.rows()).toEqual(before);
});

test("what a payout provider tells is in the same inbox, under the provider's own name", async () => {
  const withdrawalId = "wdr_acme_01K0000000AAAAAAAAAAAAAAAA";
  const told = { eventId: "evt-po-1", type: "payout.paid", withdrawalId, amount: { amount: 970, currency: "USD" } };
  const body = JSON.stringify({ ...told, reference: "po-1" });
  const line = "POST /v1/webhooks/payouts-sandbox";

  expect(await deployed.call({ line, headers: signed(body, "f".repeat(64)), body })).toMatchObject({ status: 401 });
  expect(await deployed.rows()).toEqual(before);
  for (const _ of ["first", "again"]) {
    const { status, text } = await deployed.call({ line, headers: signed(body), body });
    expect({ status, text }).toEqual({ status: 200, text: '{"received":true}' });
  }

  const rows = (await deployed.rows()).filter(({ pk }) => !before.some((known) => known.pk === pk));
  const ref = { tenantId: "acme", channel: "payouts-sandbox", eventId: "evt-po-1" };
  expect(rows).toHaveLength(2);
  expect(rows).toEqual(
    expect.arrayContaining([
      expect.objectContaining({ pk: "INBOX#payouts-sandbox#acme#evt-po-1", state: "RECEIVED" }),
      expect.objectContaining({ type: "webhooks", ref }),
    ]),
  );
});

test.each(["payouts-stripe", "payouts-alipay"])(
  "%s refuses everything while the platform has no account there",
  async (name) => {
    const body = webhook();
    const response = await deployed.call({ line: `POST /v1/webhooks/${name}`, headers: signed(body), body });
    expect(response).toMatchObject({ status: 401, json: { code: "webhook-unverified" } });
    expect(await deployed.rows()).toEqual(before);
  },
);
