import { CreateQueueCommand, ReceiveMessageCommand, SQSClient } from "@aws-sdk/client-sqs";
import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { buildApp } from "fauxqs";
import { InvariantError } from "../../../core/foundation/domain/errors.ts";
import type { Job } from "../../../core/foundation/domain/jobs.ts";

let app: ReturnType<typeof buildApp>;
let endpoint: string;
let sqs: SQSClient;
let runtime: typeof import("../../../lambdas/runtime/jobs.ts");

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
  for (const QueueName of ["sagas", "refunds"]) await sqs.send(new CreateQueueCommand({ QueueName }));
  runtime = await import("../../../lambdas/runtime/jobs.ts");
});
afterAll(async () => {
  sqs.destroy();
  app.server.closeAllConnections();
  await app.close();
});

const url = (name: string) => `${endpoint}/000000000000/${name}`;

async function bodies(name: string): Promise<unknown[]> {
  const command = new ReceiveMessageCommand({ QueueUrl: url(name), MaxNumberOfMessages: 10 });
  const { Messages = [] } = await sqs.send(command);
  return Messages.map(({ Body = "" }) => JSON.parse(Body));
}

const SAGA: Job = { queue: "sagas", body: { tenantId: "acme", sagaId: "s", executionName: "s-r1", stopName: "s" } };
const REFUND: Job = { queue: "refunds", body: { tenantId: "acme", paymentId: "p", refundId: "r" } };

test("each job goes to its own queue as it is", async () => {
  const sender = runtime.jobSender({ sagas: url("sagas"), refunds: url("refunds") });

  await sender.send([SAGA, REFUND, SAGA].map((job) => ({ job, delaySeconds: 0 })));

  expect(await bodies("sagas")).toEqual([SAGA.body, SAGA.body]);
  expect(await bodies("refunds")).toEqual([REFUND.body]);
});

test("a queue that the function was not given is a mistake of ours", async () => {
  const sender = runtime.jobSender({ sagas: url("sagas") });

  await expect(sender.send([{ job: REFUND, delaySeconds: 0 }])).rejects.toThrow(InvariantError);
});

test("a queue that cannot be sent to keeps no other's jobs from being sent", async () => {
  const sender = runtime.jobSender({ refunds: url("refunds") });

  await expect(sender.send([SAGA, REFUND].map((job) => ({ job, delaySeconds: 0 })))).rejects.toThrow(InvariantError);

  expect(await bodies("refunds")).toEqual([REFUND.body]);
});

test("nothing to send is no call", async () => {
  await expect(runtime.jobSender({}).send([])).resolves.toBeUndefined();
});
