import { createHash, createHmac } from "node:crypto";
import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { CONTRACT } from "../../../core/foundation/domain/limits.ts";
import { type Deployed, deploy, type HttpResponse, SECRETS } from "../deployed.ts";

const SHOP = { stripe: { secretKey: "sk_test_shop", webhookSecrets: ["whsec_shop"] } };
let deployed: Deployed;
let events = 0;
const PAYMENTS: Record<string, string> = {};

beforeAll(async () => {
  SECRETS.channels = JSON.stringify({
    acme: { stripe: { secretKey: "sk_test_old", webhookSecrets: ["whsec_old"] } },
    legacy: { stripe: { secretKey: "sk_test_legacy", webhookSecrets: ["whsec_legacy"] } },
    left: { stripe: { secretKey: "sk_test_left", webhookSecrets: ["whsec_left"] } },
    // As many as are tried on bytes that claim no payment: nobody with a row alone is among them.
    ...Object.fromEntries(Array.from({ length: CONTRACT.webhookAccountsMax }, (_, n) => [`shop-${n}`, SHOP])),
  });
  deployed = await deploy();
  // By now nobody has asked for these merchants' channels.
  const stripe = { secretKey: "sk_test_new", webhookSecrets: ["whsec_next", "whsec_last"] };
  await bring("acme", "stripe", stripe);
  await bring("globex", "stripe", { ...stripe, webhookSecrets: ["whsec_globex"] });
  const epay = { pid: "1000", keys: ["key-next", "key-last"], gateway: "https://pay.example" };
  await deployed.keyFor("initech", "payments");
  await bring("initech", "epay", epay);
  for (const tenantId of ["acme", "globex", "legacy"]) PAYMENTS[tenantId] = await payBy(tenantId, "stripe");
  PAYMENTS.initech = await payBy("initech", "epay");
});
afterAll(() => deployed.stop());

async function bring(merchantId: string, channel: string, body: object): Promise<void> {
  const line = `PUT /v1/merchants/${merchantId}/channels/${channel}`;
  const { status } = await deployed.call({
    line,
    body,
    apiKey: deployed.keys.operator,
    idempotencyKey: `${merchantId}-${channel}`,
  });
  expect(status).toBe(200);
}

async function pay(tenantId: string, channel: string): Promise<HttpResponse> {
  const currency = channel === "epay" ? "CNY" : "USD";
  const body = { orderNo: "order-1", amount: { amount: 100, currency }, channel, paymentMethod: "pm_card_visa" };
  const apiKey = await deployed.keyFor(tenantId, "payments");
  return deployed.call({ line: "POST /v1/payments", body, apiKey, idempotencyKey: "pay" });
}
const payBy = async (tenantId: string, channel: string) => (await pay(tenantId, channel)).json.paymentId;

async function stripe(secret: string, paymentId?: string, query = "") {
  const eventId = `evt_${++events}`;
  const metadata = paymentId === undefined ? {} : { paymentId, orderNo: "order-1" };
  const object = paymentId
    ? { object: "payment_intent", id: "pi_1", amount: 100, amount_received: 100, currency: "usd", metadata }
    : { object: "refund", id: "re_1", amount: 100, currency: "usd", payment_intent: "pi_1", status: "succeeded" };
  const type = paymentId ? "payment_intent.succeeded" : "refund.created";
  const body = JSON.stringify({ id: eventId, object: "event", type, livemode: false, data: { object } });
  const at = Math.floor(Date.now() / 1000);
  const mac = createHmac("sha256", secret).update(`${at}.${body}`).digest("hex");
  const headers = { "stripe-signature": `t=${at},v1=${mac}` };
  const { status, json } = await deployed.call({ line: `POST /v1/webhooks/stripe${query}`, headers, body });
  return { status, json, eventId };
}
const isInInbox = async (channel: string, tenantId: string, eventId: string) =>
  (await deployed.door.get("main", { pk: `INBOX#${channel}#${tenantId}#${eventId}`, sk: "HEAD" })) !== undefined;

