import { expect, test } from "@jest/globals";
import fc from "fast-check";
import { repeatedName } from "../../../lambdas/middleware/json-body.ts";

test.each([
  ['{"a":1,"a":2}', ["a"]],
  ['{"a":1,"\\u0061":2}', ["a"]],
  ['{"a":{"b":[{"c":1},{"d":1,"d" : 2}]}}', ["a", "b", "1", "d"]],
  ['[[1,2],{"x":1,"y":{},"x":[]}]', ["1", "x"]],
])("%s repeats %j", (text, path) => {
  expect(repeatedName(text)).toEqual(path);
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

test("what JSON.stringify writes never repeats a name", () => {
  fc.assert(fc.property(fc.jsonValue(), (value) => repeatedName(JSON.stringify(value)) === undefined));
});

test("long texts and deep nesting do not exhaust the stack", () => {
  expect(repeatedName(JSON.stringify({ a: `${'x\\"'.repeat(80_000)}` }))).toBeUndefined();
  expect(repeatedName(`${"[".repeat(120_000)}${"]".repeat(120_000)}`)).toBeUndefined();
});
