import { beforeEach, expect, test } from "@jest/globals";
import type { SQSEvent } from "aws-lambda";
import { InvariantError, RetryableError } from "../../../core/foundation/domain/errors.ts";
import type { RedemptionRef } from "../../../core/foundation/domain/ids.ts";
import { LIMITS } from "../../../core/foundation/domain/limits.ts";
import { workRedemption } from "../../../core/redemptions/services/redemption-work.ts";
import { messageWorker, type WorkerDeps } from "../../../lambdas/queue/work-messages.ts";
import type { AllDeps } from "../../../lambdas/runtime/all-deps.ts";
import { CONTEXT } from "../deployed.ts";

type WorkResult = Awaited<ReturnType<typeof workRedemption>>;

let sent: unknown[];
let buried: unknown[];
let hidden: [string, number][];
let logged: unknown[];
beforeEach(() => {
  sent = [];
  buried = [];
  hidden = [];
  logged = [];
});

const deps = {
  limits: LIMITS.production,
  random: { ulid: () => "", fraction: () => 0.999, bytes: () => new Uint8Array() },
  jobs: { send: async (messages: unknown[]) => void sent.push(...messages) },
  deadLetters: { bury: async (letter: unknown) => void buried.push(letter) },
  hold: { hide: async (handle: string, seconds: number) => void hidden.push([handle, seconds]) },
  log: {
    info: () => {},
    warn: () => {},
    error: (...line: unknown[]) => void logged.push(line),
  },
} as unknown as AllDeps & WorkerDeps;

const ref = (n: number): RedemptionRef => ({ tenantId: "acme", redemptionId: `rdm_acme_${n}` });

function event(...bodies: (string | { body: string; receives: number })[]): SQSEvent {
  return {
    Records: bodies.map((message, index) => {
      const { body, receives } = typeof message === "string" ? { body: message, receives: 1 } : message;
      return {
        messageId: `m${index}`,
        receiptHandle: `h${index}`,
        body,
        attributes: { ApproximateReceiveCount: String(receives) },
      };
    }),
  } as unknown as SQSEvent;
}

const run = (input: SQSEvent, work: (given: RedemptionRef) => Promise<WorkResult>) =>
  messageWorker(
    "redemptions",
    (_deps, given) => work(given),
    async () => deps,
  )(input, CONTEXT);

test("a message whose work is done is done", async () => {
  const worked: RedemptionRef[] = [];

  const response = await run(event(JSON.stringify(ref(1)), JSON.stringify(ref(2))), async (given) => {
    worked.push(given);
    return { kind: "done" };
  });

  expect(response).toEqual({ batchItemFailures: [] });
  expect(worked).toEqual([ref(1), ref(2)]);
});

test("all messages of a batch are worked on at once", async () => {
  let release = (): void => {};
  const bothStarted = new Promise<void>((resolve) => {
    release = resolve;
  });
  let started = 0;

  await run(event(JSON.stringify(ref(1)), JSON.stringify(ref(2))), async () => {
    if (++started === 2) release();
    await bothStarted;
    return { kind: "done" };
  });

  expect(started).toBe(2);
});

test("work that comes back later leaves a delayed message, at most 15 minutes ahead, and its own is done", async () => {
  const delays = [0, 1, 1500, 10 ** 9];

  const response = await run(event(...delays.map((_, n) => JSON.stringify(ref(n)))), async ({ redemptionId }) => ({
    kind: "again",
    delayMs: delays[Number(redemptionId.at(-1))] ?? 0,
  }));

  expect(response).toEqual({ batchItemFailures: [] });
  expect(sent).toEqual(
    [0, 1, 2, 900].map((delaySeconds, n) => ({ job: { queue: "redemptions", body: ref(n) }, delaySeconds })),
  );
});

test("a message that failed comes again, later with each receive; the others are done", async () => {
  const input = event(
    { body: JSON.stringify(ref(0)), receives: 1 },
    { body: JSON.stringify(ref(1)), receives: 3 },
    JSON.stringify(ref(2)),
    { body: JSON.stringify(ref(3)), receives: 40 },
  );

  const response = await run(input, async ({ redemptionId }) => {
    if (redemptionId.endsWith("2")) return { kind: "done" };
    throw redemptionId.endsWith("0") ? new RetryableError("overloaded", "too busy", 1000) : new Error("unexpected");
  });

  expect(response.batchItemFailures.map(({ itemIdentifier }) => itemIdentifier)).toEqual(["m0", "m1", "m3"]);
  expect(hidden).toEqual([
    ["h0", 2],
    ["h1", 8],
    ["h3", 300],
  ]);
  expect(buried).toEqual([]);
});

test("a batch in which all failed is answered item by item, not by an error", async () => {
  const response = await run(event(JSON.stringify(ref(0))), async () => {
    throw new Error("unexpected");
  });

  expect(response.batchItemFailures).toEqual([{ itemIdentifier: "m0" }]);
});

test("a broken invariant goes to the dead letters at once, as a pointer", async () => {
  const response = await run(event(JSON.stringify(ref(1))), async () => {
    throw new InvariantError("two effects for one card");
  });

  expect(response).toEqual({ batchItemFailures: [] });
  expect(buried).toEqual([{ messageId: "m0", errorName: "InvariantError", ref: ref(1) }]);
  expect(hidden).toEqual([]);
});

test.each([
  ["not JSON CANARY"],
  ["{}"],
  ['{"tenantId":"acme"}'],
  ['{"tenantId":"ACME","redemptionId":"CANARY"}'],
  ['["CANARY"]'],
])("a malformed message goes to the dead letters without its body: %s", async (body) => {
  const response = await run(event(body), async () => ({ kind: "done" }));

  expect(response).toEqual({ batchItemFailures: [] });
  expect(buried).toEqual([{ messageId: "m0", errorName: "InvariantError" }]);
  expect(JSON.stringify([buried, logged])).not.toContain("CANARY");
});

test("a message that cannot be buried comes again", async () => {
  const failing = { ...deps, deadLetters: { bury: () => Promise.reject(new Error("no queue")) } };
  const handler = messageWorker("redemptions", workRedemption, async () => failing);

  const response = await handler(event("nonsense"), CONTEXT);

  expect(response.batchItemFailures).toEqual([{ itemIdentifier: "m0" }]);
});
