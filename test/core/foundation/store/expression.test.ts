import { expect, test } from "@jest/globals";
import {
  Append,
  absent,
  allOf,
  anyOf,
  atMost,
  below,
  equals,
  Keep,
  oneOf,
  Plus,
  present,
  toExpression,
} from "../../../../core/foundation/store/expression.ts";

const none = new Set<string>();

test("clauses are joined by AND, each in parentheses once", () => {
  const expression = toExpression(
    {
      name: "thing.move",
      only: {
        state: oneOf("state", ["A", "B"]),
        lease: anyOf(absent("leaseUntil"), below("leaseUntil", 5)),
        both: allOf(present("pk"), atMost("size", 9)),
      },
    },
    none,
  );
  expect(expression).toEqual({
    ConditionExpression:
      "(#state IN (:v0, :v1)) AND ((attribute_not_exists(#leaseUntil)) OR (#leaseUntil < :v2)) AND ((attribute_exists(#pk)) AND (#size <= :v3))",
    ExpressionAttributeNames: { "#state": "state", "#leaseUntil": "leaseUntil", "#pk": "pk", "#size": "size" },
    ExpressionAttributeValues: { ":v0": "A", ":v1": "B", ":v2": 5, ":v3": 9 },
  });
});

test("assignments set, keep, append, count up and remove", () => {
  const set = { a: 1, b: new Keep(2), c: new Append({ at: 3 }), d: new Plus(4), left: undefined };
  expect(toExpression({ name: "thing.set", set, remove: ["e", "f"] }, none)).toEqual({
    UpdateExpression:
      "SET #a = :v0, #b = if_not_exists(#b, :v1), #c = list_append(if_not_exists(#c, :v2), :v3), #d = if_not_exists(#d, :v4) + :v5 REMOVE #e, #f",
    ExpressionAttributeNames: { "#a": "a", "#b": "b", "#c": "c", "#d": "d", "#e": "e", "#f": "f" },
    ExpressionAttributeValues: { ":v0": 1, ":v1": 2, ":v2": [], ":v3": [{ at: 3 }], ":v4": 0, ":v5": 4 },
  });
});

test("an omitted clause leaves neither condition nor placeholder, and no other write's clause", () => {
  const write = { name: "thing.move", only: { first: equals("a", 1), second: equals("b", 2) } };
  expect(toExpression(write, new Set(["thing.move.first", "thing.other.second"]))).toEqual({
    ConditionExpression: "(#b = :v0)",
    ExpressionAttributeNames: { "#b": "b" },
    ExpressionAttributeValues: { ":v0": 2 },
  });
  expect(toExpression(write, new Set(["thing.move.first", "thing.move.second"]))).toEqual({});
});
