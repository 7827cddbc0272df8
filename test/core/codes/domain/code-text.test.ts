import { randomBytes } from "node:crypto";
import { expect, test } from "@jest/globals";
import fc from "fast-check";
import { checks, generatedCode, last4OfTyped, normaliseTyped } from "../../../../core/codes/domain/code-text.ts";

const hashes = fc.uint8Array({ minLength: 10, maxLength: 32 });

test("a generated code has four groups of four symbols after its prefix, and checks", () => {
  fc.assert(
    fc.property(hashes, fc.constantFrom(undefined, "FREE", "F00"), (hash, prefix) => {
      const code = generatedCode(prefix, hash);
      const symbols = prefix === undefined ? code : code.slice(prefix.length + 1);
      expect(symbols).toMatch(/^([0-9A-HJKMNP-TV-Z]{4}-){3}[0-9A-HJKMNP-TV-Z]{4}$/);
      expect(checks(code)).toBe(true);
      expect(normaliseTyped(code)).toBe(code.replaceAll("-", "").replaceAll("O", "0").replaceAll(/[IL]/g, "1"));
    }),
  );
});

test("one wrong symbol never checks", () => {
  fc.assert(
    fc.property(hashes, fc.nat(15), fc.constantFrom(..."0123456789ABCDEFGHJKMNPQRSTVWXYZ"), (hash, at, symbol) => {
      const code = normaliseTyped(generatedCode(undefined, hash));
      fc.pre(code[at] !== symbol);
      expect(checks(code.slice(0, at) + symbol + code.slice(at + 1))).toBe(false);
    }),
  );
});

test("two neighbours that changed places do not check, but 0 and Z", () => {
  fc.assert(
    fc.property(hashes, fc.nat(14), (hash, at) => {
      const code = normaliseTyped(generatedCode(undefined, hash));
      const [a, b] = [code[at] as string, code[at + 1] as string];
      fc.pre(a !== b && !["0Z", "Z0"].includes(a + b));
      expect(checks(code.slice(0, at) + b + a + code.slice(at + 2))).toBe(false);
    }),
  );
});

test.each([
  ["lower case", "free-01ab-cdef"],
  ["gaps", " FREE 01AB\u00a0CDEF\n"],
  ["O for 0 and I, L for 1", "FREE-OLAB-CDEF"],
  ["full-width characters", "ＦＲＥＥ－０１ＡＢ－ＣＤＥＦ"],
  ["zero-width characters", "FR\u200bEE01\ufeffAB\u2060CDEF"],
  ["other hyphens", "FREE\u201101AB\u2013CDEF"],
])("a code typed with %s is the same code", (_how, typed) => {
  expect(normaliseTyped(typed)).toBe("FREE01ABCDEF");
});

test("letters of other alphabets stay what they are", () => {
  expect(normaliseTyped("\u0410BCD-1234")).not.toBe("ABCD1234");
});

test("normalising what a keyboard types twice changes nothing", () => {
  fc.assert(
    fc.property(
      fc.string({ unit: "binary-ascii" }),
      (text) => normaliseTyped(normaliseTyped(text)) === normaliseTyped(text),
    ),
  );
});

test("what is shown of a code leaves at least four characters to guess", () => {
  expect(last4OfTyped("ABCDEF")).toBe("EF");
  expect(last4OfTyped("ABCD-1234")).toBe("1234");
  expect(last4OfTyped(generatedCode("FREE", randomBytes(32)))).toMatch(/^.{4}$/);
});
