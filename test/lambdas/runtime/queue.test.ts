import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { CreateQueueCommand, GetQueueAttributesCommand, ReceiveMessageCommand, SQSClient } from "@aws-sdk/client-sqs";
import { afterAll, beforeAll, expect, jest, test } from "@jest/globals";
import { buildApp } from "fauxqs";

type RuntimeQueue = typeof import("../../../lambdas/runtime/queue.ts");

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
  runtime = await import("../../../lambdas/runtime/queue.ts");
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

test("any number of pointers is sent, delayed as asked, and nothing but pointers", async () => {
  const url = await queue("redemptions");
  const ref = (n: number) => ({ tenantId: "acme", redemptionId: `rdm_acme_${n}`, code: "CANARY" });

  await runtime
    .redemptionQueue(url)
    .send(Array.from({ length: 23 }, (_, n) => ({ ref: ref(n), delaySeconds: n < 20 ? 0 : 900 })));

  expect(await count(url)).toEqual({ visible: 20, delayed: 3, inFlight: 0 });
  const [message] = await receive(url);
  expect(JSON.parse(message?.Body ?? "")).toEqual({
    tenantId: "acme",
    redemptionId: expect.stringMatching(/^rdm_acme_\d+$/),
  });
  expect(JSON.stringify(message)).not.toContain("CANARY");
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
  const ref = { tenantId: "acme", redemptionId: "rdm_acme_1" };

  const sent = runtime.redemptionQueue(url).send(Array.from({ length: 23 }, () => ({ ref, delaySeconds: 0 })));

  await expect(sent).rejects.toThrow("SQS took a part of the messages");
  expect(batches).toEqual([10, 10, 3]);
  particular.closeAllConnections();
  particular.close();
  warn.mockRestore();
});

test("nothing to send is no call", async () => {
  await expect(runtime.redemptionQueue("http://127.0.0.1:1/000000000000/none").send([])).resolves.toBeUndefined();
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
  await runtime.redemptionQueue(url).send([{ ref: { tenantId: "acme", redemptionId: "rdm_acme_1" }, delaySeconds: 0 }]);
  const [message] = await receive(url);
  expect(await count(url)).toMatchObject({ visible: 0, inFlight: 1 });

  await runtime.messageHold(url).hide(message?.ReceiptHandle ?? "", 0);

  expect(await receive(url)).toHaveLength(1);
});
