import { describe, expect, test } from "@jest/globals";
import { Webhook as Standard } from "standardwebhooks";
import { Webhook as Svix } from "svix";
import {
  SECRET_BYTES,
  webhookBody,
  webhookHeaders,
  webhookSecret,
} from "../../../../core/events/domain/standard-webhook.ts";
import type { Event } from "../../../../core/foundation/domain/events.ts";

// Both libraries compare the timestamp with the machine's clock.
const NOW = Date.now();
const EVENT: Event = {
  tenantId: "acme",
  eventId: "evt_acme_01JD0000000000000000000000",
  type: "payment.succeeded",
  resourceId: "pay_acme_01JD0000000000000000000001",
  resourceVersion: 2,
  at: Date.UTC(2026, 0, 2, 3, 4, 5, 6),
  data: { state: "SUCCEEDED", amount: { amount: 1250, currency: "EUR" }, note: "Grüße 🎁", steps: [{ b: 1, a: 2 }] },
};
const [newest, before, ended] = [1, 2, 3].map((each) => webhookSecret(Buffer.alloc(SECRET_BYTES, each))) as [
  string,
  string,
  string,
];

test("the body is the event, without whose it is", () => {
  expect(JSON.parse(webhookBody(EVENT).toString("utf8"))).toEqual({
    type: "payment.succeeded",
    timestamp: "2026-01-02T03:04:05.006Z",
    eventId: EVENT.eventId,
    resourceId: EVENT.resourceId,
    resourceVersion: 2,
    data: EVENT.data,
  });
});

test("whatever the order in which a store gives the fields, the bytes are the same", () => {
  const turned = Object.fromEntries(
    Object.entries({
      ...EVENT,
      data: {
        steps: [{ a: 2, b: 1 }],
        note: "Grüße 🎁",
        amount: { currency: "EUR", amount: 1250 },
        state: "SUCCEEDED",
      },
    }).reverse(),
  ) as object as Event;
  expect(webhookBody(turned)).toEqual(webhookBody(EVENT));
});

test("the order of a list is what it says", () => {
  const steps = (...names: string[]) => webhookBody({ ...EVENT, data: { names } });
  expect(steps("a", "b")).not.toEqual(steps("b", "a"));
});

test("a secret has 32 bytes behind its prefix", () => {
  expect(newest).toMatch(/^whsec_[A-Za-z0-9+/]{43}=$/);
  expect(Buffer.from(newest.slice("whsec_".length), "base64")).toEqual(Buffer.alloc(32, 1));
});

describe.each([
  ["standardwebhooks", Standard],
  ["svix", Svix],
])("%s verifies what is sent", (_, Library) => {
  const body = webhookBody(EVENT);
  const headers = (secrets: string[], atMs = NOW) => webhookHeaders({ eventId: EVENT.eventId, body, atMs, secrets });
  const verify = (secret: string, sent: Record<string, string>, raw = body.toString("utf8")) =>
    new Library(secret).verify(raw, sent);

  test("with one secret", () => {
    expect(verify(newest, headers([newest]))).toEqual(JSON.parse(body.toString("utf8")));
  });

  test("with either of two while they are rotated, and with no third", () => {
    const sent = headers([newest, before]);
    expect(verify(newest, sent)).toEqual(verify(before, sent));
    expect(() => verify(ended, sent)).toThrow("signature");
  });

  test("not another body, id or time", () => {
    const sent = headers([newest]);
    expect(() => verify(newest, sent, `${body.toString("utf8")} `)).toThrow("signature");
    expect(() => verify(newest, { ...sent, "webhook-id": "evt_acme_01JD0000000000000000000009" })).toThrow("signature");
    const later = String(Number(sent["webhook-timestamp"]) + 1);
    expect(() => verify(newest, { ...sent, "webhook-timestamp": later })).toThrow("signature");
  });

  test("not what was recorded long ago", () => {
    expect(() => verify(newest, headers([newest], NOW - 6 * 60 * 1000))).toThrow("too old");
  });
});

test("signatures stand newest first, and each try has its own time in whole seconds", () => {
  const body = webhookBody(EVENT);
  const of = (secrets: string[]) => webhookHeaders({ eventId: EVENT.eventId, body, atMs: 1_700_000_000_999, secrets });
  expect(of([newest, before])).toEqual({
    "content-type": "application/json",
    "user-agent": "Tender-Webhooks/1",
    "webhook-id": EVENT.eventId,
    "webhook-timestamp": "1700000000",
    "webhook-signature": `${of([newest])["webhook-signature"]} ${of([before])["webhook-signature"]}`,
  });
});

test("what has not the form of a secret signs nothing", () => {
  expect(() =>
    webhookHeaders({ eventId: EVENT.eventId, body: webhookBody(EVENT), atMs: NOW, secrets: ["c2VjcmV0"] }),
  ).toThrow("form");
});
