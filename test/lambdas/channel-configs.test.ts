import { expect, test } from "@jest/globals";
import { ConfigBook } from "../../lambdas/channel-configs.ts";

const STRIPE = { secretKey: "sk_test_1", webhookSecrets: ["whsec_1", "whsec_2"] };
const ALIPAY = {
  appId: "2021",
  privateKey: "key",
  alipayPublicKeys: ["public"],
  gateway: "https://openapi.alipay.com/gateway.do",
  mode: "page",
};
const EPAY = { pid: "1000", keys: ["k"], gateway: "https://pay.example" };
const SANDBOX = { baseUrl: "https://sandbox.example", secret: "s", webhookSecrets: ["s"] };

const book = (value: unknown) => new ConfigBook(JSON.stringify(value));

test("each merchant has the channels of its entry, and no others", () => {
  const entries = book({ _generated: "x", acme: { stripe: STRIPE, alipay: ALIPAY, epay: EPAY, sandbox: SANDBOX } });

  expect(entries.find("acme", "stripe")).toEqual({ channel: "stripe", ...STRIPE });
  expect(entries.find("acme", "alipay")).toEqual({ channel: "alipay", ...ALIPAY });
  expect(entries.find("acme", "epay")).toEqual({ channel: "epay", ...EPAY });
  expect(entries.find("acme", "sandbox")).toEqual({ channel: "sandbox", ...SANDBOX });
  expect(entries.find("globex", "stripe")).toBeUndefined();
  for (const name of ["_generated", "__proto__", "constructor", "toString"]) {
    expect(entries.find(name, "stripe")).toBeUndefined();
  }
});

test.each([
  ["a missing field", { secretKey: "sk" }],
  ["a misspelt field", { ...STRIPE, webhookSecret: "x" }],
  ["no webhook secret at all", { ...STRIPE, webhookSecrets: [] }],
  ["another channel's entry", { ...EPAY, channel: "epay" }],
  ["an address that is none", { ...STRIPE, apiBase: "file:///etc/passwd" }],
  ["a text", "sk_test_1"],
  ["nothing", null],
])("an entry with %s cannot be used, and others still can", (_what, stripe) => {
  const entries = book({ acme: { stripe, epay: EPAY }, globex: { stripe: STRIPE } });

  expect(entries.find("acme", "stripe")).toBe("broken");
  expect(entries.find("acme", "epay")).toMatchObject({ channel: "epay" });
  expect(entries.find("globex", "stripe")).toMatchObject({ channel: "stripe" });
});

test.each(['{"acme":{"stripe":{"secretKey":"CANARY"', "[]", '"CANARY"', ""])(
  "what is no JSON object is refused without a word of it: %#",
  (json) => {
    expect(() => new ConfigBook(json)).toThrow("the secret with the channels' configurations is no JSON object");
    try {
      new ConfigBook(json);
    } catch (error) {
      expect(String((error as Error).stack)).not.toContain("CANARY");
      expect((error as Error).cause).toBeUndefined();
    }
  },
);
