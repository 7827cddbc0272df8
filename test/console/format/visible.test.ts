import { expect, test } from "@jest/globals";
import { visible } from "../../../console/src/format/visible.ts";

test("what turns a text around is spelt out", () => {
  expect(visible("order-\u202Egpj.exe")).toBe("order-\u2039U+202E\u203Agpj.exe");
  for (const sign of "\u202A\u202B\u202C\u202D\u202E\u2066\u2067\u2068\u2069")
    expect(visible(sign)).toMatch(/^\u2039U\+20[26]/);
});

test("a text of any alphabet stays as it is", () => {
  for (const text of ["order-1", "שלום", "مرحبا\u200F", "<b>&amp;</b>", "👩\u200D💻"]) expect(visible(text)).toBe(text);
});
