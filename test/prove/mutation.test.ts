import { expect, test } from "@jest/globals";
import { focusOf, type Mutation, mutationOf, titleOf, withoutDamage } from "../../prove/mutation.ts";

test.each<Mutation>([
  { kind: "settle", name: "exchange" },
  { kind: "write", name: "redemption.send" },
  { kind: "clauses", names: ["refund.claim.isOpen"] },
  { kind: "clauses", names: ["refund.claim.isOpen", "refund.send.epochIsMine"], focus: "refund.claim.isOpen" },
])("%j is found again by its title", (mutation) => {
  expect(mutationOf(titleOf(mutation))).toEqual(mutation);
});

test.each<Mutation>([
  { kind: "write", name: "redemption.send" },
  { kind: "clauses", names: ["refund.claim.isOpen"] },
  { kind: "clauses", names: ["refund.claim.isOpen", "refund.send.epochIsMine"], focus: "refund.claim.isOpen" },
])("the control of %j takes nothing away, and is struck at the same write", (mutation) => {
  const control = withoutDamage(mutation);
  expect(control).toMatchObject({ kind: "clauses", names: [] });
  expect(focusOf(control)).toEqual(focusOf(mutation));
});

test("a settle window has no control: with it the world is another one", () => {
  expect(withoutDamage({ kind: "settle", name: "channel" })).toBeUndefined();
});
