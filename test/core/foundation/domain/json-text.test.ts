import { expect, test } from "@jest/globals";
import fc from "fast-check";
import { readJson } from "../../../../core/foundation/domain/json-text.ts";

const read = (text: string) => readJson(text, (literal) => `not kept: ${literal}`);
const repeatedName = (text: string) => read(text).repeated;

test.each([
  ['{"a":1,"a":2}', ["a"]],
  ['{"a":1,"\\u0061":2}', ["a"]],
  ['{"a":{"b":[{"c":1},{"d":1,"d" : 2}]}}', ["a", "b", 1, "d"]],
  ['[[1,2],{"x":1,"y":{},"x":[]}]', [1, "x"]],
])("%s repeats %j", (text, path) => {
  expect(repeatedName(text)).toEqual(path);
});

test.each([
  ['{"__proto__":1}', ["__proto__"]],
  ['{"a":[1,{"b":{"\\u005f_proto__" : {}}}],"__proto__":2}', ["a", 1, "b", "__proto__"]],
  ['{"a":"__proto__","b":["__proto__"],"constructor":{"prototype":1},"__proto":1}', undefined],
  ['["__proto__",{"a":1}]', undefined],
])("%s names the prototype at %j", (text, path) => {
  expect(read(text).prototype).toEqual(path);
});

test.each([
  ['{"a":"a","b":["a","a"],"c":{"a":1}}'],
  ['{"a":"{\\"a\\":1,\\"a\\":2}"}'],
  ['{"a":[{"x":1},{"x":2}]}'],
  ['"text"'],
  ["1"],
])("%s repeats nothing", (text) => {
  expect(repeatedName(text)).toBeUndefined();
});

test("what JSON.stringify writes is read as JSON.parse reads it, never repeats a name and has no broken text", () => {
  // Whole numbers beyond 2^53 are what this reader is about.
  const whole = (value: unknown): boolean => !/\d{16}|e\+/.test(JSON.stringify(value));
  fc.assert(
    fc.property(fc.jsonValue().filter(whole), (value) => {
      const text = JSON.stringify(value);
      expect(read(text)).toEqual({ value: JSON.parse(text) });
    }),
  );
});

test("long texts and deep nesting do not exhaust the stack", () => {
  expect(repeatedName(JSON.stringify({ a: `${'x\\"'.repeat(80_000)}` }))).toBeUndefined();
  expect(repeatedName(`${"[".repeat(120_000)}${"]".repeat(120_000)}`)).toBeUndefined();
});

test.each([
  ["1", 1],
  ["1.0", 1],
  ["1e3", 1000],
  ["1000E-3", 1],
  ["1.50e1", 15],
  ["-0", -0],
  ["0.000", 0],
  ["0e999999999999999999999", 0],
  ["0.5", 0.5],
  ["12.34", 12.34],
  ["1e-400000", "not kept: 1e-400000"],
  ["999999999999.99999999", "not kept: 999999999999.99999999"],
  ["0.99999999999999999999", "not kept: 0.99999999999999999999"],
  ["-0.00000000000000000001e-400", "not kept: -0.00000000000000000001e-400"],
  ["9007199254740991", 2 ** 53 - 1],
  ["9007199254740993", "not kept: 9007199254740993"],
  ["1e400", "not kept: 1e400"],
  ["-1E400", "not kept: -1E400"],
])("the digits of %s are judged as they were sent", (literal, value) => {
  expect(read(literal).value).toBe(value);
  expect(read(`{"a":[0,{"b": ${literal} }]}`).value).toEqual({ a: [0, { b: value }] });
});

test("a name like any other: what stands in for a number does not reach the prototype", () => {
  const { value } = read('{"__proto__":{"a":1e400}}');
  expect(JSON.stringify(value)).toBe('{"__proto__":{"a":"not kept: 1e400"}}');
  expect(Object.getPrototypeOf(value)).toBe(Object.prototype);
});

test("a name that comes again with something else leaves everything as JSON.parse reads it", () => {
  for (const text of ['{"a":{"__proto__":{"polluted":1e400}},"a":{}}', '{"a":[1e400],"a":5}', '{"a":1e400,"a":2}']) {
    expect(read(text)).toEqual({ value: JSON.parse(text), repeated: ["a"] });
  }
  expect("polluted" in {}).toBe(false);
});

test("many odd numbers deep below are read without a path for each", () => {
  const deep = 60_000;
  const { value } = read(`${"[".repeat(deep)}${"1e999,".repeat(10_000)}1${"]".repeat(deep)}`);
  let here = value;
  for (let level = 1; level < deep; level++) [here] = here as unknown[];
  expect([...new Set(here as unknown[])]).toEqual(["not kept: 1e999", 1]);
});

test("a whole number is one however its digits are written, and a fraction never is", () => {
  const digits = fc.integer({ min: 1, max: Number.MAX_SAFE_INTEGER });
  fc.assert(
    fc.property(digits, fc.nat(30), fc.nat(30), (value, zeros, shift) => {
      const long = `${value}${"0".repeat(shift)}`;
      expect(read(`${value}.${"0".repeat(zeros + 1)}`).value).toBe(value);
      expect(read(`${long}e-${shift}`).value).toBe(value);
      expect(read(`${value}.${"0".repeat(zeros)}1`).value).not.toBe(value);
    }),
  );
});

test("a number of many zeros is read in no time worth mentioning", () => {
  const zeros = "0".repeat(200_000);
  expect(read(`0.${zeros}1`).value).toMatch(/^not kept/);
  expect(read(`[${"1,".repeat(50_000)}1.0]`).value).toHaveLength(50_001);
});

test.each([
  ['{"a":["\\ud800"]}', ["a", 0]],
  ['{"a":"\\uDC00\\uD800"}', ["a"]],
  ['{"\\ud800":1}', ["\ud800"]],
  ['"\\udfff"', []],
])("%s contains half of a surrogate pair", (text, path) => {
  expect(read(text).broken).toEqual(path);
});

test.each([['"\\ud83d\\ude00"'], ['"\u{1f600}"'], ['"\\\\ud800"'], ['"\\ufffd"']])("%s is whole text", (text) => {
  expect(read(text)).toEqual({ value: JSON.parse(text) });
});
