import { expect, test } from "@jest/globals";
import { parseProveArguments } from "../../prove/arguments.ts";

test("without arguments it plays two thousand worlds of all kinds", () => {
  expect(parseProveArguments([])).toMatchObject({ seeds: 2000, from: 1, scenario: undefined, mutants: false });
});

test.each([
  [["--seeds", "0"], "--seeds must be a whole number from 1 on, not 0."],
  [["--from", "x"], "--from must be a whole number from 0 on, not x."],
  [["--workers", "1.5"], "--workers must be a whole number from 1 on, not 1.5."],
  [["--scenario", "weather"], "--scenario must be one of"],
  [["--what"], "Usage: npm run prove"],
])("%j is refused with a sentence that names it", (args, sentence) => {
  expect(() => parseProveArguments(args)).toThrow(sentence);
});
