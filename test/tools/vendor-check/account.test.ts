import { expect, test } from "@jest/globals";
import { LocalError } from "../../../local/local-error.ts";
import { HelpAsked } from "../../../tools/terminal/command-line.ts";
import { parseCheckArguments } from "../../../tools/vendor-check/options.ts";
import { readAccount, type VendorName } from "../../../tools/vendor-check/vendors.ts";
import { secretsIn, Wire } from "../../../tools/vendor-check/wire.ts";
import { bare, makeKeys } from "../../core/payments/channels/alipay-double.ts";
import { startVendorDouble } from "../../core/payments/channels/vendor-double.ts";

const stripe = (secretKey: string) => ({ secretKey, webhookSecrets: ["whsec_canary"] });
const { publicKey, privateKey } = makeKeys();
const alipay = (host: string) => ({
  ...{ appId: "1", privateKey: bare(privateKey, "pkcs8"), alipayPublicKeys: [bare(publicKey, "spki")] },
  gateway: `https://${host}/gateway.do`,
});
const SANDBOX = "openapi-sandbox.dl.alipaydev.com";

const accounts: [VendorName, object, RegExp | undefined][] = [
  ["stripe", stripe("sk_test_canary"), undefined],
  ["stripe", stripe("sk_live_canary"), /test mode/],
  ["stripe", stripe("rk_live_canary"), /test mode/],
  ["stripe", stripe("canary"), /test mode/],
  ["stripe", { ...stripe("sk_test_canary"), canary: 1 }, /not known/],
  ["payouts-stripe", stripe("rk_test_canary"), undefined],
  ["payouts-stripe", stripe("sk_live_canary"), /test mode/],
  ["payouts-stripe", stripe("sk_test_with space"), /secretKey/],
  ["alipay", { ...alipay(SANDBOX), mode: "page" }, undefined],
  ["alipay", { ...alipay("openapi.alipay.com"), mode: "page" }, /live/],
  ["alipay", { ...alipay(SANDBOX), mode: "canary" }, /mode/],
  ["payouts-alipay", alipay(SANDBOX), undefined],
  ["payouts-alipay", alipay("openapi.alipay.com"), /live/],
  ["epay", { pid: "1", keys: ["canary"], gateway: "https://pay.example" }, undefined],
];

test.each(accounts)(
  "an account at %s is taken as a deployment takes it, and never a live one: %#",
  (vendor, entry, refused) => {
    const read = () => readAccount(vendor, JSON.stringify(entry));
    if (refused === undefined) return void expect(read()).toHaveProperty("check");
    expect(read).toThrow(refused);
    expect(read).toThrow(LocalError);
    expect(read).not.toThrow(/canary/);
  },
);

test("what is not JSON is refused without a word of it", () => {
  expect(() => readAccount("stripe", "sk_test_canary")).toThrow(/not JSON/);
  expect(() => readAccount("stripe", "sk_test_canary")).not.toThrow(/canary/);
});

test.each([
  [["stripe"], /--config is missing/],
  [[], /Name one vendor: stripe, alipay/],
  [["paypal", "--config", "x"], /Name one vendor/],
  [["ses", "--config", "x"], /not for Amazon/],
  [["stripe", "--config", "x", "--listen", "70000"], /--listen must be/],
  [["stripe", "--config", "x", "--wait", "0"], /--wait must be/],
  [["stripe", "--config", "x", "--secret", "y"], /no option --secret/],
])("%j is refused in a sentence", (args, message) => {
  expect(() => parseCheckArguments(args)).toThrow(message);
});

test("--help says how it is called, and that live keys are refused", () => {
  expect(() => parseCheckArguments(["--help"])).toThrow(HelpAsked);
  expect(() => parseCheckArguments(["--help"])).toThrow(/Live keys are refused/);
});

test("of an answer only known members are kept, and of those no secret; a lost one has reached the vendor", async () => {
  const double = await startVendorDouble(() => ({
    body: '{"id":"x-canary-x","status":"ok","client_secret":"c","error":{"message":"canary","code":"no"}}',
  }));
  const wire = new Wire(secretsIn({ keys: ["canary"] })).start();
  try {
    await fetch(`${double.origin}/v1/x?key=canary`);
    await expect(wire.losingAnswer(() => fetch(double.origin, { method: "POST" }))).rejects.toThrow(TypeError);
    const said = { id: "x-(redacted)-x", status: "ok", "error.code": "no" };
    const to = double.origin.slice("http://".length);
    expect(wire.take()).toEqual([
      { method: "GET", to: `${to}/v1/x`, status: 200, said },
      { method: "POST", to: `${to}/`, status: 200, said },
    ]);
    expect(double.calls).toHaveLength(2);
  } finally {
    wire.stop();
    await double.stop();
  }
});
