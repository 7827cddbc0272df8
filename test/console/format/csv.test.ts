import { expect, test } from "@jest/globals";
import { type CsvColumn, csvOf } from "../../../console/src/format/csv.ts";

interface Row {
  reason: string;
}
const COLUMNS: readonly CsvColumn<Row>[] = [
  { title: "n", text: () => "1" },
  { title: "reason", text: ({ reason }) => reason },
];

/** The second line's second cell, as it stands in the file. */
function cellOf(reason: string): string {
  const text = csvOf(COLUMNS, [{ reason }]);
  const start = '\uFEFF"n","reason"\r\n"1",';
  expect(text.startsWith(start) && text.endsWith("\r\n")).toBe(true);
  return text.slice(start.length, -2);
}

test.each([
  ["paid twice", '"paid twice"'],
  ['he said "no", twice', '"he said ""no"", twice"'],
  ["two\r\nlines", '"two\r\nlines"'],
  ["a;b\tc", '"a;b\tc"'],
  ["", '""'],
  ["10 - 4", '"10 - 4"'],
])("%j is a cell as it is", (text, cell) => {
  expect(cellOf(text)).toBe(cell);
});

test.each([
  '=HYPERLINK("https://example.com","x")',
  "+1",
  "-1",
  "@SUM(A1)",
  "\t=1",
  "\r=1",
  "\n=1",
  "  =1",
  "\u00a0=1",
  "＝1",
  "＋1",
  "－1",
  "＠x",
  "\tx",
])("%j is no formula in a spreadsheet", (text) => {
  expect(cellOf(text)).toBe(`"'${text.replaceAll('"', '""')}"`);
});

test("a list without rows is its head", () => {
  expect(csvOf(COLUMNS, [])).toBe('\uFEFF"n","reason"\r\n');
});
