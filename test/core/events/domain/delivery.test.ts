import { expect, test } from "@jest/globals";
import fc from "fast-check";
import {
  ATTEMPTS_KEPT_MAX,
  type DeliveryAttempt,
  deliveryIdOf,
  isOver,
  newDelivery,
  wakeAtOf,
  withAttempt,
} from "../../../../core/events/domain/delivery.ts";
import { CONTRACT } from "../../../../core/foundation/domain/limits.ts";

const AT = 1_700_000_000_000;
const event = { tenantId: "acme", eventId: "evt_acme_1", type: "payment.succeeded", at: AT } as const;
const endpoint = { tenantId: "acme", webhookEndpointId: "whe_acme_1", status: "ENABLED" } as const;
const attempt: DeliveryAttempt = { at: 0, httpStatus: 500, error: null, durationMs: 1, responseExcerpt: null };

test("a pair of event and endpoint has one id, sorted by the event's moment, and no other pair has it", () => {
  const id = deliveryIdOf(event, "whe_acme_1");
  expect(id).toMatch(/^dlv_acme_[0-9A-HJKMNP-TV-Z]{26}$/);
  expect(deliveryIdOf({ ...event }, "whe_acme_1")).toBe(id);
  expect(deliveryIdOf(event, "whe_acme_2")).not.toBe(id);
  expect(deliveryIdOf({ ...event, eventId: "evt_acme_2" }, "whe_acme_1")).not.toBe(id);
  expect(deliveryIdOf({ ...event, at: AT + 1 }, "whe_acme_1") > id).toBe(true);
});

test("a new one is on its way at once, or held, and goes when its event goes", () => {
  const made = newDelivery(event, endpoint, AT + 5);
  expect(made).toMatchObject({ state: "PENDING", nextAttemptAt: AT + 5, tries: 0, epoch: 0, eventAt: AT });
  expect(wakeAtOf(made)).toBe(AT + 5);
  const held = newDelivery(event, { ...endpoint, status: "DISABLED" }, AT + 5);
  expect(held.state).toBe("HELD");
  expect(wakeAtOf(held)).toBe(Number.POSITIVE_INFINITY);
  expect(isOver(made, AT + CONTRACT.eventTtlMs - 1000)).toBe(false);
  expect(isOver(made, AT + CONTRACT.eventTtlMs + 1000)).toBe(true);
});

test("the last attempts are kept, in their order", () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 60 }), (count) => {
      let attempts: DeliveryAttempt[] = [];
      for (let at = 0; at < count; at++) attempts = withAttempt({ attempts }, { ...attempt, at });
      const first = Math.max(0, count - ATTEMPTS_KEPT_MAX);
      expect(attempts.map(({ at }) => at)).toEqual(Array.from({ length: count - first }, (_, index) => first + index));
    }),
  );
});
