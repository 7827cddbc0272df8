import { expect, test } from "@jest/globals";
import { type Again, ERRORS, type ErrorCode, type WaitFor } from "../../../../core/foundation/domain/errors.ts";
import { problem, waitForAll, withNext } from "../../../../core/foundation/domain/problem.ts";

const ROWS = Object.entries(ERRORS).map(([code, row]) => ({
  code: code as ErrorCode,
  ...row,
  again: row.again as Again,
}));
const codesWith = (is: (row: (typeof ROWS)[number]) => boolean) => ROWS.filter(is).map(({ code }) => code);

test("every 429, 500 and 503 may succeed soon, and beside them only what waits for a twin's commit, or for time", () => {
  const soon = codesWith(({ status }) => [429, 500, 503].includes(status));
  expect(codesWith(({ again }) => again === "soon")).toEqual([
    "idempotency-key-in-use",
    ...soon,
    "destination-cooling",
  ]);
});

test("what waits says for what, as the contract has it", () => {
  const waiting = (name: WaitFor) =>
    codesWith(({ again }) => typeof again === "object" && "waitFor" in again && again.waitFor === name);
  expect(waiting("redemption")).toEqual(["redemption-in-progress", "lease-in-use"]);
  expect(waiting("payment")).toEqual(["order-in-progress"]);
  expect(waiting("review")).toEqual(codesWith(({ code }) => code.endsWith("-needs-review")));
});

test("of what waits, only a code under way has a Retry-After: it ends within minutes by itself", () => {
  const isTimed = (again: Again) => typeof again === "object" && "retryAfterMs" in again;
  expect(codesWith(({ again }) => isTimed(again))).toEqual(["redemption-in-progress"]);
});

test("only what a request met is a business refusal: 409, or 422 for what cannot be carried out", () => {
  const statuses = ROWS.filter(({ again }) => again !== "mend" && again !== "soon").map(({ status }) => status);
  expect(new Set(statuses)).toEqual(new Set([409, 422]));
});

test.each(ROWS)("$code says in plain sentences what to do next", ({ next, title }) => {
  expect(next).toMatch(/^[A-Z].*\.$/);
  expect(title).toMatch(/^[A-Z].*[^.]$/);
});

test("a refusal's detail is a sentence, and what to do next stands behind it", () => {
  const { next } = ERRORS.overloaded;
  expect(withNext("overloaded", "the saga is moving on right now")).toBe(`The saga is moving on right now. ${next}`);
  expect(withNext("overloaded", "Something failed.")).toBe(`Something failed. ${next}`);
  expect(withNext("overloaded", "rdm_acme_1 is busy")).toBe(`rdm_acme_1 is busy. ${next}`);
});

test("a batch waits for the last of what is in its way, and is final when one of them is", () => {
  expect(waitForAll(["redemption-in-progress"])).toEqual({ waitFor: "redemption", retryAfterMs: 5_000 });
  expect(waitForAll(["redemption-in-progress", "redemption-needs-review"])).toEqual({ waitFor: "review" });
  expect(waitForAll(["redemption-in-progress", "already-redeemed"])).toBeUndefined();
  expect(waitForAll(["code-malformed"])).toBeUndefined();
});

const REQUEST = { instance: "/v1/payments", requestId: "request-1" };

test("a problem document has the contract's members in one order, those that say nothing left out", () => {
  expect(Object.keys(problem({ code: "overloaded" }, "busy", REQUEST, { errors: [] }))).toEqual([
    "type",
    "title",
    "status",
    "detail",
    "instance",
    "code",
    "retryable",
    "requestId",
  ]);
  const taken = problem({ code: "order-in-progress" }, "taken", REQUEST, { extensions: { paymentId: "pay_1" } });
  expect(taken).toMatchObject({ retryable: false, waitFor: "payment", requestId: "request-1", paymentId: "pay_1" });
});

test("where what is in the way decides, the refusal says it, and none at all is final", () => {
  const refused = (wait?: { waitFor: "payment" }) => problem({ code: "payment-not-captured", wait }, "no", REQUEST);
  expect(refused({ waitFor: "payment" })).toMatchObject({ retryable: false, waitFor: "payment" });
  expect(refused()).not.toHaveProperty("waitFor");
});
