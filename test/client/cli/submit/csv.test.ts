import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { cliModule } from "../cli-run.ts";

const { parseCsv, csvText } = await cliModule<{
  parseCsv: (text: string) => { line: number; cells: string[] }[];
  csvText: (rows: unknown[][]) => string;
}>("submit/csv.js");

describe("reading", () => {
  test.each<[string, string]>([
    ["commas", 'code,reference\nA-1,"r,1"\n\nB,"say ""x"""\n'],
    ["semicolons, as spreadsheets of half of Europe write them", 'code;reference\r\nA-1;r,1\r\n\r\nB;"say ""x"""'],
    ["tabs", 'code\treference\rA-1\tr,1\r\rB\t"say ""x"""'],
  ])("%s", (_what, text) => {
    expect(parseCsv(text)).toEqual([
      { line: 1, cells: ["code", "reference"] },
      { line: 2, cells: ["A-1", "r,1"] },
      { line: 4, cells: ["B", 'say "x"'] },
    ]);
  });

  test("a cell of several lines counts as such", () => {
    expect(parseCsv('a,b\n"x\ny",1\nz,2').map(({ line }) => line)).toEqual([1, 2, 4]);
  });

  test.each(['a,b\n1,"2', 'a,b\n1,2"3', 'a,b\n1,"2"3'])(
    "a quote where none belongs is a mistake of its line: %j",
    (text) => {
      expect(() => parseCsv(text)).toThrow(SyntaxError);
      expect(() => parseCsv(text)).toThrow("Line 2:");
    },
  );

  test("a quote that is never closed is found, however much comes behind it", () => {
    expect(() => parseCsv(`code\n"${"TEST-OK-1\n".repeat(2_000_000)}`)).toThrow("Line 2:");
  });

  test("a long file takes time in proportion", () => {
    expect(parseCsv(`code\n${'"x"\n'.repeat(100_000)}`)).toHaveLength(100_001);
  });
});

describe("writing", () => {
  test("what a spreadsheet would run is text", () => {
    expect(csvText([["=1+1", "+1", "-1", "@x", "\t=1", "\uff1dx", "a=1", null, undefined, 5]])).toBe(
      "'=1+1,'+1,'-1,'@x,'\t=1,'\uff1dx,a=1,,,5\r\n",
    );
    expect(csvText([["\r=1"]])).toBe('"\'\r=1"\r\n');
  });

  test("what is written is read again, whatever it is", () => {
    const cell = fc.string({ unit: fc.constantFrom(..."ab =+-@,;\t\r\n\"'x") });
    fc.assert(
      fc.property(fc.array(fc.tuple(cell, cell), { maxLength: 5 }), (rows) => {
        const text = csvText([["code", "reference"], ...rows]);
        const read = parseCsv(text).map(({ cells }) => cells);
        const isEmpty = (cells: string[]) => cells.every((each) => each.trim() === "");
        const safe = rows.map((row) => row.map((each) => (/^[=+\-@\t\r]/.test(each) ? `'${each}` : each)));
        expect(read).toEqual([["code", "reference"], ...safe.filter((cells) => !isEmpty(cells))]);
      }),
    );
  });
});
