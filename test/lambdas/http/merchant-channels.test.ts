import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { type Deployed, deploy } from "../deployed.ts";
import { BODIES, type BroughtChannel, ELLIPTIC, secretsOf } from "./channel-bodies.ts";

let deployed: Deployed;
let holder: string;
let keys = 0;
let merchants = 0;
beforeAll(async () => {
  deployed = await deploy();
  holder = await deployed.keyFor("acme", "merchants");
});
afterAll(() => deployed.stop());

const call = (line: string, body?: unknown, apiKey = deployed.keys.operator, idempotencyKey = `key-${++keys}`) =>
  deployed.call({ line, apiKey, idempotencyKey, ...(body === undefined ? {} : { body }) });
const bring = (
  merchantId: string,
  channel: string,
  body: unknown = BODIES[channel as BroughtChannel],
  apiKey?: string,
) => call(`PUT /v1/merchants/${merchantId}/channels/${channel}`, body, apiKey);
const listOf = async (merchantId: string, apiKey?: string) =>
  (await call(`GET /v1/merchants/${merchantId}/channels`, undefined, apiKey)).json.items;

/** One that no function has asked for yet. */
async function newMerchant(): Promise<string> {
  const merchantId = `shop-${++merchants}`;
  await deployed.keyFor(merchantId, "payments");
  return merchantId;
}
async function auditsOf(merchantId: string, channel: string) {
  const partition: [string, string] = ["pk", `CHANNEL#${merchantId}#${channel}`];
  const { items } = await deployed.door.query("main", { partition, limit: 50 });
  return items.filter(({ sk }) => String(sk).startsWith("AUDIT#"));
}
const rowOf = (merchantId: string, channel: string) =>
  deployed.door.get("main", { pk: `CHANNEL#${merchantId}#${channel}`, sk: "HEAD" });

const LAST4 = { stripe: "tKey", alipay: "ppId", epay: "1000" };
const CHANNELS = Object.keys(BODIES) as BroughtChannel[];

test.each(CHANNELS)(
  "an operator brings a merchant's account at %s, and it is listed without its secrets",
  async (channel) => {
    const merchantId = await newMerchant();
    const { status, json } = await bring(merchantId, channel);
    expect({ status, json }).toEqual({
      status: 200,
      json: { channel, configured: true, last4: LAST4[channel], updatedAt: expect.stringMatching(/Z$/) },
    });
    expect(await listOf(merchantId)).toEqual([json]);
    const by = deployed.keys.operator.slice(4, 16);
    expect(await auditsOf(merchantId, channel)).toMatchObject([
      { by, action: "channel set", detail: { version: 1, last4: LAST4[channel] } },
    ]);
  },
);

test("a merchant brings its own, and reads and takes away its own, with the scope merchants", async () => {
  expect(await listOf("acme", holder)).toEqual([]);
  expect(await bring("acme", "stripe", BODIES.stripe, holder)).toMatchObject({
    status: 200,
    json: { configured: true },
  });
  expect(await listOf("acme", holder)).toMatchObject([{ channel: "stripe", last4: "tKey" }]);
  const { json } = await call("DELETE /v1/merchants/acme/channels/stripe", undefined, holder);
  expect(json).toMatchObject({ channel: "stripe", configured: false, last4: null });
  const by = { by: holder.slice(4, 16), byMerchant: true };
  expect(await auditsOf("acme", "stripe")).toMatchObject([
    { ...by, action: "channel set" },
    { ...by, action: "channel removed" },
  ]);
});

test("another merchant's accounts are not there, nor are those of no merchant", async () => {
  await bring("globex", "stripe");
  const before = await deployed.rows();
  for (const [merchantId, apiKey] of [
    ["globex", holder],
    ["nobody", deployed.keys.operator],
  ] as const) {
    const answers = [
      await bring(merchantId, "stripe", BODIES.stripe, apiKey),
      await call(`GET /v1/merchants/${merchantId}/channels`, undefined, apiKey),
      await call(`DELETE /v1/merchants/${merchantId}/channels/stripe`, undefined, apiKey),
    ];
    expect(answers.map(({ status, json }) => [status, json.code])).toEqual(Array(3).fill([404, "not-found"]));
  }
  expect(await deployed.rows()).toEqual(before);
});

test.each([
  ["stripe", { ...BODIES.stripe, secretKey: "sk_1234" }],
  ["alipay", { ...BODIES.alipay, appId: "2021123" }],
  ["epay", { ...BODIES.epay, pid: "1000" }],
] as const)("of fewer than eight characters nothing is shown: %s", async (channel, body) => {
  const merchantId = await newMerchant();
  expect((await bring(merchantId, channel, body)).json.last4).toBeNull();
  expect((await rowOf(merchantId, channel)) ?? {}).not.toHaveProperty("last4");
});

