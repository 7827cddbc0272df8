import { expect, test } from "@jest/globals";
import fc from "fast-check";
import { cleanCode, isCode, last4Of, normaliseCode } from "../../../../core/foundation/domain/gift-card-code.ts";

const letters = fc.constantFrom(..."ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789");
const cards = fc.array(letters, { minLength: 4, maxLength: 64 }).map((all) => all.join(""));
const gaps = fc.array(fc.constantFrom("", " ", "-"), { minLength: 64, maxLength: 64 });

test("a card is the same however it is written: spaces, hyphens and case do not count", () => {
  fc.assert(
    fc.property(cards, gaps, fc.boolean(), (card, between, lower) => {
      const spaced = [...card].map((letter, index) => letter + between[index]).join("");
      const written = lower ? spaced.toLowerCase() : spaced;
      expect(isCode(written)).toBe(true);
      expect(normaliseCode(written)).toBe(card);
      const shown = last4Of(written);
      expect(card.endsWith(shown)).toBe(true);
      // What is shown never leaves fewer than four characters to guess.
      expect(shown.length).toBe(Math.min(4, card.length - 4));
    }),
  );
});

test("normalising twice changes nothing", () => {
  fc.assert(fc.property(fc.string(), (text) => normaliseCode(normaliseCode(text)) === normaliseCode(text)));
});

test.each([
  ["three characters", "ABC"],
  ["65 characters", "A".repeat(65)],
  ["hyphens only", "- - - -"],
  ["nothing", ""],
  ["a control character", "ABCD\u0000EFGH"],
  ["an escape character", "ABCD\u001bEFGH"],
  ["a letter beyond ASCII", "ÄBCD"],
  ["a Cyrillic letter that looks Latin", "АBCD-1234"],
  ["a Greek letter that looks Latin", "ΑBCD-1234"],
  ["a digit of another script", "ABCD-123٤"],
  ["a digit in a circle", "ABCD-123④"],
  ["a mathematical letter", "\u{1d400}BCD-1234"],
  ["a full-width sign", "ABCD！1234"],
  ["a long vowel mark", "ABCDー1234"],
  ["a half of a surrogate pair", "ABCD\ud8001234"],
  ["a letter that grows in upper case", "straße"],
  ["more gaps than a card can have", `AB${" ".repeat(200)}CD`],
])("%s is no code", (_what, text) => {
  expect(isCode(text)).toBe(false);
});

const PASTED: [how: string, pasted: string, clean: string][] = [
  ["with the line's end", "TEST-OK-2500-ABCD\r\n", "TEST-OK-2500-ABCD"],
  ["over two lines", "TEST-OK-2500-\nABCD", "TEST-OK-2500-ABCD"],
  ["from table cells", "\tTEST-OK\t-2500-ABCD\t", "TEST-OK-2500-ABCD"],
  ["with other line breaks", "TEST-OK-\u20282500-\u2029ABCD\u0085\v\f", "TEST-OK-2500-ABCD"],
  ["with no-break spaces", "\u00a0TEST\u00a0OK\u202f2500\u3000ABCD ", "TEST OK 2500 ABCD"],
  ["with a byte order mark", "\ufeffTEST-OK-2500-ABCD", "TEST-OK-2500-ABCD"],
  ["with zero-width characters", "TEST\u200b-OK\u200d-25\u206000-AB\u200cCD\u200e", "TEST-OK-2500-ABCD"],
  ["with soft hyphens", "TEST-OK-25\u00ad00-ABCD", "TEST-OK-2500-ABCD"],
  ["between direction marks", "\u202aTEST-OK-2500-ABCD\u202c", "TEST-OK-2500-ABCD"],
  ["with a variation selector", "TEST-OK-2500-ABCD\ufe0f", "TEST-OK-2500-ABCD"],
  ["with dashes", "TEST–OK—2500‑ABCD", "TEST-OK-2500-ABCD"],
  ["with other dashes", "TEST‐OK‒2500−ABCD", "TEST-OK-2500-ABCD"],
  ["in full width", "ＴＥＳＴ－ＯＫ－２５００－ａｂｃｄ", "TEST-OK-2500-abcd"],
  ["as it is printed", " Test-OK 2500--abcd ", "Test-OK 2500--abcd"],
];

test.each(PASTED)("a code that is pasted %s is the code that is printed", (_how, pasted, clean) => {
  expect(cleanCode(pasted)).toBe(clean);
  expect(isCode(pasted)).toBe(true);
  expect(normaliseCode(pasted)).toBe("TESTOK2500ABCD");
  expect(last4Of(pasted)).toBe("ABCD");
});

test("cleaning twice changes nothing, and nothing is left that a reader does not see", () => {
  const odd = fc.constantFrom(...PASTED.flatMap(([, pasted]) => [...pasted]));
  fc.assert(
    fc.property(fc.string({ unit: fc.oneof(odd, fc.string({ unit: "binary", maxLength: 1 })) }), (text) => {
      expect(cleanCode(cleanCode(text))).toBe(cleanCode(text));
      if (isCode(text)) expect(cleanCode(text)).toMatch(/^[A-Za-z0-9 -]+$/);
    }),
  );
});
