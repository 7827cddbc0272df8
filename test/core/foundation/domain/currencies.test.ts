import { describe, expect, test } from "@jest/globals";
import { CURRENCIES, exponentOf, isCurrency } from "../../../../core/foundation/domain/currencies.ts";

const NOT_PAYABLE: Record<string, string> = {
  "withdrawn, and what took its place is there": "ANG BGN CUC HRK SLL ZWL",
  "a fund or a unit of account": "BOV CHE CHW CLF COU MXV USN UYI UYW XAD XDR XSU XUA",
  "a metal or a bond unit": "XAG XAU XBA XBB XBC XBD XPD XPT",
  "no currency": "XTS XXX",
  "no code at all": "usd US USDX ZZZ constructor __proto__",
};

describe("what can be paid with", () => {
  test("is every currency of ISO 4217's list one that is money in somebody's hands, each once", () => {
    expect(CURRENCIES).toHaveLength(155);
    expect(new Set(CURRENCIES).size).toBe(CURRENCIES.length);
    expect(["USD", "EUR", "JPY", "CNY", "SLE", "VED", "VES", "XCG", "ZWG"].filter((code) => !isCurrency(code))).toEqual(
      [],
    );
  });

  test.each(Object.entries(NOT_PAYABLE))("is nothing that is %s: %s", (_why, codes) => {
    expect(codes.split(" ").filter(isCurrency)).toEqual([]);
  });

  test("is what the runtime knows too, but for the amendments that one of the two has not heard of", () => {
    const runtime = new Set(Intl.supportedValuesOf("currency"));
    const refused = Object.values(NOT_PAYABLE).join(" ").split(" ");
    expect([...runtime].filter((code) => !isCurrency(code) && !refused.includes(code))).toEqual([]);
    expect(CURRENCIES.filter((code) => !runtime.has(code))).toEqual(["VED"]);
  });
});

describe("the exponent is ISO's", () => {
  test.each([
    ["ISK", 0],
    ["UGX", 0],
    ["JPY", 0],
    ["HUF", 2],
    ["IDR", 2],
    ["MGA", 2],
    ["USD", 2],
    ["IQD", 3],
    ["KWD", 3],
  ])("%s: %i", (code, exponent) => {
    expect(exponentOf(code)).toBe(exponent);
  });

  test("and not the runtime's, which hides digits that people seldom see", () => {
    const shown = (currency: string) =>
      new Intl.NumberFormat("en", { style: "currency", currency }).resolvedOptions().maximumFractionDigits ?? 0;
    const differ = CURRENCIES.filter((code) => shown(code) !== exponentOf(code));
    expect(differ).toContain("HUF");
    expect(differ.filter((code) => shown(code) > (exponentOf(code) ?? 0))).toEqual([]);
  });

  test("also of a currency that was withdrawn: it may be on record", () => {
    expect(exponentOf("HRK")).toBe(2);
    expect(exponentOf("XAU")).toBeUndefined();
    expect(exponentOf("constructor")).toBeUndefined();
  });
});
