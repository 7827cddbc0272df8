import { describe, expect, test } from "@jest/globals";
import { Screen, tableLines } from "../../../tools/terminal/screen.ts";
import { wrap } from "../../../tools/terminal/terminal.ts";

const WORDS = "what exchange and channel say took effect, against every row, every answer and the logs, "
  .repeat(3)
  .trim();

function shown(tell: (screen: Screen) => void): string[] {
  const written: string[] = [];
  const out = { isTTY: false, columns: 80, write: (text: string | Uint8Array) => written.push(String(text)) > 0 };
  tell(new Screen(out as unknown as NodeJS.WriteStream));
  return written.join("").split("\n");
}

describe("whatever is told fits into 100 columns", () => {
  test.each<[string, (screen: Screen) => void]>([
    ["a scene", (screen) => screen.scene("Books", WORDS)],
    ["a note", (screen) => screen.note(WORDS)],
    ["a verdict", (screen) => screen.verdict(true, WORDS)],
    ["a table", (screen) => screen.table("Times", ["after", "what"], [["1.0 s", WORDS]])],
  ])("%s", (_what, tell) => {
    const lines = shown(tell);
    expect(Math.max(...lines.map(({ length }) => length))).toBeLessThanOrEqual(100);
    expect(lines.join(" ").replaceAll(/\s+/g, " ")).toContain(WORDS);
  });
});

test("a command to copy stays in one line", () => {
  expect(shown((screen) => screen.line(WORDS))).toContain(WORDS);
});

test("the last column of a table is broken under itself, the others keep their width", () => {
  expect(tableLines(["n", "why"], [[10, "one two three four five six seven"]], 28)).toEqual([
    " n  why",
    "10  one two three four five",
    "    six seven",
  ]);
});

test("a word that is longer than a line is not torn", () => {
  const word = "x".repeat(120);
  expect(wrap(`a ${word} b`, { indent: "  " })).toBe(`a\n  ${word}\n  b`);
});

test("a table sets figures to the right and words to the left, in columns of one width", () => {
  const rows = [
    ["OK", 5, "12 ms"],
    ["REJECT", 12, "1.4 s"],
  ];
  expect(tableLines(["kind", "count", "p50"], rows)).toEqual([
    "kind    count    p50", //
    "OK          5  12 ms",
    "REJECT     12  1.4 s",
  ]);
});
