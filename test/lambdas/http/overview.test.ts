import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { JOB_QUEUES } from "../../../core/foundation/domain/jobs.ts";
import { type Deployed, deploy } from "../deployed.ts";

let deployed: Deployed;
beforeAll(async () => {
  deployed = await deploy();
});
afterAll(() => deployed.stop());

const see = (apiKey: string) => deployed.call({ line: "GET /v1/overview", apiKey });

test("an operator sees how it stands: of each queue what waits, what is at a worker, and what nobody could do", async () => {
  const { status, json } = await see(deployed.keys.operator);
  expect(status).toBe(200);
  expect(json).toMatchObject({ reviews: { count: 0, oldestAt: null }, due: [], failingEndpoints: 0 });
  const depth = { visible: 2, inFlight: 1, deadLetters: 2 };
  expect(json.queues).toEqual(JOB_QUEUES.map((name) => ({ name, ...depth })));
});

test("it spans all merchants, so that none of them may see it", async () => {
  expect(await see(deployed.keys.merchant)).toMatchObject({ status: 403, json: { code: "scope-missing" } });
});
