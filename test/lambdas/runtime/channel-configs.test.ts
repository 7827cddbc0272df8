import { expect, test } from "@jest/globals";
import { ConfigBook } from "../../../lambdas/runtime/channel-configs.ts";
import { ELLIPTIC, rsa } from "../http/channel-bodies.ts";

const [KEYS, OTHER_KEYS] = [rsa(), rsa()];

const STRIPE = { secretKey: "sk_test_1", webhookSecrets: ["whsec_1", "whsec_2"] };
const ALIPAY = {
  appId: "2021",
  privateKey: KEYS.privateKey,
  alipayPublicKeys: [KEYS.publicKey, OTHER_KEYS.publicKey],
  gateway: "https://openapi.alipay.com/gateway.do",
  mode: "page",
};
const EPAY = { pid: "1000", keys: ["k"], gateway: "https://pay.example" };
const SANDBOX = { baseUrl: "https://sandbox.example", secret: "s", webhookSecrets: ["s"] };

const book = (value: unknown) => new ConfigBook(JSON.stringify(value));
const whole = (config: object) => ({ config, faults: [], canCall: true });

test("each merchant has the channels of its entry, and no others", () => {
  const entries = book({ _generated: "x", acme: { stripe: STRIPE, alipay: ALIPAY, epay: EPAY, sandbox: SANDBOX } });

  expect(entries.find("acme", "stripe")).toEqual(whole({ channel: "stripe", ...STRIPE }));
  expect(entries.find("acme", "alipay")).toEqual(whole({ channel: "alipay", ...ALIPAY }));
  expect(entries.find("acme", "epay")).toEqual(whole({ channel: "epay", ...EPAY }));
  expect(entries.find("acme", "sandbox")).toEqual(whole({ channel: "sandbox", ...SANDBOX }));
  expect(entries.find("globex", "stripe")).toBeUndefined();
  for (const name of ["_generated", "__proto__", "constructor", "toString"]) {
    expect(entries.find(name, "stripe")).toBeUndefined();
  }
  expect(entries.faults()).toEqual([]);
});

test.each([
  ["a missing field", { secretKey: "sk" }, "webhookSecrets"],
  ["a misspelt field", { ...STRIPE, webhookSecret: "CANARY", CANARY: 1 }, "a field that is not known"],
  ["no webhook secret at all", { ...STRIPE, webhookSecrets: [] }, "webhookSecrets"],
  ["another channel's entry", { ...EPAY, channel: "epay" }, "channel"],
  ["an address that is none", { ...STRIPE, apiBase: "file:///etc/passwd" }, "apiBase"],
  ["a text", "CANARY", "entry"],
  ["a list", ["CANARY"], "secretKey"],
  ["nothing", null, "secretKey"],
])("an entry with %s cannot be used and is named without a value, and others still can", (_what, stripe, field) => {
  const entries = book({ acme: { stripe, epay: EPAY }, globex: { stripe: STRIPE } });

  const broken = entries.find("acme", "stripe");
  expect(broken).toEqual({ faults: expect.arrayContaining([field]), canCall: false });
  expect(entries.find("acme", "epay")).toEqual(whole({ channel: "epay", ...EPAY }));
  expect(entries.find("globex", "stripe")).toEqual(whole({ channel: "stripe", ...STRIPE }));
  expect(entries.faults()).toEqual([{ tenantId: "acme", channel: "stripe", faults: broken?.faults }]);
  expect(JSON.stringify(entries.faults())).not.toContain("CANARY");
});

