import { expect, test } from "@jest/globals";
import fc from "fast-check";
import { verifyWebhook, WebhookError, type WebhookErrorReason } from "../../../client/index.js";
import {
  SECRET_BYTES,
  webhookBody,
  webhookHeaders,
  webhookSecret,
} from "../../../core/events/domain/standard-webhook.ts";
import type { Event } from "../../../core/foundation/domain/events.ts";

const AT_MS = Date.UTC(2026, 0, 2, 3, 4, 6);
const [before, newest, other] = [1, 2, 3].map((each) => webhookSecret(Buffer.alloc(SECRET_BYTES, each))) as [
  string,
  string,
  string,
];
const EVENT: Omit<Event, "tenantId"> = {
  eventId: "evt_acme_01KE1Q7B3MZ4T8W9X2V5C6D7F8",
  type: "payment.succeeded",
  resourceId: "pay_acme_01KE1Q5A0N6R7S8T9V0W1X2Y3Z",
  resourceVersion: 2,
  at: AT_MS - 1000,
  data: { status: "SUCCEEDED", note: "Grüße" },
};
const BODY = webhookBody(EVENT);
const headers = (secrets = [before], body: Uint8Array = BODY) =>
  webhookHeaders({ eventId: EVENT.eventId, body, atMs: AT_MS, secrets });
const now = () => AT_MS;

async function reasonOf(read: Promise<unknown>): Promise<WebhookErrorReason | undefined> {
  const error = await read.catch((reason: unknown) => reason);
  if (error instanceof WebhookError) return error.reason;
  if (error instanceof Error) throw error;
  return undefined;
}

test("what the server signs is read, from text or bytes, from headers of either kind", async () => {
  const expected = { type: "payment.succeeded", resourceVersion: 2, data: EVENT.data, eventId: EVENT.eventId };
  const exact = new ArrayBuffer(BODY.length);
  new Uint8Array(exact).set(BODY);
  for (const body of [BODY, BODY.toString("utf8"), new Uint8Array(BODY), exact])
    expect(await verifyWebhook(body, headers(), before, { now })).toMatchObject(expected);
  expect(await verifyWebhook(BODY, new Headers(headers()), [before], { now })).toMatchObject(expected);
  const shouted = Object.fromEntries(Object.entries(headers()).map(([name, value]) => [name.toUpperCase(), [value]]));
  expect(await verifyWebhook(BODY, shouted, before, { now })).toMatchObject(expected);
});

test("before, during and after a rotation, whichever secrets the receiver has", async () => {
  const reads = (signed: string[], known: string[]) => reasonOf(verifyWebhook(BODY, headers(signed), known, { now }));
  expect(await reads([before], [before, newest])).toBeUndefined();
  expect(await reads([newest, before], [before])).toBeUndefined();
  expect(await reads([newest, before], [newest])).toBeUndefined();
  expect(await reads([newest], [before, newest])).toBeUndefined();
  expect(await reads([newest], [before])).toBe("signature-wrong");
  expect(await reads([before], [other])).toBe("signature-wrong");
});

test("one byte of body, id or time changed, and it is not believed", async () => {
  await fc.assert(
    fc.asyncProperty(fc.nat(BODY.length - 1), fc.integer({ min: 1, max: 255 }), async (at, flip) => {
      const forged = new Uint8Array(BODY);
      forged[at] = (forged[at] ?? 0) ^ flip;
      expect(await reasonOf(verifyWebhook(forged, headers(), before, { now }))).toBe("signature-wrong");
    }),
    { numRuns: 50 },
  );
  const forged = { ...headers(), "webhook-id": "evt_other" };
  expect(await reasonOf(verifyWebhook(BODY, forged, before, { now }))).toBe("signature-wrong");
  const later = { ...headers(), "webhook-timestamp": String(AT_MS / 1000 + 1) };
  expect(await reasonOf(verifyWebhook(BODY, later, before, { now }))).toBe("signature-wrong");
});

test("what is old, from the future or without a time is not believed", async () => {
  const at = (ms: number, more = {}) => reasonOf(verifyWebhook(BODY, headers(), before, { now: () => ms, ...more }));
  expect(await at(AT_MS + 300_000)).toBeUndefined();
  expect(await at(AT_MS + 301_000)).toBe("too-old-or-too-new");
  expect(await at(AT_MS - 301_000)).toBe("too-old-or-too-new");
  expect(await at(AT_MS + 301_000, { toleranceSeconds: 600 })).toBeUndefined();
  for (const odd of ["", "soon", "-1", "1e9", "NaN"]) {
    const read = verifyWebhook(BODY, { ...headers(), "webhook-timestamp": odd }, before, { now });
    expect(await reasonOf(read)).toBe(odd === "" ? "headers-missing" : "too-old-or-too-new");
  }
});

test("signatures of other kinds, forms and numbers are passed over", async () => {
  const { "webhook-signature": good = "" } = headers();
  const read = (signature: string) =>
    reasonOf(verifyWebhook(BODY, { ...headers(), "webhook-signature": signature }, before, { now }));
  expect(await read(`v1a,xxx v1,%%% v1, ${good}`)).toBeUndefined();
  expect(await read(good.replace("v1,", "v2,"))).toBe("signature-wrong");
  expect(await read(good.slice(0, -4))).toBe("signature-wrong");
  expect(await read(`${"v1,AAAA ".repeat(1000)}${good}`)).toBe("signature-wrong");
  expect(await read("")).toBe("headers-missing");
});

test("a secret that is none and a body that was parsed are the caller's mistakes, told without the secret", async () => {
  for (const secrets of [[], ["whsec_"], ["whsec_%%%"], [undefined as unknown as string]])
    await expect(verifyWebhook(BODY, headers(), secrets, { now })).rejects.toThrow(TypeError);
  await expect(verifyWebhook(BODY, headers(), "whsec_%secret%", { now })).rejects.not.toThrow("%secret%");
  await expect(verifyWebhook({} as never, headers(), before, { now })).rejects.toThrow("rawBody");
});

test("what is signed and no JSON is said to be so; a type that is not known yet is read", async () => {
  const text = Buffer.from("{");
  expect(await reasonOf(verifyWebhook(text, headers([before], text), before, { now }))).toBe("body-not-json");
  const news = Buffer.from(JSON.stringify({ type: "payment.frozen", data: {} }));
  expect(await verifyWebhook(news, headers([before], news), before, { now })).toMatchObject({ type: "payment.frozen" });
});
