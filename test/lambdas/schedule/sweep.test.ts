import "../../support/silent.ts";
import { expect, jest, test } from "@jest/globals";
import { LIMITS } from "../../../core/foundation/domain/limits.ts";
import type { AllDeps } from "../../../lambdas/runtime/all-deps.ts";
import { embeddedMetrics, metrics } from "../../../lambdas/runtime/telemetry.ts";
import { sweeping } from "../../../lambdas/schedule/sweep.ts";
import { CONTEXT } from "../deployed.ts";

const logged: unknown[] = [];
const log = { info: () => {}, error: (_message: string, _error: unknown, ids: unknown) => void logged.push(ids) };
const deps = { log } as unknown as AllDeps;

test("a sweep that fails stops no other, and the invocation fails", async () => {
  const ran: string[] = [];
  const handler = sweeping(deps, {
    first: async () => {
      throw new Error("too busy");
    },
    second: async () => void ran.push("second"),
  });

  await expect(handler({}, CONTEXT)).rejects.toThrow("failed sweeps: first");

  expect(ran).toEqual(["second"]);
  expect(logged).toEqual([{ sweep: "first" }]);
});

test("sweeps that all went well end quietly", async () => {
  await expect(sweeping(deps, { only: async () => {} })({}, CONTEXT)).resolves.toBeUndefined();
});

test("what waits for a person is measured though every other sweep fails", async () => {
  const measured: unknown[] = [];
  const everything = {
    log,
    clock: () => 1,
    limits: LIMITS.demo,
    metrics: { count: () => {}, gauge: (...metric: unknown[]) => void measured.push(metric) },
    tables: {
      query: async () => {
        throw new Error("too busy");
      },
      count: async () => 1,
    },
  } as unknown as AllDeps;

  await expect(sweeping(everything)({}, CONTEXT)).rejects.toThrow(
    "failed sweeps: outbox, redemptions, sagas, refunds, webhooks",
  );

  expect(measured).toContainEqual(["NeedsReview", 8, "Count"]);
  expect(measured).toContainEqual(["WebhookEndpointsFailing", 8, "Count"]);
});

test("what a sweep has measured leaves at once, though another hangs", async () => {
  const publish = jest.spyOn(embeddedMetrics, "publishStoredMetrics");
  let release = () => {};
  const end = sweeping(deps, {
    measures: async () => metrics.gauge("NeedsReview", 3, "Count"),
    hangs: () => new Promise<void>((resolve) => (release = resolve)),
  })({}, CONTEXT);

  await new Promise(setImmediate);

  expect(publish).toHaveBeenCalledTimes(1);
  release();
  await end;
});
