import { randomBytes } from "node:crypto";
import {
  CreateQueueCommand,
  GetQueueAttributesCommand,
  ReceiveMessageCommand,
  SendMessageCommand,
  type SQSClient,
} from "@aws-sdk/client-sqs";
import { PutCommand } from "@aws-sdk/lib-dynamodb";
import { afterAll, afterEach, beforeAll, expect, test } from "@jest/globals";
import { Activity } from "../../../local/functions/activity.ts";
import type { InvocationResult } from "../../../local/functions/function-messages.ts";
import { startQueueServer } from "../../../local/servers/queue-server.ts";
import { localSqs } from "../../../local/servers/queues.ts";
import type { TiedServer } from "../../../local/servers/tied-server.ts";
import { compileFilters } from "../../../local/triggers/event-filter.ts";
import { QueueTrigger } from "../../../local/triggers/queue-trigger.ts";
import { StreamTrigger, type StreamTriggerSettings } from "../../../local/triggers/stream-trigger.ts";
import { StreamsClient } from "../../../local/triggers/streams-client.ts";
import type { Invocable, Trigger } from "../../../local/triggers/trigger.ts";
import { createTables, type TestTables } from "../../support/engine.ts";

/** What the tests look at in the records of both sources. */
interface Row {
  messageId: string;
  body: string;
  dynamodb: { SequenceNumber: string; Keys: { pk: { S: string } } };
}
type Answer = InvocationResult | ((records: Row[]) => InvocationResult);
const ok = (value: unknown = null): InvocationResult => ({ ok: true, payload: JSON.stringify(value) });
const failed: InvocationResult = { ok: false, error: { errorType: "Error", errorMessage: "no" } };

let queueServer: TiedServer;
const triggers: Trigger[] = [];
let sqs: SQSClient;
let tables: TestTables;

beforeAll(async () => {
  queueServer = await startQueueServer();
  sqs = localSqs(queueServer.endpoint);
  tables = await createTables({ stream: true });
});
afterEach(async () => {
  await Promise.all(triggers.splice(0).map((trigger) => trigger.stop(1000)));
});
afterAll(async () => {
  sqs.destroy();
  await queueServer.stop();
  await tables.drop();
});

/** A function that gives these answers in turn and remembers what it was called with; `done` when all are given. */
function scripted(answers: Answer[], pick: (record: Row) => string) {
  const calls: string[][] = [];
  let finish = () => {};
  const done = new Promise<void>((resolve) => {
    finish = resolve;
  });
  const invoke = async (event: string) => {
    const { Records } = JSON.parse(event);
    calls.push(Records.map(pick));
    const answer = answers[calls.length - 1] ?? ok();
    if (calls.length >= answers.length) finish();
    return typeof answer === "function" ? answer(Records) : answer;
  };
  return { target: { name: "scripted", invoke }, calls, done };
}

async function makeQueue(attributes: Record<string, string> = {}): Promise<string> {
  const QueueName = `q-${randomBytes(6).toString("hex")}`;
  return (await sqs.send(new CreateQueueCommand({ QueueName, Attributes: attributes }))).QueueUrl ?? "";
}

function follow(queueUrl: string, target: Invocable, reportsItemFailures = true): void {
  const settings = { client: sqs, queueUrl, queueArn: "arn:q", function: target, complain: () => {} };
  const trigger = new QueueTrigger({
    ...settings,
    batchSize: 10,
    concurrency: 1,
    reportsItemFailures,
  });
  triggers.push(trigger);
  trigger.start();
}

const send = (QueueUrl: string, MessageBody: string) => sqs.send(new SendMessageCommand({ QueueUrl, MessageBody }));
const leftIn = async (QueueUrl: string) => {
  const names = ["ApproximateNumberOfMessages", "ApproximateNumberOfMessagesNotVisible"] as const;
  const { Attributes } = await sqs.send(new GetQueueAttributesCommand({ QueueUrl, AttributeNames: [...names] }));
  return names.reduce((sum, name) => sum + Number(Attributes?.[name]), 0);
};

test("a queue's messages are deleted when they succeed and come again when they are reported", async () => {
  const queueUrl = await makeQueue({ VisibilityTimeout: "1" });
  for (const body of ["a", "b"]) await send(queueUrl, body);
  const reportB: Answer = (records) =>
    ok({
      batchItemFailures: records.filter((row) => row.body === "b").map((row) => ({ itemIdentifier: row.messageId })),
    });
  const { target, calls, done } = scripted([reportB, reportB, ok()], (record) => record.body);
  follow(queueUrl, target);
  await done;
  await triggers[0]?.stop(1000);
  expect(calls.flat().filter((body) => body === "a")).toHaveLength(1);
  expect(calls.at(-1)).toContain("b");
});

test("while its function is full, messages stay in the queue, and come in one batch", async () => {
  const queueUrl = await makeQueue();
  const { target, calls, done } = scripted([ok()], (record) => record.body);
  let isFull = true;
  const invoke = target.invoke;
  follow(queueUrl, {
    name: "full",
    invoke,
    get isFull() {
      return isFull;
    },
  });
  for (const body of ["a", "b", "c"]) await send(queueUrl, body);
  isFull = false;
  await done;
  expect(calls.map((bodies) => bodies.sort())).toEqual([["a", "b", "c"]]);
});

