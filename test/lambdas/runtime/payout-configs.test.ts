import { describe, expect, test } from "@jest/globals";
import { readPayoutConfig } from "../../../lambdas/runtime/payout-configs.ts";
import { bare, makeKeys } from "../../core/payments/channels/alipay-double.ts";

const { privateKey, publicKey } = makeKeys();
const STRIPE = { secretKey: "sk_test_1", webhookSecrets: ["whsec_1"] };
const ALIPAY = {
  ...{ appId: "2021", privateKey: bare(privateKey, "pkcs8"), alipayPublicKeys: [bare(publicKey, "spki")] },
  gateway: "https://openapi.alipay.com/gateway.do",
};
const book = (platform: object) => JSON.stringify({ _generated: "z", acme: { stripe: {} }, _platform: platform });

test("the platform's own accounts stand beside the merchants' under a name that is no tenant's", () => {
  const json = book({ stripe: STRIPE, alipay: ALIPAY });
  expect(readPayoutConfig(json, "stripe")).toEqual({ config: { provider: "stripe", ...STRIPE }, faults: [] });
  expect(readPayoutConfig(json, "alipay")).toEqual({ config: { provider: "alipay", ...ALIPAY }, faults: [] });
});

test("what is not there is no mistake", () => {
  expect(readPayoutConfig(book({}), "stripe")).toBeUndefined();
  expect(readPayoutConfig(JSON.stringify({ _generated: "z" }), "alipay")).toBeUndefined();
});

describe("what cannot be used is named, and no secret with it", () => {
  const cases: [provider: "stripe" | "alipay", entry: unknown, fault: string][] = [
    ["stripe", { ...STRIPE, secretKey: "sk canary" }, "secretKey"],
    ["stripe", { ...STRIPE, webhookSecrets: [] }, "webhookSecrets"],
    ["stripe", { ...STRIPE, webhookSecrets: [" canary"] }, "webhookSecrets.0"],
    ["stripe", { ...STRIPE, apiBase: "https://api.stripe.com/v1" }, "apiBase"],
    ["stripe", { ...STRIPE, canary: 1 }, "a field that is not known"],
    ["stripe", "canary", "entry"],
    ["alipay", { ...ALIPAY, privateKey: "canary" }, "privateKey"],
    ["alipay", { ...ALIPAY, alipayPublicKeys: ["canary"] }, "alipayPublicKeys.0"],
    ["alipay", { ...ALIPAY, gateway: "ftp://canary" }, "gateway"],
  ];
  test.each(cases)("%s %j: %s", (provider, entry, fault) => {
    const read = readPayoutConfig(book({ [provider]: entry }), provider);
    expect(read).toEqual({ faults: [fault] });
    expect(JSON.stringify(read)).not.toContain("canary");
  });

  test.each(["no JSON", "[]", '{"_platform": 1}'])("a secret that is %s", (json) => {
    expect(readPayoutConfig(json, "stripe")).toEqual({ faults: ["the secret"] });
  });
});