test("the same key is answered byte for byte, whatever came after it, and is refused with another body", async () => {
  const merchantId = await newMerchant();
  const line = `PUT /v1/merchants/${merchantId}/channels/stripe`;
  const first = await call(line, BODIES.stripe, undefined, "set-once");
  await bring(merchantId, "stripe", { ...BODIES.stripe, secretKey: "sk_test_another" });
  await call(`DELETE ${line.slice(4)}`);

  const again = await call(line, BODIES.stripe, undefined, "set-once");
  expect([again.status, again.text, again.headers["idempotent-replayed"]]).toEqual([200, first.text, "true"]);
  expect((await rowOf(merchantId, "stripe"))?.version).toBe(3);

  const other = { ...BODIES.stripe, webhookSecrets: ["whsec_CANARY_third", "whsec_CANARY_second"] };
  const refused = await call(line, other, undefined, "set-once");
  expect(refused).toMatchObject({ status: 422, json: { code: "idempotency-key-reused" } });
  expect(refused.json.errors).toMatchObject([{ pointer: "/webhookSecrets/0" }]);
  expect(refused.text).not.toContain("CANARY");
});

test("two at once are one after the other, and each is what its caller was told", async () => {
  const merchantId = await newMerchant();
  const answers = await Promise.all([bring(merchantId, "stripe"), bring(merchantId, "stripe")]);
  expect(answers.map(({ status }) => status)).toEqual([200, 200]);
  expect((await rowOf(merchantId, "stripe"))?.version).toBe(2);
  expect((await auditsOf(merchantId, "stripe")).map(({ detail }) => (detail as { version: number }).version)).toEqual(
    expect.arrayContaining([1, 2]),
  );
});

test("one that is taken away while it is brought again is what the last of both has made of it", async () => {
  const merchantId = await newMerchant();
  await bring(merchantId, "stripe");
  const line = `DELETE /v1/merchants/${merchantId}/channels/stripe`;
  const [put, removed] = await Promise.all([bring(merchantId, "stripe"), call(line)]);
  expect([put.status, removed.status]).toEqual([200, 200]);
  const row = await rowOf(merchantId, "stripe");
  expect([row?.version, row?.removedAt === undefined]).toEqual([3, row?.sealed !== undefined]);
  expect(await auditsOf(merchantId, "stripe")).toHaveLength(3);
});

