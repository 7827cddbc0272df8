import { describe, expect, test } from "@jest/globals";
import {
  absent,
  allOf,
  anyOf,
  atLeast,
  atMost,
  below,
  equals,
  oneOf,
  present,
} from "../../core/foundation/store/expression.ts";
import type { Write } from "../../core/foundation/store/table.ts";
import { isFulfilled, unfulfilled } from "../../prove/refusals.ts";

describe("a condition asked of a row", () => {
  const row = { pk: "RDM#acme#1", state: "UNKNOWN", sends: 2, callback: { type: "paid" } };
  test.each([
    ["what equals", equals("state", "UNKNOWN"), true],
    ["what differs", equals("state", "SENDING"), false],
    ["what is anything else", (p: never) => isNot(p, "SENDING"), true],
    ["what is that and nothing else", (p: never) => isNot(p, "UNKNOWN"), false],
    ["what is absent and compared", below("leaseUntil", 5), false],
    ["what is absent", absent("leaseUntil"), true],
    ["what is there", present("pk"), true],
    ["less", below("sends", 2), false],
    ["at most", atMost("sends", 2), true],
    ["at least", atLeast("sends", 3), false],
    ["one of several", oneOf("state", ["CLAIMED", "UNKNOWN"]), true],
    ["none of several", oneOf("state", ["CLAIMED", "SENDING"]), false],
    ["one side of an either", anyOf(absent("pk"), equals("sends", 2)), true],
    ["both sides", allOf(equals("state", "UNKNOWN"), below("sends", 2)), false],
    [
      "a nest",
      anyOf(absent("pk"), allOf(oneOf("state", ["UNKNOWN"]), anyOf(below("sends", 1), atMost("sends", 2)))),
      true,
    ],
    ["a part of an attribute", (p: never) => path(p, "paid"), true],
    ["another part of it", (p: never) => path(p, "declined"), false],
  ] as const)("%s", (_name, fragment, expected) => {
    expect(isFulfilled(fragment as ReturnType<typeof absent>, row)).toBe(expected);
  });
});

function isNot(p: { name(attribute: string): string; value(value: unknown): string }, state: string): string {
  return `${p.name("state")} <> ${p.value(state)}`;
}

function path(p: { name(attribute: string): string; value(value: unknown): string }, type: string): string {
  return `${p.name("callback")}.${p.name("type")} = ${p.value(type)}`;
}

test("every condition of a write that its row does not fulfil is named", () => {
  const write: Write = {
    kind: "update",
    name: "redemption.claim",
    table: "main",
    key: { pk: "RDM#acme#1", sk: "HEAD" },
    only: { stateAllows: equals("state", "ACCEPTED"), epochAsSeen: equals("epoch", 1), isThere: present("pk") },
  };
  const row = { pk: "RDM#acme#1", state: "CLAIMED", epoch: 2 };
  expect(unfulfilled(write, row)).toEqual(["redemption.claim.stateAllows", "redemption.claim.epochAsSeen"]);
  expect(unfulfilled(write, undefined)).toHaveLength(3);
});
