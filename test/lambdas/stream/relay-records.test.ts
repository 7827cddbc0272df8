import { expect, test } from "@jest/globals";
import type { DynamoDBStreamEvent } from "aws-lambda";
import type { AllDeps } from "../../../lambdas/runtime/all-deps.ts";
import { recordRelay } from "../../../lambdas/stream/relay-records.ts";
import { CONTEXT } from "../deployed.ts";

const logged: string[] = [];
const deps = {
  log: { info: () => {}, error: (message: string) => void logged.push(message) },
} as unknown as AllDeps;

const record = (sequence: string, image: object | undefined) => ({
  dynamodb: { SequenceNumber: sequence, NewImage: image },
});
const image = (n: number) => ({
  pk: { S: `OUT#acme#r${n}` },
  sk: { S: `#${n}` },
  type: { S: "redemptions" },
  ref: { M: { tenantId: { S: "acme" }, redemptionId: { S: `r${n}` } } },
  dueAt: { N: "1" },
});
const row = (n: number) => ({
  pk: `OUT#acme#r${n}`,
  sk: `#${n}`,
  type: "redemptions",
  ref: { tenantId: "acme", redemptionId: `r${n}` },
});
const event = (...records: object[]) => ({ Records: records }) as unknown as DynamoDBStreamEvent;

test("outbox rows are relayed together", async () => {
  const relayed: unknown[] = [];
  const handler = recordRelay(deps, async (_deps, rows) => void relayed.push(...rows));

  const response = await handler(event(record("1", image(1)), record("2", image(2))), CONTEXT);

  expect(response).toEqual({ batchItemFailures: [] });
  expect(relayed).toEqual([row(1), row(2)]);
});

test("a row whose message is to come later says so, and one that says it in no whole number is reported", async () => {
  const relayed: unknown[] = [];
  const handler = recordRelay(deps, async (_deps, rows) => void relayed.push(...rows));
  const later = { ...image(1), notBefore: { N: "1767225600000" } };
  const broken = { ...image(2), notBefore: { N: "soon" } };

  const response = await handler(event(record("1", later), record("2", broken)), CONTEXT);

  expect(relayed).toEqual([{ ...row(1), notBefore: 1_767_225_600_000 }]);
  expect(response).toEqual({ batchItemFailures: [{ itemIdentifier: "2" }] });
});

test("when sending fails, the stream is read again from the first record on", async () => {
  const handler = recordRelay(deps, () => Promise.reject(new Error("no queue")));

  const response = await handler(event(record("7", image(1)), record("8", image(2))), CONTEXT);

  expect(response).toEqual({ batchItemFailures: [{ itemIdentifier: "7" }] });
});

test("a record that is no outbox row does not hold up the others, and is reported", async () => {
  const relayed: unknown[] = [];
  const handler = recordRelay(deps, async (_deps, rows) => void relayed.push(...rows));

  const response = await handler(
    event(record("1", image(1)), record("2", { pk: { S: "OUT#" } }), record("3", image(3))),
    CONTEXT,
  );

  expect(relayed).toEqual([row(1), row(3)]);
  expect(response).toEqual({ batchItemFailures: [{ itemIdentifier: "2" }] });
});

test.each([
  // An earlier release's word for the redemptions' queue.
  ["redemption.requested", { tenantId: "acme", redemptionId: "r" }],
  ["sagas", { tenantId: "acme", sagaId: "s", executionName: "s-r1", stopName: "s" }],
  ["sagas", { tenantId: "acme", sagaId: "s", executionName: "s" }],
  ["refunds", { tenantId: "acme", paymentId: "p", refundId: "r" }],
  ["webhooks", { tenantId: "acme", channel: "stripe", eventId: "evt_1" }],
])("a row for the queue %s is relayed with its pointer", async (type, ref) => {
  const relayed: unknown[] = [];
  const handler = recordRelay(deps, async (_deps, rows) => void relayed.push(...rows));
  const M = Object.fromEntries(Object.entries(ref).map(([name, S]) => [name, { S }]));

  const response = await handler(event(record("1", { ...image(1), type: { S: type }, ref: { M } })), CONTEXT);

  expect(response).toEqual({ batchItemFailures: [] });
  expect(relayed).toEqual([{ ...row(1), type, ref }]);
});

test.each([
  ["a queue that is none", "letters", { tenantId: { S: "acme" }, refundId: { S: "r" } }],
  ["another queue's pointer", "refunds", { tenantId: { S: "acme" }, sagaId: { S: "s" }, executionName: { S: "s" } }],
  [
    "more than a pointer",
    "webhooks",
    { tenantId: { S: "acme" }, channel: { S: "epay" }, eventId: { S: "e" }, body: { S: "x" } },
  ],
])("a row with %s is reported", async (_what, type, M) => {
  const handler = recordRelay(deps, async () => {});

  const response = await handler(event(record("9", { ...image(1), type: { S: type }, ref: { M } })), CONTEXT);

  expect(response).toEqual({ batchItemFailures: [{ itemIdentifier: "9" }] });
});
