import { describe, expect, test } from "@jest/globals";
import { PROVE } from "../../../prove/arguments.ts";
import { CHAOS } from "../../../tools/chaos/options.ts";
import { START } from "../../../tools/terminal/arguments.ts";
import { defineCommand, HelpAsked, helpOf, parseCommand } from "../../../tools/terminal/command-line.ts";

const COMMAND = defineCommand({
  run: "npm run walk",
  does: "Walks.",
  options: { steps: { value: "N", does: "how many" }, backwards: { does: "the other way" } },
});
const refusalOf = (args: string[], env = {}) => {
  try {
    parseCommand(COMMAND, args, env);
  } catch (error) {
    return (error as Error).message;
  }
  return undefined;
};

test("options with and without a value are read", () => {
  expect(parseCommand(COMMAND, ["--steps", "3", "--backwards"]).values).toEqual({ steps: "3", backwards: true });
  expect(parseCommand(COMMAND, ["--steps=3"]).values).toEqual({ steps: "3" });
  expect(parseCommand({ ...COMMAND, takesWords: true }, ["far", "--backwards", "away"]).words).toEqual(["far", "away"]);
});

describe("a mistake is answered with what to do", () => {
  test.each([
    [["--hops", "3"], "There is no option --hops."],
    [["--step", "3"], "There is no option --step. Is --steps meant?"],
    [["-s"], "There is no option -s. Is --steps meant?"],
    [["--steps"], "--steps needs a value: --steps N."],
    [["--steps="], "--steps needs a value: --steps N."],
    [["--steps", "--backwards"], "--steps needs a value: --steps N."],
    [["--backwards=yes"], "--backwards takes no value."],
    [["far"], '"far" is not an option.'],
  ])("%j", (args, sentence) => {
    expect(refusalOf(args)).toBe(
      `${sentence}\nIts options are --steps, --backwards; npm run walk -- --help explains them.\n` +
        "Usage: npm run walk -- [--steps N] [--backwards]",
    );
  });

  test("an option that npm took for itself is not silently forgotten", () => {
    const sentence = '--steps was taken by npm. Options stand behind a lone "--": npm run walk -- --steps 3';
    expect(refusalOf(["3"], { npm_config_steps: "true" })).toBe(sentence);
    expect(refusalOf(["3", "4"], { npm_config_steps: "true", npm_config_backwards: "true" })).toBe(
      '--steps, --backwards were taken by npm. Options stand behind a lone "--": npm run walk -- --steps N --backwards',
    );
    expect(refusalOf([], { npm_config_backwards: "true", npm_config_cache: "/c" })).toMatch(/^--backwards was taken/);
  });
});

test.each(["--help", "-h"])("%s is answered wherever it stands", (flag) => {
  expect(() => parseCommand(COMMAND, ["--steps", "3", flag])).toThrow(HelpAsked);
});

test("help says what the program does, how it is called, and what each option means", () => {
  expect(helpOf(COMMAND)).toBe(
    [
      "Walks.",
      "",
      "Usage: npm run walk -- [--steps N] [--backwards]",
      "",
      "  --steps N    how many",
      "  --backwards  the other way",
      "  --help       this text",
    ].join("\n"),
  );
});

test.each([START, CHAOS, PROVE])("$run: help fits into 100 columns", (command) => {
  expect(
    Math.max(
      ...helpOf(command)
        .split("\n")
        .map(({ length }) => length),
    ),
  ).toBeLessThanOrEqual(100);
});
