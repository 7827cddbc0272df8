import { expect, test } from "@jest/globals";
import { ApiError } from "../../../console/src/api/problem.ts";
import { failedAs } from "../../../console/src/domain/progress.ts";

const PROBLEM = {
  type: "/errors/x",
  title: "X",
  detail: "As it is.",
  instance: "/v1/x",
  code: "not-in-review",
  requestId: "r",
} as const;
const refusal = (status: number, retryable = false) =>
  new ApiError("As it is.", {
    status,
    problem: { ...PROBLEM, status, retryable },
  });
const LOST = new ApiError("Lost.");
const SAYS_NOTHING_OF_AN_EARLIER_TRY = [refusal(429, true), refusal(409, true), refusal(401), refusal(403)];

test("a refusal is one, and a lost answer or a 5xx leaves open what has happened", () => {
  for (const error of [refusal(409), refusal(422), ...SAYS_NOTHING_OF_AN_EARLIER_TRY])
    expect(failedAs(error, false)).toBe("refused");
  for (const error of [LOST, refusal(500, true), new ApiError("Gateway.", { status: 502 })])
    expect(failedAs(error, false)).toBe("unknown");
});

test("an outcome that nobody knows stays so until the key's own answer is there", () => {
  for (const error of [LOST, ...SAYS_NOTHING_OF_AN_EARLIER_TRY]) expect(failedAs(error, true)).toBe("unknown");
  for (const error of [refusal(404), refusal(409), refusal(422)]) expect(failedAs(error, true)).toBe("refused");
});
