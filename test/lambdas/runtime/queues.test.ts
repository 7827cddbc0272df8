import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { CreateQueueCommand, GetQueueAttributesCommand, ReceiveMessageCommand, SQSClient } from "@aws-sdk/client-sqs";
import { afterAll, beforeAll, expect, jest, test } from "@jest/globals";
import { buildApp } from "fauxqs";
import { InvariantError } from "../../../core/foundation/domain/errors.ts";
import type { Job } from "../../../core/foundation/domain/jobs.ts";

type RuntimeQueue = typeof import("../../../lambdas/runtime/queues.ts");

let app: ReturnType<typeof buildApp>;
let endpoint: string;
let sqs: SQSClient;
let runtime: RuntimeQueue;

beforeAll(async () => {
  app = buildApp({ logger: false });
  endpoint = await app.listen({ host: "127.0.0.1", port: 0 });
  Object.assign(process.env, {
    AWS_REGION: "eu-central-1",
    AWS_ACCESS_KEY_ID: "test",
    AWS_SECRET_ACCESS_KEY: "test",
    AWS_ENDPOINT_URL_SQS: endpoint,
  });
  sqs = new SQSClient({ endpoint });
  runtime = await import("../../../lambdas/runtime/queues.ts");
});
afterAll(async () => {
  sqs.destroy();
  app.server.closeAllConnections();
  await app.close();
});

async function queue(name: string): Promise<string> {
  await sqs.send(new CreateQueueCommand({ QueueName: name }));
  return `${endpoint}/000000000000/${name}`;
}

async function count(QueueUrl: string) {
  const { Attributes } = await sqs.send(new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ["All"] }));
  return {
    visible: Number(Attributes?.ApproximateNumberOfMessages),
    delayed: Number(Attributes?.ApproximateNumberOfMessagesDelayed),
    inFlight: Number(Attributes?.ApproximateNumberOfMessagesNotVisible),
  };
}

async function receive(QueueUrl: string) {
  const { Messages = [] } = await sqs.send(
    new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10, MessageAttributeNames: ["All"] }),
  );
  return Messages;
}

const message = (n: number, delaySeconds = 0) => {
  const job: Job = { queue: "redemptions", body: { tenantId: "acme", redemptionId: `rdm_acme_${n}` } };
  return { job, delaySeconds };
};

test("any number of pointers is sent, delayed as asked", async () => {
  const url = await queue("redemptions");

  await runtime
    .jobSender({ redemptions: url })
    .send(Array.from({ length: 23 }, (_, n) => message(n, n < 20 ? 0 : 900)));

  expect(await count(url)).toEqual({ visible: 20, delayed: 3, inFlight: 0 });
  const [received] = await receive(url);
  expect(JSON.parse(received?.Body ?? "")).toEqual({
    tenantId: "acme",
    redemptionId: expect.stringMatching(/^rdm_acme_\d+$/),
  });
});

test("a message that SQS does not take keeps no other from being sent, and then is an error", async () => {
  // The SDK warns that this queue stands elsewhere than the others.
  const warn = jest.spyOn(console, "warn").mockImplementation(() => {});
  const batches: number[] = [];
  const particular = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const { Entries } = JSON.parse(Buffer.concat(chunks).toString()) as { Entries: unknown[] };
    batches.push(Entries.length);
    const Failed = batches.length === 1 ? [{ Id: "3", SenderFault: false, Code: "InternalError" }] : [];
    response.setHeader("content-type", "application/x-amz-json-1.0");
    response.end(JSON.stringify({ Failed }));
  });
  await new Promise<void>((resolve) => particular.listen(0, "127.0.0.1", resolve));
  const url = `http://127.0.0.1:${(particular.address() as AddressInfo).port}/000000000000/particular`;

  const sent = runtime.jobSender({ redemptions: url }).send(Array.from({ length: 23 }, (_, n) => message(n)));

  await expect(sent).rejects.toThrow("SQS took a part of the messages");
  expect(batches).toEqual([10, 10, 3]);
  particular.closeAllConnections();
  particular.close();
  warn.mockRestore();
});

test("a dead letter is a pointer with the error's name", async () => {
  const url = await queue("dead-letters");
  const letters = runtime.deadLetters(url);

  await letters.bury({
    messageId: "m1",
    errorName: "InvariantError",
    ref: { tenantId: "acme", redemptionId: "rdm_acme_1" },
  });
  await letters.bury({ messageId: "m2", errorName: "InvariantError" });

  const messages = await receive(url);
  expect(messages.map(({ Body }) => JSON.parse(Body ?? ""))).toEqual([
    { tenantId: "acme", redemptionId: "rdm_acme_1" },
    { messageId: "m2" },
  ]);
  expect(messages[0]?.MessageAttributes?.errorName?.StringValue).toBe("InvariantError");
});

test("a message that is held for no time is visible again at once", async () => {
  const url = await queue("held");
  await runtime.jobSender({ redemptions: url }).send([message(1)]);
  const [received] = await receive(url);
  expect(await count(url)).toMatchObject({ visible: 0, inFlight: 1 });

  await runtime.messageHold(url).hide(received?.ReceiptHandle ?? "", 0);

  expect(await receive(url)).toHaveLength(1);
});

async function bodies(name: string): Promise<unknown[]> {
  return (await receive(`${endpoint}/000000000000/${name}`)).map(({ Body = "" }) => JSON.parse(Body));
}

const SAGA: Job = { queue: "sagas", body: { tenantId: "acme", sagaId: "s", executionName: "s-r1", stopName: "s" } };
const REFUND: Job = { queue: "refunds", body: { tenantId: "acme", paymentId: "p", refundId: "r" } };

test("each job goes to its own queue as it is", async () => {
  const sender = runtime.jobSender({ sagas: await queue("sagas"), refunds: await queue("refunds") });

  await sender.send([SAGA, REFUND, SAGA].map((job) => ({ job, delaySeconds: 0 })));

  expect(await bodies("sagas")).toEqual([SAGA.body, SAGA.body]);
  expect(await bodies("refunds")).toEqual([REFUND.body]);
});

test("a queue that the function was not given is a mistake of ours", async () => {
  const sender = runtime.jobSender({ sagas: await queue("sagas") });

  await expect(sender.send([{ job: REFUND, delaySeconds: 0 }])).rejects.toThrow(InvariantError);
});

test("a queue that cannot be sent to keeps no other's jobs from being sent", async () => {
  const sender = runtime.jobSender({ refunds: await queue("refunds") });

  await expect(sender.send([SAGA, REFUND].map((job) => ({ job, delaySeconds: 0 })))).rejects.toThrow(InvariantError);

  expect(await bodies("refunds")).toEqual([REFUND.body]);
});

test("nothing to send is no call", async () => {
  await expect(runtime.jobSender({}).send([])).resolves.toBeUndefined();
});