test.each([
  ["alipay", "alipayPublicKeys", { ...ALIPAY, alipayPublicKeys: [KEYS.publicKey, "CANARY"] }, [KEYS.publicKey]],
  [
    "alipay",
    "alipayPublicKeys",
    { ...ALIPAY, alipayPublicKeys: [KEYS.publicKey, ELLIPTIC.publicKey] },
    [KEYS.publicKey],
  ],
  ["alipay", "alipayPublicKeys", { ...ALIPAY, alipayPublicKeys: [KEYS.publicKey, 7] }, [KEYS.publicKey]],
  ["stripe", "webhookSecrets", { ...STRIPE, webhookSecrets: ["whsec_1", "whsec_2\n"] }, ["whsec_1"]],
  ["stripe", "webhookSecrets", { ...STRIPE, webhookSecrets: ["whsec_1", ""] }, ["whsec_1"]],
  ["epay", "keys", { ...EPAY, keys: ["k", null] }, ["k"]],
] as const)(
  "of several keys of %s (%s) one that cannot be used is left out and told",
  (channel, field, entry, left) => {
    const entries = book({ acme: { [channel]: entry } });
    expect(entries.find("acme", channel)).toEqual({
      config: { channel, ...entry, [field]: left },
      faults: [`${field}[1]`],
      canCall: true,
    });
  },
);

test.each([
  ["stripe", "secretKey", { ...STRIPE, secretKey: "sk_test_1\n" }],
  ["stripe", "apiBase", { ...STRIPE, apiBase: "https://api.stripe.com/v1" }],
  ["alipay", "privateKey", { ...ALIPAY, privateKey: "CANARY" }],
  ["alipay", "privateKey", { ...ALIPAY, privateKey: ELLIPTIC.privateKey }],
  ["alipay", "privateKey", { ...ALIPAY, privateKey: KEYS.publicKey }],
  ["alipay", "gateway", { ...ALIPAY, gateway: "https://a:b@alipay.example" }],
  ["epay", "gateway", { ...EPAY, gateway: "https://pay.example?x=1" }],
  ["sandbox", "baseUrl", { ...SANDBOX, baseUrl: "https://a:b@sandbox.example" }],
] as const)("an entry of %s whose %s cannot be used calls nobody, and verifies webhooks", (channel, field, entry) => {
  const entries = book({ acme: { [channel]: entry } });
  expect(entries.find("acme", channel)).toEqual({ config: { channel, ...entry }, faults: [field], canCall: false });
  expect(JSON.stringify(entries.faults())).not.toContain("CANARY");
});

test("what is no merchant and no channel is told too, without its name: it may be a secret in the wrong place", () => {
  const entries = book({ CANARY: { stripe: STRIPE }, acme: { sk_CANARY: {} }, globex: "CANARY", initech: null });
  expect(entries.faults()).toEqual([
    { tenantId: "?", channel: "?", faults: ["tenant id"] },
    { tenantId: "acme", channel: "?", faults: ["channel"] },
    { tenantId: "globex", channel: "?", faults: ["entry"] },
    { tenantId: "initech", channel: "?", faults: ["entry"] },
  ]);
});

test("an entry under a name that is no tenant's is none of those that verify", () => {
  const entries = book({ Acme: { stripe: STRIPE }, _generated: { stripe: STRIPE }, acme: { stripe: STRIPE } });
  expect(entries.all("stripe").map(({ tenantId }) => tenantId)).toEqual(["acme"]);
});

test("all of one channel are those that can be used", () => {
  const entries = book({
    acme: { stripe: STRIPE, epay: EPAY },
    globex: { stripe: "broken" },
    initech: { stripe: STRIPE },
  });
  expect(entries.all("stripe").map(({ tenantId }) => tenantId)).toEqual(["acme", "initech"]);
  expect(entries.all("stripe")).toEqual(entries.all("stripe"));
  expect(entries.all("alipay")).toEqual([]);
});

test.each(['{"acme":{"stripe":{"secretKey":"CANARY"', "[]", '"CANARY"', ""])(
  "what is no JSON object is refused without a word of it: %#",
  (json) => {
    expect(() => new ConfigBook(json)).toThrow("the secret with the channels' configurations is not a JSON object");
    try {
      new ConfigBook(json);
    } catch (error) {
      expect(String((error as Error).stack)).not.toContain("CANARY");
      expect((error as Error).cause).toBeUndefined();
    }
  },
);
