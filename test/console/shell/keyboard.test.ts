import { expect, test } from "@jest/globals";
import { nextRow, strokeOf } from "../../../console/src/shell/keyboard.ts";
import { themeAfter } from "../../../console/src/shell/theme.ts";

const plain = (key: string) => ({ key, ctrlKey: false, metaKey: false, altKey: false });

test("/, j, k and ? do something, unless one is typing or holds another key", () => {
  expect(["/", "j", "k", "?", "x"].map((key) => strokeOf(plain(key), false))).toEqual([
    "search",
    "next",
    "previous",
    "help",
    undefined,
  ]);
  expect(strokeOf(plain("j"), true)).toBeUndefined();
  expect(strokeOf({ ...plain("k"), ctrlKey: true }, false)).toBeUndefined();
});

test("one walks from row to row and stops at the ends", () => {
  expect(nextRow(-1, 3, "next")).toBe(0);
  expect(nextRow(0, 3, "next")).toBe(1);
  expect(nextRow(2, 3, "next")).toBe(2);
  expect(nextRow(0, 3, "previous")).toBe(0);
  expect(nextRow(-1, 3, "previous")).toBe(2);
  expect(nextRow(-1, 0, "next")).toBe(-1);
});

test("the theme goes round", () => {
  expect(themeAfter("system")).toBe("light");
  expect(themeAfter("light")).toBe("dark");
  expect(themeAfter("dark")).toBe("system");
});
