import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { afterAll, afterEach, beforeAll, expect, test } from "@jest/globals";
import { Activity } from "../../../local/functions/activity.ts";
import { FunctionPool, type PoolOptions } from "../../../local/functions/function-pool.ts";

const SOURCE = `
import { threadId } from "node:worker_threads";
let calls = 0;
export const handler = async (event, context) => {
  calls += 1;
  console.log("called " + calls);
  if (event.do === "throw") throw Object.assign(new Error("no luck"), { name: "BadLuckError" });
  if (event.do === "hang") await new Promise(() => setInterval(() => {}, 1000));
  if (event.do === "spin") for (;;) {}
  if (event.do === "exit") process.exit(3);
  if (event.do === "wait") await new Promise((resolve) => setTimeout(resolve, event.ms));
  return { calls, threadId, env: process.env.WHO, home: process.env.HOME, name: context.functionName,
    left: context.getRemainingTimeInMillis() > 0, id: context.awsRequestId.length };
};
export const broken = 1;
`;
let folder: string;
let output = "";
const pools: FunctionPool[] = [];

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "tender-pool-"));
  await writeFile(join(folder, "index.mjs"), SOURCE);
});
afterEach(async () => {
  await Promise.all(pools.splice(0).map((pool) => pool.close(0)));
});
afterAll(() => rm(folder, { recursive: true }));

const [IDLE, TAKEN] = [{ areThere: () => true }, { areThere: () => false }];

interface Made extends PoolOptions {
  exportName?: string;
  timeoutSeconds?: number;
  who?: string;
}

function makePool({ exportName = "handler", timeoutSeconds = 20, who = "me", ...options }: Made = {}): FunctionPool {
  const settings = {
    modulePath: pathToFileURL(join(folder, "index.mjs")).href,
    exportName,
    functionName: "tester",
    functionArn: "arn:aws:lambda:us-east-1:000000000000:function:tester",
    memoryMegabytes: 128,
    timeoutSeconds,
    env: { WHO: who },
    onOutput: (text: string) => {
      output += text;
    },
  };
  const pool = new FunctionPool(settings, { max: 4, cores: IDLE, ...options });
  pools.push(pool);
  return pool;
}

async function call(pool: FunctionPool, event: object) {
  const result = await pool.invoke(JSON.stringify(event));
  return result.ok ? JSON.parse(result.payload) : result.error;
}

test("a function has its own environment, context and module state, and its output is kept", async () => {
  const [mine, other] = [makePool(), makePool({ who: "you" })];
  expect(await call(mine, {})).toMatchObject({ calls: 1, env: "me", name: "tester", left: true, id: 36 });
  expect(await call(mine, {})).toMatchObject({ calls: 2 });
  const theirs = await call(other, {});
  expect(theirs).toMatchObject({ calls: 1, env: "you" });
  expect(theirs.home).toBeUndefined();
  expect(output).toContain("called 2");
});

test("a thrown error arrives as Lambda shapes it, and the instance lives on", async () => {
  const pool = makePool({ max: 1 });
  expect(await call(pool, { do: "throw" })).toMatchObject({
    errorType: "BadLuckError",
    errorMessage: "no luck",
    trace: expect.arrayContaining(["BadLuckError: no luck"]),
  });
  expect(await call(pool, {})).toMatchObject({ calls: 2 });
});

test.each(["hang", "spin"])("a call that does not end (%s) is terminated at its timeout", async (behaviour) => {
  const pool = makePool({ max: 1, timeoutSeconds: 0.2 });
  await pool.warm();
  const error = await call(pool, { do: behaviour });
  expect(error.errorType).toBe("Sandbox.Timedout");
  expect(error.errorMessage).toMatch(/^RequestId: [0-9a-f-]{36} Error: Task timed out after 0.20 seconds$/);
  expect(await call(pool, {})).toMatchObject({ calls: 1 });
});

test("a function that ends its process fails its call only", async () => {
  const pool = makePool({ max: 1 });
  expect(await call(pool, { do: "exit" })).toMatchObject({ errorType: "Runtime.ExitError" });
  expect(await call(pool, {})).toMatchObject({ calls: 1 });
});

test("a killed instance fails the call that it was in the middle of, as on Lambda, and another takes its place", async () => {
  const pool = makePool({ max: 1 });
  await pool.warm();
  const cut = call(pool, { do: "hang" });
  const waiting = call(pool, {});
  expect(pool.running).toHaveLength(1);
  pool.running[0]?.kill();
  const error = await cut;
  expect(error.errorType).toBe("Runtime.ExitError");
  expect(error.errorMessage).toMatch(/^RequestId: [0-9a-f-]{36} Error: Runtime exited with error: signal: killed$/);
  expect(await waiting).toMatchObject({ calls: 1 });
  expect(pool.running).toHaveLength(0);
});

test("grows while calls wait, and never beyond its bound", async () => {
  const pool = makePool({ max: 2 });
  const threads = new Set<unknown>();
  // How long a thread takes to load is up to the machine: it is waited for as long as it takes.
  while (threads.size < 2) {
    const results = await Promise.all(Array.from({ length: 6 }, () => call(pool, { do: "wait", ms: 100 })));
    for (const { threadId } of results) threads.add(threadId);
  }
  await Promise.all(Array.from({ length: 20 }, () => call(pool, { do: "wait", ms: 10 })));
  expect(pool.size).toBe(2);
});

test("does not grow while no core is idle, as long as its calls come to an end", async () => {
  const pool = makePool({ cores: TAKEN, stalledMs: Number.POSITIVE_INFINITY });
  const results = await Promise.all(Array.from({ length: 10 }, () => call(pool, { do: "wait", ms: 20 })));
  expect(results.map(({ calls }) => calls)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
  expect(pool.size).toBe(1);
});

test("grows with no core idle, too, when none of its calls comes to an end", async () => {
  const pool = makePool({ cores: TAKEN, stalledMs: 1 });
  await pool.warm();
  const stuck = call(pool, { do: "hang" });
  expect(await call(pool, {})).toMatchObject({ calls: 1 });
  pool.running[0]?.kill();
  expect(await stuck).toMatchObject({ errorType: "Runtime.ExitError" });
});

test("its calls count as activity, however they end", async () => {
  const activity = new Activity();
  const pool = makePool({ activity });
  const running = call(pool, { do: "wait", ms: 20 });
  expect([activity.isBusy, activity.ended]).toEqual([true, 0]);
  await running;
  await call(pool, { do: "exit" });
  expect([activity.isBusy, activity.ended]).toEqual([false, 2]);
});

test("is loaded by its first call, or before that, and then once", async () => {
  const called = makePool();
  expect([called.size, await call(called, {})]).toMatchObject([0, { calls: 1 }]);
  const warmed = makePool();
  await warmed.warm();
  await Promise.all([warmed.warm(), called.warm()]);
  expect([called.size, warmed.size]).toEqual([1, 1]);
});

test("a function that cannot be loaded says why", async () => {
  const pool = makePool({ exportName: "broken" });
  expect(await pool.warm()).toMatch(/Runtime.HandlerNotFound: broken is undefined or not exported/);
  expect(await call(pool, {})).toMatchObject({ errorType: "Runtime.HandlerNotFound" });
});

test("closing lets running calls end and takes no new ones", async () => {
  const pool = makePool();
  await pool.warm();
  const running = call(pool, { do: "wait", ms: 50 });
  expect(pool.isBusy).toBe(true);
  const closing = pool.close(20_000);
  expect(await call(pool, {})).toMatchObject({ errorType: "Runtime.Stopped" });
  expect(await running).toMatchObject({ calls: 1 });
  await closing;
});
