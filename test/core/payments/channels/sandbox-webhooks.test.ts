import { createHmac } from "node:crypto";
import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { signWebhook } from "../../../../core/foundation/domain/webhook-signature.ts";
import { sandboxWebhooks } from "../../../../core/payments/channels/sandbox-webhooks.ts";
import type { ChannelConfig } from "../../../../core/payments/domain/channel.ts";
import { claimIn, verdictOf } from "./webhook-forgery.ts";

const NOW_MS = 1_700_000_000_500;
const NOW = 1_700_000_000;
const CONFIG = { channel: "sandbox" as const, baseUrl: "", secret: "call", webhookSecrets: ["new", "old"] };
const EVENT = {
  eventId: "evt_1",
  type: "charge.paid",
  paymentId: "pay_acme_01J",
  orderNo: "A-1",
  amount: { amount: 2500, currency: "USD" },
  providerReference: "sbx_1",
};
const BODY = JSON.stringify(EVENT);

const raw = (body: string | Uint8Array, signature?: string) => ({
  headers: signature === undefined ? {} : { "sandbox-signature": signature },
  query: {},
  body: Buffer.from(body),
});
const verify = (body: string | Uint8Array, signature?: string, config: ChannelConfig = CONFIG, nowMs = NOW_MS) =>
  verdictOf(sandboxWebhooks, raw(body, signature), config, nowMs);
const signed = (body: string | Uint8Array) => verify(body, signWebhook("new", NOW, body));
const refused = (httpStatus: number, why: string) => ({ kind: "refused", httpStatus, why });

test("a signature is the documented HMAC over time and body", () => {
  const mac = createHmac("sha256", "new").update(`${NOW}.${BODY}`).digest("hex");
  expect(signWebhook("new", NOW, BODY)).toBe(`t=${NOW},v1=${mac}`);
  expect(verify(BODY, `t=${NOW},v1=${mac}`)).toEqual({ kind: "event", event: { ...EVENT, type: "paid" } });
});

test.each([
  ["charge.paid", "paid"],
  ["charge.declined", "declined"],
])("%s is understood as %s", (type, understood) => {
  expect(signed(JSON.stringify({ ...EVENT, type, extra: 1 }))).toEqual({
    kind: "event",
    event: { ...EVENT, type: understood },
  });
});

test("what has gone back at the channel, and what its bank has taken, come with their figures", () => {
  const refunded = { ...EVENT, type: "charge.refunded", refunded: { amount: 0, currency: "USD" } };
  expect(signed(JSON.stringify(refunded))).toEqual({ kind: "event", event: { ...refunded, type: "refunded" } });
  const dispute = { reference: "dp_1", status: "lost", stage: "taken" };
  const disputed = { ...EVENT, type: "charge.disputed", dispute, at: NOW_MS };
  expect(signed(JSON.stringify(disputed))).toEqual({ kind: "event", event: { ...disputed, type: "disputed" } });
  for (const odd of [{ refunded: 5 }, { dispute: { ...dispute, stage: "gone" } }, { at: "now" }])
    expect(signed(JSON.stringify({ ...EVENT, ...odd }))).toEqual(refused(400, "malformed"));
});

test("a kind that says nothing about money is acknowledged and not refused", () => {
  expect(signed(JSON.stringify({ ...EVENT, type: "charge.shipped" }))).toEqual({ kind: "ignored", why: "type" });
});

test("any of several secrets is accepted, and the secret of the calls is not one of them", () => {
  for (const secret of ["new", "old"])
    expect(verify(BODY, signWebhook(secret, NOW, BODY))).toMatchObject({ kind: "event" });
  for (const secret of ["call", "other"])
    expect(verify(BODY, signWebhook(secret, NOW, BODY))).toEqual(refused(401, "signature"));
});

test("an empty secret or none lets nobody in", () => {
  for (const webhookSecrets of [[], [""]]) {
    expect(verify(BODY, signWebhook("", NOW, BODY), { ...CONFIG, webhookSecrets })).toEqual(refused(401, "signature"));
  }
});