test("payments are taken by who has an account, in a row or else in the shared secret, and by nobody else", async () => {
  expect(Object.values(PAYMENTS).map((paymentId) => typeof paymentId)).toEqual(Array(4).fill("string"));
  const refused = { status: 422, json: { code: "channel-not-configured" } };
  expect(await pay("hasnone", "stripe")).toMatchObject(refused);

  await deployed.keyFor("left", "payments");
  await bring("left", "stripe", { secretKey: "sk_test_left", webhookSecrets: ["whsec_left"] });
  const line = "DELETE /v1/merchants/left/channels/stripe";
  expect((await deployed.call({ line, apiKey: deployed.keys.operator })).status).toBe(200);
  expect(await pay("left", "stripe")).toMatchObject(refused);
});

test.each(["whsec_next", "whsec_last"])("while two secrets of a merchant are live, both verify: %s", async (secret) => {
  const { status, eventId } = await stripe(secret, PAYMENTS.acme);
  expect([status, await isInInbox("stripe", "acme", eventId)]).toEqual([200, true]);
});

test("what stands in the shared secret verifies its merchant's, and nothing of one who has a row", async () => {
  const { status, eventId } = await stripe("whsec_legacy", PAYMENTS.legacy);
  expect([status, await isInInbox("stripe", "legacy", eventId)]).toEqual([200, true]);
  expect((await stripe("whsec_old", PAYMENTS.acme)).status).toBe(401);
});

test("bytes that claim no payment are the merchant's whose row verifies them", async () => {
  const { status, eventId } = await stripe("whsec_next");
  expect([status, await isInInbox("stripe", "acme", eventId)]).toEqual([200, true]);
  expect(await isInInbox("stripe", "legacy", eventId)).toBe(false);
  expect((await stripe("whsec_nobody")).status).toBe(401);
});

test("of more merchants than are tried, the one whom the address names is tried first", async () => {
  const lost = await stripe("whsec_globex");
  expect([lost.status, await isInInbox("stripe", "globex", lost.eventId)]).toEqual([401, false]);
  const { status, eventId } = await stripe("whsec_globex", undefined, "?merchant=globex");
  expect([status, await isInInbox("stripe", "globex", eventId)]).toEqual([200, true]);
});

test.each(["nobody", "acme", "Not%20a%20name", "", `${"a".repeat(3000)}`])(
  "a hint decides nothing: '%s' is answered as none, whether bytes are genuine or not",
  async (name) => {
    const { status, eventId } = await stripe("whsec_legacy", undefined, `?merchant=${name}`);
    expect([status, await isInInbox("stripe", "legacy", eventId)]).toEqual([200, true]);
    const { requestId: _one, ...hinted } = (await stripe("whsec_nobody", undefined, `?merchant=${name}`)).json;
    const { requestId: _other, ...plain } = (await stripe("whsec_nobody")).json;
    expect(hinted).toEqual(plain);
  },
);

test("another merchant's secret does not verify what claims to be of a payment of mine, whoever the address names", async () => {
  for (const query of ["", "?merchant=legacy"]) {
    const { status, eventId } = await stripe("whsec_legacy", PAYMENTS.acme, query);
    expect([status, await isInInbox("stripe", "acme", eventId)]).toEqual([200, false]);
    expect(await isInInbox("stripe", "legacy", eventId)).toBe(false);
  }
});

test.each([
  ["key-next", ""],
  ["key-last", "&merchant=initech"],
])(
  "epay's in a query, signed with either key of the row, where the hint is no part of the form: %s%s",
  async (key, hint) => {
    const [pid, tradeNo] = ["1000", `t-${++events}`];
    const form = {
      money: "1.00",
      out_trade_no: PAYMENTS.initech,
      pid,
      trade_no: tradeNo,
      trade_status: "TRADE_SUCCESS",
    };
    const text = Object.entries(form)
      .map(([name, value]) => `${name}=${value}`)
      .join("&");
    const sign = createHash("md5").update(`${text}${key}`).digest("hex");
    const { status } = await deployed.call({ line: `GET /v1/webhooks/epay?${text}&sign=${sign}&sign_type=MD5${hint}` });
    expect([status, await isInInbox("epay", "initech", `${tradeNo}:TRADE_SUCCESS`)]).toEqual([200, true]);
  },
);
