import { expect, test } from "@jest/globals";
import type * as z from "zod/mini";
import { rowOf } from "../../../contract/routes.ts";
import { ALL_ROUTES } from "../../../tools/docs/all-routes.ts";

/** What a body's schema makes of a reason, whatever else the body lacks. */
function judged(schema: z.ZodMiniType | undefined, reason: unknown): string | undefined {
  const { error } = schema?.safeParse({ reason }) ?? {};
  return error?.issues.find(({ path }) => path[0] === "reason")?.message;
}

const needsReason = (schema: z.ZodMiniType | undefined) =>
  schema?.safeParse({}).error?.issues.some(({ path }) => path[0] === "reason") ?? false;

const routes = ALL_ROUTES.filter(({ body }) => needsReason(body)).map(({ key, body, operatorBody }) => {
  const { access } = rowOf(key);
  const scopes: readonly string[] = typeof access === "string" ? [] : access;
  return { key, scopes, forMerchants: body, forOperators: operatorBody ?? body };
});
const ofOperators = routes.filter(({ scopes }) => scopes.includes("operator"));
const ofMerchants = routes.filter(({ scopes }) => scopes.some((scope) => scope !== "operator"));

test("operators and merchants give reasons on these routes", () => {
  expect(ofOperators).toHaveLength(21);
  expect(ofMerchants.map(({ key }) => key)).toEqual([
    "POST /v1/payments/{id}/cancel",
    "POST /v1/payments/{id}/refunds",
    "POST /v1/code-redemptions/{id}/reverse",
    "POST /v1/orders/{id}/cancel",
    "POST /v1/withdrawals/cancel",
    "POST /v1/api-keys/{id}/revoke",
  ]);
});

test.each(ofOperators)("an operator's reason has 10 to 500 characters: $key", ({ forOperators }) => {
  const bounds = "must be one line of 10 to 500 characters";
  expect(judged(forOperators, "x".repeat(10))).toBeUndefined();
  expect(judged(forOperators, "x".repeat(500))).toBeUndefined();
  expect(judged(forOperators, "x".repeat(9))).toBe(bounds);
  expect(judged(forOperators, "x".repeat(501))).toBe(bounds);
});

test.each(ofMerchants)("a merchant's reason has 1 to 500 characters: $key", ({ forMerchants }) => {
  const bounds = "must be one line of 1 to 500 characters";
  expect(judged(forMerchants, "x")).toBeUndefined();
  expect(judged(forMerchants, "x".repeat(500))).toBeUndefined();
  expect(judged(forMerchants, "")).toBe(bounds);
  expect(judged(forMerchants, "x".repeat(501))).toBe(bounds);
});

const [{ forMerchants } = { forMerchants: undefined }] = ofMerchants;
const [{ forOperators } = { forOperators: undefined }] = ofOperators;

test("white space around a reason is dropped before it is measured and kept", () => {
  expect(judged(forOperators, "   too short \n")).toMatch(/10 to 500/);
  expect(forMerchants?.parse({ reason: "\t sold out \r\n" })).toEqual({ reason: "sold out" });
});

test("a reason is measured in characters, not in halves of surrogate pairs", () => {
  expect(judged(forMerchants, "\u{1F381}".repeat(500))).toBeUndefined();
  expect(judged(forMerchants, "\u{1F381}".repeat(501))).toMatch(/500/);
  expect(judged(forOperators, "\u{1F381}".repeat(5))).toMatch(/10/);
});

test.each([
  ["nothing but white space", " \n\t "],
  ["nothing that can be seen", "\u200b".repeat(20)],
  ["letters that fill a place and show nothing", "\u3164".repeat(20)],
  ["Braille cells without dots", "\u2800".repeat(20)],
  ["two lines", "the first line\nthe second line"],
  ["a line separator", "the first line\u2028the second line"],
  ["a control character", "the customer\u0007 called"],
  ["half a surrogate pair", "the customer \ud800 called"],
  ["a number", 12345678901],
])("a reason of %s is refused", (_what, reason) => {
  expect(judged(forMerchants, reason)).toBeDefined();
});
