import { expect, test } from "@jest/globals";
import fc from "fast-check";
import { isCode } from "../../../client/index.js";
import { checks, generatedCode } from "../../../core/codes/domain/code-text.ts";

const HASH = fc.uint8Array({ minLength: 10, maxLength: 10 });
const PREFIX = fc.option(fc.stringMatching(/^[A-Z0-9]{2,8}$/), { nil: undefined });
const written = fc.tuple(PREFIX, HASH).map(([prefix, hash]) => generatedCode(prefix, hash));

test("the client and the server say the same of every code, however it is typed, and of one with a mistake in it", () => {
  const typed = fc
    .tuple(written, fc.nat(), fc.constantFrom("", " ", "\u200b", "O", "l", "8", "Ω"))
    .map(([code, place, what]) => {
      const at = place % code.length;
      return [
        code.toLowerCase(),
        `${code.slice(0, at)}${what}${code.slice(at)}`,
        `${code.slice(0, at)}${what}${code.slice(at + 1)}`,
      ];
    });
  fc.assert(fc.property(typed, (texts) => expect(texts.map(isCode)).toEqual(texts.map(checks))));
});

test("a generated code is one, and no other text is told differently from the server", () => {
  fc.assert(fc.property(written, (code) => isCode(code)));
  fc.assert(
    fc.property(fc.string({ unit: "binary", maxLength: 40 }), (text) => expect(isCode(text)).toBe(checks(text))),
  );
  expect(["", "LAUNCH-2027", "0".repeat(15)].map(isCode)).toEqual([false, false, false]);
});
