import { expect, test } from "@jest/globals";
import fc from "fast-check";
import { isCode, last4Of, normaliseCode } from "../../../core/domain/gift-card-code.ts";

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
  ["a tab", "ABCD\tEFGH"],
  ["a letter beyond ASCII", "ÄBCD"],
  ["a letter that grows in upper case", "straße"],
  ["more gaps than a card can have", `AB${" ".repeat(200)}CD`],
])("%s is no code", (_what, text) => {
  expect(isCode(text)).toBe(false);
});
