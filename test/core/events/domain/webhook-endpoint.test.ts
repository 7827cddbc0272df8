import { expect, test } from "@jest/globals";
import { isFailing, SUBSCRIPTIONS, subscribes } from "../../../../core/events/domain/webhook-endpoint.ts";
import { EVENT_TYPES } from "../../../../core/foundation/domain/events.ts";

test("an endpoint is subscribed to a type by its name, by its resource and by the star", () => {
  for (const type of EVENT_TYPES) {
    const others = EVENT_TYPES.filter((other) => other !== type);
    const [resource = ""] = type.split(".");
    expect(subscribes({ eventTypes: [type] }, type)).toBe(true);
    expect(subscribes({ eventTypes: [`${resource}.*`] }, type)).toBe(true);
    expect(subscribes({ eventTypes: ["*"] }, type)).toBe(true);
    expect(subscribes({ eventTypes: [...others] }, type)).toBe(false);
  }
});

test("a resource whose name begins with another's is another", () => {
  expect(subscribes({ eventTypes: ["order.*"] }, "payment.succeeded")).toBe(false);
  expect(subscribes({ eventTypes: ["webhook.*"] }, "webhook_endpoint.failing")).toBe(false);
  expect(subscribes({ eventTypes: ["webhook_endpoint.*"] }, "webhook.test")).toBe(false);
});

test("what can be subscribed to: each type, each resource once, everything", () => {
  expect(SUBSCRIPTIONS).toEqual(expect.arrayContaining(["payment.succeeded", "payment.*", "webhook_endpoint.*", "*"]));
  expect(new Set(SUBSCRIPTIONS).size).toBe(SUBSCRIPTIONS.length);
});

test("what fails is an endpoint whose last try has failed, and that nobody but its failures has disabled", () => {
  const of = (change: object) => isFailing({ status: "ENABLED", ...change });
  expect(of({})).toBe(false);
  expect(of({ failingSince: 0 })).toBe(true);
  expect(of({ failingSince: 1, status: "DISABLED", disabledReason: "failing" })).toBe(true);
  expect(of({ failingSince: 1, status: "DISABLED", disabledReason: "gone" })).toBe(true);
  expect(of({ failingSince: 1, status: "DISABLED", disabledReason: "merchant" })).toBe(false);
  expect(of({ failingSince: 1, status: "DISABLED", disabledReason: "operator" })).toBe(false);
  expect(of({ failingSince: 1, status: "ENDED", disabledReason: "failing" })).toBe(false);
});
