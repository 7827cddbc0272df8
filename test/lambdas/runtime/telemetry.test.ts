import { expect, test } from "@jest/globals";
import { InvariantError, RetryableError } from "../../../core/foundation/domain/errors.ts";
import { describe as describeError } from "../../../lambdas/runtime/telemetry.ts";

test("an error of others is described by its name and places, never by its words or attributes", () => {
  const error = Object.assign(new TypeError("CANARY one\nCANARY two\n    at CANARY (x.ts:1:1)"), {
    CancellationReasons: [{ Item: { codeCipher: "CANARY" } }],
    $metadata: { requestId: "r-1" },
  });

  const described = describeError(new Error("CANARY", { cause: error }));

  expect(described).toMatchObject({ name: "Error", cause: { name: "TypeError", awsRequestId: "r-1" } });
  expect(described.frames.length).toBeGreaterThan(0);
  expect(JSON.stringify(described)).not.toContain("CANARY");
});

test("our own errors keep their message and code", () => {
  expect(describeError(new InvariantError("two effects"))).toMatchObject({
    name: "InvariantError",
    message: "two effects",
  });
  expect(describeError(new RetryableError("overloaded", "too busy", 1))).toMatchObject({ code: "overloaded" });
});

test("what is no error is described by its type alone", () => {
  expect(describeError("CANARY")).toEqual({ name: "string", frames: [] });
});
