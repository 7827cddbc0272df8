import { expect, test } from "@jest/globals";
import { environment, limitsOf, once } from "../../../lambdas/runtime/runtime.ts";

test("missing variables are named all at once", () => {
  process.env.TEST_PRESENT = "here";

  expect(() => environment("TEST_PRESENT", "TEST_FIRST", "TEST_SECOND")).toThrow(
    "Missing environment variables: TEST_FIRST, TEST_SECOND",
  );
  expect(environment("TEST_PRESENT")).toEqual({ TEST_PRESENT: "here" });
});

test("an entry without its environment fails while it loads", async () => {
  await expect(import("../../../lambdas/http/setup/handler.ts")).rejects.toThrow(
    "Missing environment variables: MAIN_TABLE, LIMITS_PROFILE, TRANSIENT_TABLE, CODE_PEPPER_SECRET",
  );
});

test("an unknown limits profile is refused", () => {
  expect(() => limitsOf("staging")).toThrow("LIMITS_PROFILE");
});

test("a failure to prepare is tried again, a success is kept", async () => {
  let tries = 0;
  const ready = once(async () => {
    if (++tries === 1) throw new Error("no secret");
    return tries;
  });

  await expect(ready()).rejects.toThrow("no secret");
  expect([await ready(), await ready()]).toEqual([2, 2]);
});

test("the marker of a restore comes with the limits, and one that cannot be read lets no function start", () => {
  expect(limitsOf("demo")).not.toHaveProperty("restored");
  try {
    process.env.RESTORED = "2026-11-27T19:00:00.000Z/2026-11-27T19:31:00.500Z";
    const restored = { toMs: Date.UTC(2026, 10, 27, 19), atMs: Date.UTC(2026, 10, 27, 19, 31, 0, 500) };
    expect(limitsOf("demo")).toMatchObject({ httpTimeoutSeconds: expect.any(Number), restored });
    for (const broken of ["yesterday", "2026-11-27T19:00:00.000Z", "2026-11-27T19:31:00Z/2026-11-27T19:00:00Z"]) {
      process.env.RESTORED = broken;
      expect(() => limitsOf("demo")).toThrow("RESTORED must be two moments");
    }
  } finally {
    delete process.env.RESTORED;
  }
});
