import { expect, test } from "@jest/globals";
import { parseProveArguments } from "../../prove/arguments.ts";

test("without arguments it plays two thousand worlds of all kinds", () => {
  expect(parseProveArguments([])).toMatchObject({ seeds: 2000, from: 1, scenario: undefined, mutants: false });
});

test("a time alone asks for as many worlds as there is time for", () => {
  expect(parseProveArguments(["--minutes", "3"])).toMatchObject({ seeds: Number.POSITIVE_INFINITY, minutes: 3 });
  expect(parseProveArguments(["--minutes", "3", "--seeds", "9"])).toMatchObject({ seeds: 9, minutes: 3 });
});

test.each([
  [["--seeds", "0"], "--seeds must be a whole number from 1 on, not 0."],
  [["--from", "x"], "--from must be a whole number from 0 on, not x."],
  [["--workers", "1.5"], "--workers must be a whole number from 1 on, not 1.5."],
  [["--scenario", "weather"], "--scenario must be one of"],
  [["--only", "saga"], "--only needs --mutants."],
  [["--without", "redemption.send.sendsLeft"], "--without needs --replay."],
  [["--unseen"], "--unseen needs --mutants."],
  [["--known"], "--known needs --mutants."],
  [["--mutants", "--known", "--unseen"], "--known and --unseen do not go together"],
  [["--replay", "1"], "--replay needs --scenario."],
  [["--replay", "1", "--mutants"], "--mutants and --replay do not go together"],
  [["--replay", "1", "--seeds", "5"], "--seeds and --replay do not go together"],
  [["--what"], "Usage: npm run prove"],
])("%j is refused with a sentence that names it", (args, sentence) => {
  expect(() => parseProveArguments(args)).toThrow(sentence);
});

test("mutants that nothing shows and nothing explains are asked for by a switch", () => {
  expect(parseProveArguments(["--mutants", "--unseen", "--seeds", "60"])).toMatchObject({ unseen: true, seeds: 60 });
  expect(parseProveArguments(["--mutants"])).toMatchObject({ unseen: false });
});

test("what is to be left out is named as the list of mutants names it", () => {
  const mutation = (title: string) =>
    parseProveArguments(["--replay", "1", "--scenario", "logins", "--without", title]).without;
  expect(mutation("settle channel")).toEqual({ kind: "settle", name: "channel" });
  expect(mutation("write redemption.send")).toEqual({ kind: "write", name: "redemption.send" });
  expect(mutation("refund.claim.isOpen and refund.claim.epochAsSeen")).toEqual({
    kind: "clauses",
    names: ["refund.claim.isOpen", "refund.claim.epochAsSeen"],
    focus: "refund.claim.isOpen",
  });
});
