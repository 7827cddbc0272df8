import { afterAll, beforeAll, expect, jest, test } from "@jest/globals";
import { JOB_QUEUES } from "../../../core/foundation/domain/jobs.ts";
import { type Deployed, deploy } from "../deployed.ts";

let deployed: Deployed;
beforeAll(async () => {
  deployed = await deploy();
});
afterAll(() => deployed.stop());

const see = (apiKey: string) => deployed.call({ line: "GET /v1/overview", apiKey });

test("an operator sees how it stands: of each queue what waits, what is at a worker, and what nobody could do", async () => {
  // However busy the machine is: a queue that does not answer in time would be left out.
  const timeout = jest.spyOn(AbortSignal, "timeout").mockReturnValue(new AbortController().signal);
  const { status, json } = await see(deployed.keys.operator);
  timeout.mockRestore();
  expect(status).toBe(200);
  expect(json).toMatchObject({ reviews: { count: 0, oldestAt: null }, due: [], failingEndpoints: 0 });
  const depth = { visible: 2, inFlight: 1, deadLetters: 2 };
  expect(json.queues).toEqual(JOB_QUEUES.map((name) => ({ name, ...depth })));
});

test("it spans all merchants, so that none of them may see it", async () => {
  expect(await see(deployed.keys.merchant)).toMatchObject({ status: 403, json: { code: "scope-missing" } });
});
