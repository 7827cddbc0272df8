import { describe, expect, test } from "@jest/globals";
import { EVENT_TYPES } from "../../../core/foundation/domain/events.ts";
import { TOLD_RESOURCES, toldAfter } from "../../../invariants/events/told-resources.ts";
import { findViolations } from "../../../invariants/find-violations.ts";
import type { Row, Snapshot } from "../../../invariants/snapshot.ts";

const event = (resourceId: string, resourceVersion: number, type: string, status: string): Row => ({
  ...{ pk: `EVT#acme#evt_${resourceId}_${resourceVersion}`, sk: "HEAD", tenantId: "acme", at: resourceVersion },
  ...{ eventId: `evt_${resourceId}_${resourceVersion}`, type, resourceId, resourceVersion, data: { status } },
});

/** How many endpoints a merchant has; it is none itself. */
const COUNT: Row = { pk: "ENDPOINT#acme", sk: "COUNT", live: 1 };

/** An order that was opened again, a subscription whose time is over, a use of a code, a refund under way, and an endpoint that its merchant has enabled again. */
function healthy() {
  const order: Row = { pk: "ORDER#acme#o", sk: "HEAD", orderId: "o", state: "FINISHED", events: 2 };
  const held: Row = { pk: "SUB#acme#s", sk: "HEAD", subscriptionId: "s", isRevoked: false, grants: [], events: 3 };
  const refund: Row = { pk: "PAY#acme#p", sk: "REFUND#r", refundId: "r", state: "SENT" };
  // Told that it fails, disabled, and enabled again by its merchant.
  const endpoint: Row = { pk: "ENDPOINT#acme", sk: "LIVE#e", webhookEndpointId: "e", status: "ENABLED", events: 2 };
  const events = [
    event("e", 1, "webhook_endpoint.failing", "ENABLED"),
    event("e", 2, "webhook_endpoint.disabled", "DISABLED"),
    event("o", 2, "order.finished", "FINISHED"),
    event("o", 1, "order.cancelled", "CANCELLED"),
    event("s", 1, "subscription.activated", "ACTIVE"),
    event("s", 2, "subscription.extended", "ACTIVE"),
    event("s", 3, "subscription.shortened", "EXPIRED"),
    event("w", 1, "webhook.test", "anything"),
  ];
  return { order, held, refund, endpoint, events };
}
type Healthy = ReturnType<typeof healthy>;

function found(spoil: (history: Healthy) => unknown, looked = true): string[] {
  const history = healthy();
  spoil(history);
  const { order, held, refund, endpoint, events } = history;
  const snapshot: Snapshot = {
    main: [order, held, refund, endpoint, COUNT].filter(({ pk }) => pk !== ""),
    transient: [],
    ...(looked ? { events } : {}),
    effects: { exchange: [], channel: [] },
    calls: [],
  };
  const own = findViolations(snapshot).filter(({ invariant }) => invariant === "I30");
  return own.map(({ subject, detail }) => `${subject}: ${detail}`);
}
const lastOf = ({ events }: Healthy, id: string) => events.findLast(({ resourceId }) => resourceId === id) as Row;
const without = ({ events }: Healthy, one: Row) => events.splice(events.indexOf(one), 1);

test("I30 leaves alone what is told in order, and what was not looked at", () => {
  expect(found(() => undefined)).toEqual([]);
  expect(found(({ order }) => Object.assign(order, { events: 9 }), false)).toEqual([]);
});

test.each<[string, (history: Healthy) => unknown, string]>([
  ["a version that is missing", (h) => without(h, lastOf(h, "o")), "o: its events are 2"],
  ["two of one version", (h) => Object.assign(lastOf(h, "s"), { resourceVersion: 2 }), "s: its events are 1, 2, 2"],
  ["one more than were counted", ({ order }) => Object.assign(order, { events: 1 }), "o: has counted 1 events of 2"],
  [
    "an end that nobody was told of",
    ({ refund }) => Object.assign(refund, { state: "FAILED" }),
    "r: is FAILED, and the last that was told of it is (new)",
  ],
  [
    "another end than the one that was told",
    ({ order }) => Object.assign(order, { state: "REFUNDED" }),
    "o: is REFUNDED, and the last that was told of it is FINISHED",
  ],
  [
    "a subscription that is revoked in silence",
    ({ held }) => Object.assign(held, { isRevoked: true }),
    "s: is REVOKED, and the last that was told of it is HELD",
  ],
  [
    "an endpoint that was disabled in silence",
    (h) => {
      Object.assign(h.endpoint, { status: "DISABLED", disabledReason: "gone", events: 1 });
      without(h, lastOf(h, "e"));
    },
    "e: is DISABLED, and the last that was told of it is FAILING",
  ],
  [
    "an endpoint that says that it has told, and has not",
    (h) => {
      Object.assign(h.endpoint, { failingTold: true });
    },
    "e: is FAILING, and the last that was told of it is DISABLED",
  ],
  [
    "a failing endpoint that is shown as disabled",
    ({ events }) => Object.assign(events[0] as Row, { data: { status: "DISABLED" } }),
    "e: webhook_endpoint.failing shows it as DISABLED",
  ],
  [
    "a state that does not follow",
    (h) => Object.assign(lastOf(h, "o"), { type: "order.expired", data: { status: "EXPIRED" } }),
    "o: order.finished was told after it was EXPIRED",
  ],
  [
    "data of another state than its type's",
    (h) => Object.assign(lastOf(h, "s"), { data: { status: "REVOKED" } }),
    "s: subscription.shortened shows it as REVOKED",
  ],
  [
    "a resource that does not exist",
    ({ order }) => Object.assign(order, { pk: "" }),
    "o: is told of, and does not exist",
  ],
  [
    "an event of another kind of resource",
    (h) => Object.assign(lastOf(h, "o"), { type: "refund.failed" }),
    "o: is no resource that tells of refund.failed",
  ],
])("I30 finds %s", (_what, spoil, expected) => {
  expect(found(spoil)).toContain(expected);
});

describe("what each kind of resource tells of", () => {
  test("is every type but those of what is told elsewhere", () => {
    const told = TOLD_RESOURCES.flatMap(({ tells }) => Object.keys(tells));
    const others = EVENT_TYPES.filter((type) => type !== "webhook.test");
    expect(told.sort()).toEqual([...others].sort());
  });

  test.each(TOLD_RESOURCES.map((resource) => [resource.id, resource] as const))(
    "of %s, each state can be told",
    (_id, one) => {
      const reached = new Set<string>();
      const open = ["(new)"];
      for (let at = open.pop(); at !== undefined; at = open.pop())
        for (const next of toldAfter(one, at)) {
          if (!reached.has(next)) open.push(next);
          reached.add(next);
        }
      expect([...reached].sort()).toEqual([...new Set(Object.values(one.tells))].sort());
    },
  );
});
