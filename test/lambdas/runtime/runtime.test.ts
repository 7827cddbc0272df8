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