describe("what cannot be used is refused, by its field and without its value, and nothing is written", () => {
  let before: unknown[];
  beforeAll(async () => {
    before = await deployed.rows();
  });

  const fault = (channel: BroughtChannel, change: object): [string, unknown] => [
    channel,
    { ...BODIES[channel], ...change },
  ];
  test.each<[pointer: string, channel: string, body: unknown]>([
    ["/path/channel", "sandbox", { secret: "CANARY" }],
    ["/path/channel", "cash", {}],
    ["", "stripe", "[]"],
    ["/secretKey", ...fault("stripe", { secretKey: undefined })],
    ["/secretKey", ...fault("stripe", { secretKey: "" })],
    ["/secretKey", ...fault("stripe", { secretKey: "sk_CANARY\n" })],
    ["/secretKey", ...fault("stripe", { secretKey: `CANARY${"x".repeat(8192)}` })],
    ["/webhookSecrets", ...fault("stripe", { webhookSecrets: [] })],
    ["/webhookSecrets", ...fault("stripe", { webhookSecrets: Array(4).fill("CANARY") })],
    ["/webhookSecrets", ...fault("stripe", { webhookSecrets: "CANARY" })],
    ["/webhookSecrets/0", ...fault("stripe", { webhookSecrets: ["CANARY ", "CANARY"] })],
    ["/webhookSecrets/1", ...fault("stripe", { webhookSecrets: ["CANARY", ""] })],
    ["/webhookSecrets/0", ...fault("stripe", { webhookSecrets: [{ CANARY: 1 }] })],
    ["/webhookSecret", ...fault("stripe", { webhookSecret: "CANARY" })],
    ["/channel", ...fault("stripe", { channel: "stripe" })],
    ["/apiBase", ...fault("stripe", { apiBase: "https://stripe.example/CANARY" })],
    ["/apiBase", ...fault("stripe", { apiBase: "http://stripe.CANARY.example" })],
    ["/appId", ...fault("alipay", { appId: "" })],
    ["/appId", ...fault("alipay", { appId: "2021 CANARY" })],
    ["/sellerId", ...fault("alipay", { sellerId: "" })],
    ["/privateKey", ...fault("alipay", { privateKey: "CANARY" })],
    ["/privateKey", ...fault("alipay", { privateKey: ELLIPTIC.privateKey })],
    ["/privateKey", ...fault("alipay", { privateKey: BODIES.alipay.alipayPublicKeys[0] })],
    ["/alipayPublicKeys/1", ...fault("alipay", { alipayPublicKeys: [BODIES.alipay.alipayPublicKeys[0], "CANARY"] })],
    ["/alipayPublicKeys/0", ...fault("alipay", { alipayPublicKeys: [ELLIPTIC.publicKey] })],
    ["/alipayPublicKeys/0", ...fault("alipay", { alipayPublicKeys: [BODIES.alipay.privateKey] })],
    ["/alipayPublicKeys", ...fault("alipay", { alipayPublicKeys: undefined })],
    ["/gateway", ...fault("alipay", { gateway: "CANARY" })],
    ["/mode", ...fault("alipay", { mode: "CANARY" })],
    ["/pid", ...fault("epay", { pid: 1000 })],
    ["/pid", ...fault("epay", { pid: "CANARY\u0000" })],
    ["/keys", ...fault("epay", { keys: null })],
    ["/keys/0", ...fault("epay", { keys: ["\tCANARY"] })],
    ["/type", ...fault("epay", { type: "CANARY" })],
    ["/create", ...fault("epay", { create: "CANARY" })],
    ...[
      "https://a:CANARY@pay.example",
      "https://pay.example?x=CANARY",
      "ftp://CANARY.example",
      // What lies beside our functions, and not with a vendor.
      "https://127.0.0.1/CANARY",
      "https://2130706433/CANARY",
      "https://[::1]/CANARY",
      "https://localhost/CANARY",
      "https://gateway/CANARY",
      "https://CANARY.internal/",
      "https://CANARY.internal./",
      "https://localhost.localdomain/CANARY",
      "https://CANARY.private",
      "https://CANARY.home.arpa",
      // What parsers may read in different ways.
      "https://CANARY.example\\@127.0.0.1/",
      "https:CANARY.example",
      "https:///CANARY.example",
      "https://@CANARY.example",
      "https://CANARY.example/?",
      "https://CANARY.example/#",
    ].map((gateway): [string, string, unknown] => ["/gateway", ...fault("epay", { gateway })]),
  ])("%s of %s (%#)", async (pointer, channel, body) => {
    const { status, json, text } = await bring("acme", channel, body, holder);
    expect([status, json.code]).toEqual([400, "request-invalid"]);
    expect(json.errors.map((error: { pointer: string }) => error.pointer)).toContain(pointer);
    expect(text.replaceAll(/"pointer":"[^"]*"/g, "")).not.toContain("CANARY");
  });

  test("none of these has written anything", async () => {
    expect(await deployed.rows()).toEqual(before);
  });
});

test("what is taken away stays so, however often it is asked, until it is brought again; what never was is not there", async () => {
  const merchantId = await newMerchant();
  const line = `DELETE /v1/merchants/${merchantId}/channels/epay`;
  expect(await call(line)).toMatchObject({ status: 404, json: { code: "not-found" } });
  await bring(merchantId, "epay");

  const first = await call(line);
  expect(first).toMatchObject({ status: 200, json: { channel: "epay", configured: false, last4: null } });
  expect((await call(line)).text).toBe(first.text);
  expect(await listOf(merchantId)).toEqual([first.json]);
  expect(await auditsOf(merchantId, "epay")).toHaveLength(2);
  const row = await rowOf(merchantId, "epay");
  for (const gone of ["sealed", "last4", "statePk", "stateSk"]) expect(row).not.toHaveProperty(gone);

  expect((await bring(merchantId, "epay")).json).toMatchObject({ configured: true, last4: "1000" });
  expect((await rowOf(merchantId, "epay"))?.version).toBe(3);
});

test("no secret is told again, in whatever answer", async () => {
  const merchantId = await newMerchant();
  for (const channel of CHANNELS) {
    const told = [
      (await bring(merchantId, channel)).text,
      (await call(`GET /v1/merchants/${merchantId}/channels`)).text,
      (await call(`DELETE /v1/merchants/${merchantId}/channels/${channel}`)).text,
    ].join("\n");
    for (const secret of secretsOf(channel)) expect(told).not.toContain(secret);
  }
});
