import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { LIMITS } from "../../../core/foundation/domain/limits.ts";
import { BEHAVIOURS, type CardKind, cardKeyOf, parseCard } from "../../../sandbox/exchange/rules.ts";

const KINDS = Object.keys(BEHAVIOURS) as CardKind[];

describe("a magic code", () => {
  test.each([
    ["TEST-OK-2500-a", "OK", 2500],
    ["TEST-OK-a", "OK", 1000],
    ["TEST-OK-2500", "OK", 1000],
    ["TEST-OK-12a-b", "OK", 1000],
    ["TEST-OK-a-2500-b", "OK", 1000],
    ["TEST-OK-007-a", "OK", 7],
    ["TEST-OK-1000000000000-a", "OK", 1_000_000_000_000],
    ["TEST-OK-OK-a", "OK", 1000],
    ["TEST-SLOW-1-a-b-c", "SLOW", 1],
    ["TEST-REJECT-a", "REJECT", 1000],
    ["TEST-TIMEOUT-THEN-OK-30-a", "TIMEOUT-THEN-OK", 30],
    ["TEST-TIMEOUT-THEN-OK-OK-a", "TIMEOUT-THEN-OK", 1000],
    ["TEST-TIMEOUT-NEVER-a", "TIMEOUT-NEVER", 1000],
    ["TEST-500-ONCE-a", "500-ONCE", 1000],
    ["TEST-500-ONCE-500-a", "500-ONCE", 500],
    ["TEST-NOKEY-TIMEOUT-THEN-OK-44-a", "NOKEY-TIMEOUT-THEN-OK", 44],
    ["  test-ok-2500-a ", "OK", 2500],
    ["Test - ok - 25 00 - a", "OK", 2500],
  ])("%s is a card of kind %s worth %d", (code, kind, amount) => {
    expect(parseCard(code)).toEqual({ kind, amount });
  });

  test.each([
    "",
    "TEST",
    "TEST-OK",
    "TEST-OK-",
    "TEST-OK-2500-",
    "TEST-OK-0-a",
    "TEST-OK-1000000000001-a",
    `TEST-OK-${"9".repeat(400)}-a`,
    "TEST-OKAY-a",
    "TEST-TIMEOUT-a",
    "TEST-500-a",
    "TEST-NOKEY-a",
    "TESTOK2500A",
    "TEST OK 2500 A",
    "XTEST-OK-2500-a",
    "ABCD-EFGH-IJKL",
  ])("%p is no card", (code) => {
    expect(parseCard(code)).toBeUndefined();
  });

  test("is read back as it was composed, for every kind, amount and ending", () => {
    const ending = fc.stringMatching(/^[A-Z][A-Z0-9-]{0,20}$/);
    const amount = fc.option(fc.integer({ min: 1, max: 1_000_000_000_000 }), { nil: undefined });
    fc.assert(
      fc.property(fc.constantFrom(...KINDS), amount, ending, (kind, worth, anything) => {
        const code = ["TEST", kind, ...(worth === undefined ? [] : [worth]), anything].join("-");
        expect(parseCard(code)).toEqual({ kind, amount: worth ?? 1000 });
      }),
    );
  });

  test("is the same card in any case and with any spaces and hyphens", () => {
    expect(cardKeyOf(" test-ok-25 00-a")).toBe(cardKeyOf("TEST-OK-2500-A"));
    expect(cardKeyOf("TESTOK2500A")).toBe(cardKeyOf("TEST-OK-2500-A"));
    expect(cardKeyOf("TEST-OK-2500-B")).not.toBe(cardKeyOf("TEST-OK-2500-A"));
  });
});

test.each(KINDS)("%s takes effect within the in-flight bound of every profile, or never", (kind) => {
  for (const limits of Object.values(LIMITS)) {
    expect(BEHAVIOURS[kind].effectAfterMs ?? 0).toBeLessThan(limits.exchange.inFlightMs);
  }
});
