/** What a screen is taken to hold. */
export const COLUMNS = 80;

/** What would move the cursor, or turn the text around, if it were printed: labels are other people's words. */
const UNPRINTABLE = /[\p{Cc}\u2028\u2029\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu;

/** @param {unknown} value */
export function printable(value) {
  return String(value ?? "").replace(UNPRINTABLE, "\ufffd");
}

/**
 * Lines of whole words; the later ones begin with `indent`, for which the first one has left room.
 * @param {string} text
 * @param {string} [indent]
 */
export function wrap(text, indent = "") {
  /** @type {string[]} */
  const lines = [];
  for (const word of text.split(" ")) {
    const last = lines.at(-1);
    if (last === undefined || indent.length + last.length + 1 + word.length > COLUMNS) lines.push(word);
    else lines[lines.length - 1] = `${last} ${word}`;
  }
  return lines.join(`\n${indent}`);
}

/**
 * Columns as wide as what stands in them; figures stand to the right.
 * @param {readonly string[]} header
 * @param {readonly (readonly unknown[])[]} rows
 */
export function tableLines(header, rows) {
  const cells = [header, ...rows].map((row) => row.map((cell) => printable(cell)));
  const widths = header.map((_title, column) => Math.max(...cells.map((row) => lengthOf(row[column] ?? ""))));
  const isFigures = header.map(
    (_title, column) => rows.length > 0 && rows.every((row) => /^\d+$/.test(printable(row[column]))),
  );
  return cells.map((row) =>
    row
      .map((cell, column) => {
        const space = " ".repeat((widths[column] ?? 0) - lengthOf(cell));
        return isFigures[column] ? space + cell : cell + space;
      })
      .join("  ")
      .trimEnd(),
  );
}

/** @param {string} text */
const lengthOf = (text) => [...text].length;

/**
 * @param {number} count
 * @param {string} one
 * @param {string} [many]
 */
export function counted(count, one, many = `${one}s`) {
  return `${count.toLocaleString("en")} ${count === 1 ? one : many}`;
}