test("a signature is fresh for 300 s on either side", () => {
  const signature = signWebhook("new", NOW, BODY);
  for (const skew of [-300, 0, 300])
    expect(verify(BODY, signature, CONFIG, (NOW + skew) * 1000)).toMatchObject({ kind: "event" });
  for (const skew of [-301, 301])
    expect(verify(BODY, signature, CONFIG, (NOW + skew) * 1000)).toEqual(refused(401, "timestamp"));
});

describe("a forged webhook is refused", () => {
  test("with any byte of the body changed", () => {
    const signature = signWebhook("new", NOW, BODY);
    const at = fc.integer({ min: 0, max: BODY.length - 1 });
    fc.assert(
      fc.property(at, fc.integer({ min: 1, max: 255 }), (index, change) => {
        const body = Buffer.from(BODY);
        body[index] = (body[index] ?? 0) ^ change;
        expect(verify(body, signature)).toEqual(refused(401, "signature"));
      }),
    );
  });

  test("with any character of the header changed", () => {
    const signature = signWebhook("new", NOW, BODY);
    for (let index = 0; index < signature.length; index++) {
      for (const character of ["0", "f", "x", ","]) {
        if (signature[index] === character) continue;
        const forged = signature.slice(0, index) + character + signature.slice(index + 1);
        expect(verify(BODY, forged)).toMatchObject({ kind: "refused", httpStatus: 401 });
      }
    }
  });

  test.each([
    [undefined],
    [""],
    ["v1=00"],
    [`t=${NOW},v1=${"A".repeat(64)}`],
    [`t=${NOW},v1=${"0".repeat(63)}`],
    [`t=,v1=${"0".repeat(64)}`],
    [`t=${NOW},v1=${"0".repeat(64)},v1=${"0".repeat(64)}`],
  ])("with the header %p", (header) => {
    expect(verify(BODY, header)).toEqual(refused(401, "signature"));
  });

  test("of another channel's merchant", () => {
    const config: ChannelConfig = { channel: "stripe", secretKey: "k", webhookSecrets: ["new"] };
    expect(verify(BODY, signWebhook("new", NOW, BODY), config)).toEqual(refused(401, "app"));
  });
});

describe("a body that is signed and makes no sense is malformed", () => {
  test.each([
    ["no JSON", "{"],
    ["null", "null"],
    ["a list", `[${BODY}]`],
    ["no event id", JSON.stringify({ ...EVENT, eventId: undefined })],
    ["an id with a line break", JSON.stringify({ ...EVENT, paymentId: "a\nb" })],
    ["no amount", JSON.stringify({ ...EVENT, amount: undefined })],
    ["a fraction", JSON.stringify({ ...EVENT, amount: { amount: 1.5, currency: "USD" } })],
    ["an amount of 0", JSON.stringify({ ...EVENT, amount: { amount: 0, currency: "USD" } })],
    ["no type", JSON.stringify({ ...EVENT, type: 5 })],
  ])("%s", (_name, body) => {
    expect(signed(body)).toEqual(refused(400, "malformed"));
  });

  test("bytes that are not UTF-8", () => {
    expect(signed(Buffer.from([0x22, 0xff, 0x22]))).toEqual(refused(400, "malformed"));
  });
});

test("the claimed payment is read without trust, whatever the bytes are", () => {
  expect(claimIn(sandboxWebhooks, raw(BODY))).toBe("pay_acme_01J");
  expect(claimIn(sandboxWebhooks, raw('{"paymentId":5}'))).toBeUndefined();
  fc.assert(
    fc.property(fc.uint8Array(), (bytes) => {
      expect(claimIn(sandboxWebhooks, raw(bytes))).toBeUndefined();
      expect(verify(bytes, "t=1,v1=00")).toMatchObject({ kind: "refused" });
    }),
  );
});

test("a webhook is answered with 200", () => {
  expect(sandboxWebhooks.reply).toEqual({
    httpStatus: 200,
    contentType: "application/json",
    body: '{"received":true}',
  });
});
