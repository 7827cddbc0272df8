import { describe, expect, test } from "@jest/globals";
import type { PaymentChannel } from "../../../../core/payments/domain/channel.ts";
import { bare, signedAnswer, success } from "./alipay-double.ts";
import {
  AMOUNT,
  alipay,
  alipayWorld,
  app,
  cancelCall,
  chargeCall,
  NUMBER,
  other,
  ref,
  refundCall,
} from "./alipay-world.ts";
import { ODD_ANSWERS, type Script, SILENCES, send } from "./vendor-double.ts";

const world = alipayWorld();

const CALLS: [name: string, call: (by: PaymentChannel) => Promise<{ outcome: string }>][] = [
  ["charge", (by) => by.charge(chargeCall)],
  ["query", (by) => by.query(ref)],
  ["cancel", (by) => by.cancel(cancelCall)],
  ["refund", (by) => by.refund(refundCall(500))],
  ["query of a refund", (by) => by.queryRefund(refundCall(500))],
];
const each = <T extends [string, Script, ...string[]]>(odd: T[]) =>
  CALLS.flatMap(([call, make]) => odd.map(([name, script, reason]) => ({ call, name, make, script, reason })));

describe("every call", () => {
  test.each(each(ODD_ANSWERS))("$call: $name is $reason", async ({ make, script, reason }) => {
    world.double.interceptWith(script);
    expect(await make(world.channel)).toEqual({ outcome: "unknown", reason });
  });

  test.each(each(SILENCES))("$call: $name ends with the time given", async ({ make, script }) => {
    world.double.interceptWith(script);
    expect(await make(await world.open({}, 50))).toEqual({ outcome: "unknown", reason: "timeout" });
  });

  test.each(CALLS)("%s: nothing is sent without time", async (_, make) => {
    expect(await make(await world.open({}, 0.5))).toEqual({ outcome: "unknown", reason: "no-time-left" });
    expect(world.double.calls).toHaveLength(0);
  });

  test.each(CALLS)("%s: an answer signed by somebody else is not believed", async (_, make) => {
    world.double.signer = other.privateKey;
    expect(await make(world.channel)).toEqual({ outcome: "unknown", reason: "response-invalid" });
  });

  test.each(CALLS)("%s: a request that Alipay does not accept is refused without a signature", async (_, make) => {
    const channel = await world.open({ privateKey: bare(other.privateKey, "pkcs8") });
    expect(await make(channel)).toEqual({ outcome: "unknown", reason: "channel-unusable" });
    expect(world.double.forged).toHaveLength(1);
  });
});

describe("the signature of an answer", () => {
  const paid = success({
    out_trade_no: NUMBER,
    trade_no: "2025",
    trade_status: "TRADE_SUCCESS",
    total_amount: "19.99",
  });
  const unpaid = success({ ...paid, trade_status: "WAIT_BUYER_PAY" });
  const METHOD = "alipay.trade.query";
  const signed = (content: object) => signedAnswer(METHOD, content, alipay.privateKey);

  test("is taken from each of several keys", async () => {
    const keys = [other, alipay].map(({ publicKey }) => bare(publicKey, "spki"));
    const channel = await world.open({ alipayPublicKeys: keys });
    world.double.interceptWith(send(200, signed(paid)));
    expect(await channel.query(ref)).toEqual({ outcome: "succeeded", amount: AMOUNT, providerReference: "2025" });
  });

  test("is taken although one of several keys cannot be read", async () => {
    const channel = await world.open({ alipayPublicKeys: ["canary", bare(alipay.publicKey, "spki")] });
    world.double.interceptWith(send(200, signed(paid)));
    expect(await channel.query(ref)).toEqual({ outcome: "succeeded", amount: AMOUNT, providerReference: "2025" });
  });

  const forgeries: [string, string][] = [
    ["without a signature", JSON.stringify({ alipay_trade_query_response: paid })],
    ["with an empty signature", JSON.stringify({ alipay_trade_query_response: paid, sign: "" })],
    ["with the signature of another content", signed(unpaid).replace("WAIT_BUYER_PAY", "TRADE_SUCCESS")],
    ["signed for another call", signedAnswer("alipay.trade.precreate", paid, alipay.privateKey)],
    ["with one byte more", signed(paid).replace('"code"', '"code" ')],
  ];
  test.each(forgeries)("%s: not believed", async (_, body) => {
    world.double.interceptWith(send(200, body));
    expect(await world.channel.query(ref)).toEqual({ outcome: "unknown", reason: "response-invalid" });
  });

  test("covers what is read: a second member of the same name is not", async () => {
    const text = signed(unpaid);
    const forged = `${text.slice(0, -1)},"alipay_trade_query_response":${JSON.stringify(paid)}}`;
    world.double.interceptWith(send(200, forged));
    expect(await world.channel.query(ref)).not.toMatchObject({ outcome: "succeeded" });
  });

  test("a flipped bit of a signed answer is refused, wherever it is", async () => {
    const text = Buffer.from(signed(paid));
    world.double.interceptWith(send(200, text), 1);
    const truth = await world.channel.query(ref);
    expect(truth.outcome).toBe("succeeded");
    for (let at = 0; at < text.length; at += 7) {
      const flipped = Buffer.from(text);
      flipped[at] = (flipped[at] ?? 0) ^ (1 << (at % 8));
      world.double.interceptWith(send(200, flipped), 1);
      const outcome = await world.channel.query(ref);
      if (outcome.outcome !== "unknown") expect({ at, outcome }).toEqual({ at, outcome: truth });
    }
  });
});

test("takes keys in every form in which they are handed out", async () => {
  const forms = [bare(app.privateKey, "pkcs1"), app.privateKey.export({ format: "pem", type: "pkcs1" }).toString()];
  for (const privateKey of [...forms, app.privateKey.export({ format: "pem", type: "pkcs8" }).toString()]) {
    const channel = await world.open({ privateKey });
    expect(await channel.charge(chargeCall)).toMatchObject({ outcome: "requires-action" });
  }
});

test.each([
  ["no app", { appId: "" }],
  ["no key of Alipay", { alipayPublicKeys: [] }],
  ["a key that is none", { privateKey: "canary" }],
  ["a key of Alipay that is none", { alipayPublicKeys: ["canary"] }],
  ["an address that is none", { gateway: "canary" }],
])("a configuration with %s is refused at the start, without repeating it", async (_, change) => {
  await expect(world.open(change)).rejects.toThrow(/^((?!canary).)*$/);
});
