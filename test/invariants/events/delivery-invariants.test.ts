import { expect, test } from "@jest/globals";
import { findViolations } from "../../../invariants/find-violations.ts";
import type { Row, Snapshot, WebhookReceipt } from "../../../invariants/snapshot.ts";

const AT = 10_000_000;
const URL = "https://good-1.example/hooks";

/** One endpoint, subscribed to payments, and one payment that was told of and delivered. */
function healthy() {
  const endpoint: Row = {
    ...{ pk: "ENDPOINT#acme", sk: "LIVE#whe_acme_1", tenantId: "acme", webhookEndpointId: "whe_acme_1", url: URL },
    ...{ eventTypes: ["payment.*"], status: "ENABLED", version: 1, failures: 0, createdAt: 1 },
  };
  const event: Row = {
    ...{ pk: "EVT#acme#evt_acme_1", sk: "HEAD", tenantId: "acme", eventId: "evt_acme_1", at: AT },
    ...{ type: "payment.succeeded", resourceId: "pay_acme_1", resourceVersion: 1, data: { status: "SUCCEEDED" } },
  };
  const delivery: Row = {
    ...{ pk: "DLV#acme#dlv_acme_1", sk: "HEAD", tenantId: "acme", deliveryId: "dlv_acme_1", state: "DELIVERED" },
    ...{ eventId: "evt_acme_1", webhookEndpointId: "whe_acme_1" },
  };
  const receipt: WebhookReceipt = { url: URL, eventId: "evt_acme_1", at: AT, status: 204, body: "{}" };
  return { endpoint, event, delivery, receipts: [{ ...receipt, status: undefined }, receipt] };
}
type Healthy = ReturnType<typeof healthy>;

function found(spoil: (history: Healthy) => Partial<Snapshot> | undefined, settled = true) {
  const history = healthy();
  const change = spoil(history);
  const snapshot: Snapshot = {
    main: [history.endpoint],
    transient: [],
    events: [history.event, history.delivery],
    effects: { exchange: [], channel: [], receipts: history.receipts },
    calls: [],
    ...change,
  };
  const rules = ["I12", "I16", "I19", "I28"];
  return findViolations(snapshot, settled ? { settled: { mayNeedReview: () => false } } : {})
    .filter(({ invariant }) => rules.includes(invariant))
    .map(({ invariant, subject }) => `${invariant} ${subject}`);
}

test("finds nothing where an event was delivered, at its second try", () => {
  expect(found(() => undefined)).toEqual([]);
});

test.each<[string, string[], (history: Healthy) => Partial<Snapshot> | undefined]>([
  [
    "a delivery under way that nobody comes for",
    ["I12", "I19"],
    ({ delivery }) => void Object.assign(delivery, { state: "PENDING" }),
  ],
  ["one that is over and due", ["I12"], ({ delivery }) => void Object.assign(delivery, { duePk: "DLV#0", dueAt: 1 })],
  [
    "an endpoint that fails, and is not listed",
    ["I12"],
    ({ endpoint }) => void Object.assign(endpoint, { failingSince: 1 }),
  ],
  [
    "one that was disabled for its failures, and is not listed",
    ["I12"],
    ({ endpoint }) => void Object.assign(endpoint, { failingSince: 1, status: "DISABLED", disabledReason: "gone" }),
  ],
  [
    "one that its owner has disabled, and is listed",
    ["I12"],
    ({ endpoint }) =>
      void Object.assign(endpoint, { failingSince: 1, status: "DISABLED", disabledReason: "merchant", statePk: "x" }),
  ],
  ["one that is listed, and does not fail", ["I12"], ({ endpoint }) => void Object.assign(endpoint, { statePk: "x" })],
  ["a subscriber that an event was not meant for", ["I16"], ({ event }) => ({ events: [event] })],
  ["a delivery of no event", ["I16"], ({ delivery }) => ({ events: [delivery] })],
  [
    "an event that was never fanned out",
    ["I16"],
    ({ event, delivery }) => ({ events: [{ ...event, duePk: "EVT#0", dueAt: 1 }, delivery] }),
  ],
  [
    "a delivery that never ends",
    ["I19"],
    ({ delivery }) => void Object.assign(delivery, { state: "SENDING", duePk: "DLV#0", dueAt: 1 }),
  ],
  ["a delivery that nobody has received", ["I28"], ({ receipts }) => void receipts.pop()],
  [
    "one that its receiver has refused",
    ["I28"],
    ({ receipts }) => void Object.assign(receipts[1] ?? {}, { status: 500 }),
  ],
  ["other bytes in another try", ["I28"], ({ receipts }) => void Object.assign(receipts[0] ?? {}, { body: "{ }" })],
])("finds %s", (_what, invariants, spoil) => {
  const violations = found(spoil);
  expect(new Set(violations.map((each) => each.split(" ")[0]))).toEqual(new Set(invariants));
});

test.each<[string, (history: Healthy) => void]>([
  [
    "an endpoint that was changed, and may not have been subscribed",
    ({ endpoint }) => void Object.assign(endpoint, { version: 2 }),
  ],
  [
    "one that was made while the event was under way",
    ({ endpoint }) => void Object.assign(endpoint, { createdAt: AT - 1 }),
  ],
  [
    "one that is subscribed to something else",
    ({ endpoint }) => void Object.assign(endpoint, { eventTypes: ["order.*"] }),
  ],
  ["the endpoint that the event is about", ({ event }) => void Object.assign(event, { resourceId: "whe_acme_1" })],
  ["another merchant's", ({ endpoint }) => void Object.assign(endpoint, { tenantId: "globex" })],
])("an event need not be meant for %s", (_what, change) => {
  const spoil = (history: Healthy) => {
    change(history);
    return { events: [history.event] };
  };
  expect(found(spoil)).toEqual([]);
});

test("what is under way may stay so while time is left, and one that is held waits for its merchant", () => {
  const due = { duePk: "DLV#0", dueAt: 1 };
  expect(found(({ delivery }) => void Object.assign(delivery, { state: "PENDING", ...due }), false)).toEqual([]);
  expect(found(({ delivery }) => void Object.assign(delivery, { state: "HELD" }))).toEqual([]);
});

test("I15 knows an endpoint that lives or has ended, and finds one that was answered and is not there", () => {
  const { endpoint } = healthy();
  const ended = { ...endpoint, sk: "ENDED#whe_acme_2", webhookEndpointId: "whe_acme_2" };
  const call = { owner: "acme", route: "POST /v1/webhook-endpoints", fingerprint: "f", sentAt: 1, receivedAt: 2 };
  const calls = ["whe_acme_1", "whe_acme_2", "whe_acme_3"].map((webhookEndpointId) => ({
    ...{ ...call, key: webhookEndpointId, status: 201, body: JSON.stringify({ webhookEndpointId }) },
  }));
  const effects = { exchange: [] as [], channel: [] as [] };
  const missing = findViolations({ main: [endpoint, ended], transient: [], events: [], effects, calls })
    .filter(({ detail }) => detail.startsWith("names "))
    .map(({ invariant, detail }) => `${invariant} ${detail}`);
  expect(missing).toEqual(["I15 names whe_acme_3, which has no row"]);
});
