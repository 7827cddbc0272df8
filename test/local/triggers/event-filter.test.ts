import { expect, test } from "@jest/globals";
import { compileFilters } from "../../../local/triggers/event-filter.ts";

const outbox = compileFilters([
  JSON.stringify({ eventName: ["INSERT"], dynamodb: { Keys: { pk: { S: [{ prefix: "OUT#" }] } } } }),
]);
const record = (eventName: string, pk: unknown) => ({ eventName, dynamodb: { Keys: { pk } } });

test.each([
  ["an equal value and a prefix", record("INSERT", { S: "OUT#1" }), true],
  ["another value", record("MODIFY", { S: "OUT#1" }), false],
  ["another prefix", record("INSERT", { S: "RDM#OUT#1" }), false],
  ["a number where text is wanted", record("INSERT", { N: "1" }), false],
  ["a field that is not there", { eventName: "INSERT" }, false],
])("decides on %s", (_name, event, expected) => {
  expect(outbox(event)).toBe(expected);
});

test("any of several patterns lets a record in, and without patterns each passes", () => {
  const either = compileFilters(['{"a":["x","y"]}', '{"b":[null]}']);
  expect([{ a: "y" }, { a: "z" }, { b: null }].map(either)).toEqual([true, false, true]);
  expect(compileFilters([])({})).toBe(true);
});

test.each(['{"a":[{"exists":true}]}', '{"a":[{"numeric":[">",1]}]}', '{"$or":[{"a":[1]}]}', '{"a":"x"}'])(
  "refuses %s, which it does not know",
  (pattern) => {
    expect(() => compileFilters([pattern])).toThrow(/does not know the filter/);
  },
);
