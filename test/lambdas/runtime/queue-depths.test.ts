import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, expect, jest, test } from "@jest/globals";
import { JOB_QUEUES } from "../../../core/foundation/domain/jobs.ts";
import { urlNames } from "../../../lib/queues.ts";

let server: Server;
const refused = new Set<string>();

beforeAll(async () => {
  server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const { QueueUrl } = JSON.parse(Buffer.concat(chunks).toString()) as { QueueUrl: string };
    response.setHeader("content-type", "application/x-amz-json-1.0");
    if (refused.has(QueueUrl)) {
      response.statusCode = 403;
      response.end(JSON.stringify({ __type: "com.amazonaws.sqs#AccessDenied", message: "no" }));
      return;
    }
    response.end(JSON.stringify({ Attributes: { ApproximateNumberOfMessages: "3" } }));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  for (const name of JOB_QUEUES) {
    process.env[urlNames(name).variable] = `${endpoint}/1/${name}`;
    process.env[urlNames(`${name}-dead-letters`).variable] = `${endpoint}/1/${name}-dead`;
  }
  Object.assign(process.env, {
    AWS_REGION: "eu-central-1",
    AWS_ACCESS_KEY_ID: "test",
    AWS_SECRET_ACCESS_KEY: "test",
    AWS_ENDPOINT_URL_SQS: endpoint,
  });
});
afterAll(() => void server.close());

test("a queue that SQS does not tell of is left out, and the others are told of", async () => {
  const { queueDepths } = await import("../../../lambdas/runtime/queue-depths.ts");
  // However busy the machine is.
  jest.spyOn(AbortSignal, "timeout").mockReturnValue(new AbortController().signal);
  const depths = queueDepths();
  expect((await depths()).map(({ name }) => name)).toEqual(JOB_QUEUES);
  const [first = "", second = "", ...others] = JOB_QUEUES;
  for (const name of [first, `${second}-dead`]) refused.add(`${process.env.AWS_ENDPOINT_URL_SQS}/1/${name}`);
  expect(await depths()).toEqual(others.map((name) => ({ name, visible: 3, inFlight: 0, deadLetters: 3 })));
});
