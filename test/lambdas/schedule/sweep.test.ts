import { expect, test } from "@jest/globals";
import type { Deps } from "../../../core/services/deps.ts";
import { sweeping } from "../../../lambdas/schedule/sweep.ts";
import { CONTEXT } from "../deployed.ts";

const logged: unknown[] = [];
const deps = {
  log: { error: (_message: string, _error: unknown, ids: unknown) => void logged.push(ids) },
} as unknown as Deps;

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