test("messages of a failed function stay, and end in the dead-letter queue", async () => {
  const deadUrl = await makeQueue();
  const deadLetterTargetArn = `arn:aws:sqs:us-east-1:000000000000:${deadUrl.split("/").at(-1)}`;
  const RedrivePolicy = JSON.stringify({ deadLetterTargetArn, maxReceiveCount: 2 });
  const queueUrl = await makeQueue({ VisibilityTimeout: "1", RedrivePolicy });
  await send(queueUrl, "poison");
  const { target, calls } = scripted([failed, failed], (record) => record.body);
  follow(queueUrl, target, false);
  const dead = await sqs.send(new ReceiveMessageCommand({ QueueUrl: deadUrl, WaitTimeSeconds: 20 }));
  expect(dead.Messages?.map((message) => message.Body)).toEqual(["poison"]);
  expect(calls).toEqual([["poison"], ["poison"]]);
  expect(await leftIn(queueUrl)).toBe(0);
});

const kept: Record<string, string> = {};
const given: string[] = [];
const activity = new Activity();
function followStream(
  target: ReturnType<typeof scripted>["target"],
  retriesMax = -1,
  other: Partial<StreamTriggerSettings> = {},
): StreamTrigger {
  const trigger = new StreamTrigger({
    client: new StreamsClient(process.env.TENDER_TEST_DYNAMODB ?? ""),
    table: tables.main,
    eventSourceArn: "arn:stream",
    function: target,
    functionArn: "arn:function",
    filter: compileFilters(['{"eventName":["INSERT"],"dynamodb":{"Keys":{"pk":{"S":[{"prefix":"OUT#"}]}}}}']),
    batchSize: 10,
    reportsItemFailures: true,
    bisects: true,
    retriesMax,
    recordAgeMaxSeconds: -1,
    sendFailure: async (message) => {
      given.push(message);
    },
    activity,
    checkpoints: {
      read: (arn) => kept[arn],
      write: (arn, sequenceNumber) => {
        kept[arn] = sequenceNumber;
      },
    },
    complain: () => {},
    ...other,
  });
  triggers.push(trigger);
  trigger.start();
  return trigger;
}
const A_DAY_MS = 86_400_000;
const put = (pk: string) => tables.client.send(new PutCommand({ TableName: tables.main, Item: { pk, sk: "HEAD" } }));
const keyOf = (record: Row) => record.dynamodb.Keys.pk.S;

test("a stream's records come filtered and in order, again from the first that failed, and go on after a restart", async () => {
  for (const pk of ["OUT#1", "RDM#1", "OUT#2", "OUT#3"]) await put(pk);
  const reportSecond: Answer = (records) =>
    ok({ batchItemFailures: [{ itemIdentifier: records[1]?.dynamodb.SequenceNumber }] });
  const first = scripted([reportSecond, ok()], keyOf);
  const trigger = followStream(first.target);
  await first.done;
  await put("OUT#4");
  await trigger.stop(5000);
  expect(first.calls.slice(0, 2)).toEqual([
    ["OUT#1", "OUT#2", "OUT#3"],
    ["OUT#2", "OUT#3"],
  ]);

  await put("OUT#5");
  const second = scripted([ok()], keyOf);
  await followStream(second.target);
  await second.done;
  expect([...first.calls.slice(2), ...second.calls].flat()).toEqual(expect.arrayContaining(["OUT#5"]));
  expect(second.calls.flat()).not.toContain("OUT#1");
});

test("a stream is looked at as soon as a call has ended, which may have written to it", async () => {
  const { target, calls, done } = scripted([ok()], keyOf);
  const client = new StreamsClient(process.env.TENDER_TEST_DYNAMODB ?? "");
  let emptyLooks = 0;
  const { records } = client;
  client.records = async (...of) => {
    const batch = await records.apply(client, of);
    emptyLooks += Number(batch.records.length === 0);
    return batch;
  };
  followStream(target, -1, { client, quietMs: A_DAY_MS });
  await until(() => emptyLooks > 0);
  await activity.during(put("OUT#by-a-call"));
  await done;
  expect(calls.flat()).toContain("OUT#by-a-call");
});

test("a batch that fails is halved until the one bad record is given up to its destination", async () => {
  for (const pk of ["OUT#good", "OUT#bad"]) await put(pk);
  const failBad: Answer = (records) => (records.some((row) => keyOf(row) === "OUT#bad") ? failed : ok());
  const { target, calls } = scripted(
    Array.from({ length: 50 }, () => failBad),
    keyOf,
  );
  followStream(target, 1);
  await until(() => given.length === 1);
  expect(calls.flat()).toContain("OUT#good");
  expect(JSON.parse(given[0] ?? "")).toMatchObject({
    requestContext: { condition: "RetryAttemptsExhausted", functionArn: "arn:function" },
    DDBStreamBatchInfo: { batchSize: 1 },
  });
});

async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await new Promise((resolve) => setImmediate(resolve));
}
