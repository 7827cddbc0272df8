import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "@jest/globals";
import { cliModule, tempFolder } from "../cli-run.ts";

const { readCards } = await cliModule<{
  readCards: (file: string) => { cards: { line: number; reference: string; code: string }[]; digest: string };
}>("submit/cards.js");

let temp: ReturnType<typeof tempFolder>;
let file: string;
beforeEach(() => {
  temp = tempFolder();
  file = join(temp.folder, "cards.csv");
});
afterEach(() => temp.remove());
const read = (content: string | Uint8Array) => {
  writeFileSync(file, content);
  return readCards(file);
};

test("columns stand in any order, with others; a mark before the first one is not a part of it", () => {
  const { cards } = read("\ufeffNote, Code ,Reference\nx, TEST-1 ,r-1\ny,TEST-2,r-2\n");
  expect(cards).toEqual([
    { line: 2, reference: "r-1", code: "TEST-1" },
    { line: 3, reference: "r-2", code: "TEST-2" },
  ]);
});

test("a card without a reference is called by its line", () => {
  expect(read("code\nA-1\n\nB-2").cards.map(({ reference }) => reference)).toEqual(["line-2", "line-4"]);
  expect(read("code,reference\nA-1,\nB-2,x").cards.map(({ reference }) => reference)).toEqual(["line-2", "x"]);
});

test("a line with more cells than columns is a mistake: any of them may be another than it seems", () => {
  expect(() => read("note,code\nfor A, Inc.,TEST-1\n")).toThrow("line 2: there are more cells than columns");
  expect(read('note,code\n"for A, Inc.",TEST-1,,\n').cards).toMatchObject([{ code: "TEST-1" }]);
});

test("the same card twice is a mistake, however it is written", () => {
  for (const again of ["test 1234", "TEST\u20131234", "\uff34EST-1234", "TEST\u200b-1234"])
    expect(() => read(`code\nTEST-1234\n${again}\n`)).toThrow("line 3: the same code as in line 2");
  expect(() => read("code,reference\nA,r\nB,r\n")).toThrow("line 3: the same reference as in line 2");
});

test("another byte is another file", () => {
  expect(read("code\nA-1\n").digest).not.toBe(read("code\nA-1").digest);
});

test.each<[string, string | Uint8Array, string]>([
  ["nothing in it", "", "the first line has to name the columns"],
  ["no names", "TEST-1,r\nTEST-2,s", "the first line has to name the columns"],
  ["names alone", "code,reference\n", "there are no codes"],
  ["another encoding", Uint8Array.of(0xff, 0xfe, 0x63, 0), "is not UTF-8"],
  ["a quote too many", 'code\n"A-1', "Line 2: there is a quote"],
])("a file with %s says what to do", (_what, content, said) => {
  expect(() => read(content)).toThrow(said);
});

test("ten mistakes are shown, and how many more there are", () => {
  expect(() => read(`code,reference\n${",x\n".repeat(13)}`)).toThrow(/(line \d+: [^\n]+\n\s+){10}and 3 more$/);
});

test("a file that is not there", () => {
  expect(() => readCards(join(temp.folder, "none.csv"))).toThrow("The file cannot be read: ENOENT");
});
