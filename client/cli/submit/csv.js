/** What a spreadsheet would take for a formula. */
const FORMULA = /^[=+\-@\t\r\uff1d\uff0b\uff0d\uff20]/;

/**
 * RFC 4180, and what spreadsheets make of it: `;` or a tab instead of the comma, any line break. `lines` are those of the file.
 * @param {string} text
 * @returns {{ line: number, cells: string[] }[]} without empty lines
 */
export function parseCsv(text) {
  const comma = delimiterOf(text);
  const cell = new RegExp(`"([^"]*(?:""[^"]*)*)"|([^"${comma}\\r\\n]*)`, "y");
  /** @type {{ line: number, cells: string[] }[]} */
  const rows = [];
  let line = 1;
  for (let at = 0; at < text.length; ) {
    const begin = line;
    /** @type {string[]} */
    const cells = [];
    for (;;) {
      cell.lastIndex = at;
      const [all = "", quoted, bare = ""] = cell.exec(text) ?? [];
      at += all.length;
      line += all.split("\n").length - 1;
      cells.push(quoted === undefined ? bare : quoted.replaceAll('""', '"'));
      if (text[at] !== comma) break;
      at++;
    }
    const end = /\r\n|\n|\r|$/y;
    end.lastIndex = at;
    const lineBreak = end.exec(text);
    if (!lineBreak) throw new SyntaxError(`Line ${line}: there is a quote where none belongs.`);
    at += lineBreak[0].length;
    line++;
    if (cells.some((each) => each.trim() !== "")) rows.push({ line: begin, cells });
  }
  return rows;
}

/** @param {string} text */
function delimiterOf(text) {
  const head = text.split(/[\r\n]/, 1)[0] ?? "";
  return ["\t", ";"].find((each) => head.includes(each)) ?? ",";
}

/** @param {readonly (readonly unknown[])[]} rows */
export function csvText(rows) {
  return rows.map((row) => `${row.map(cellOf).join(",")}\r\n`).join("");
}

/** @param {unknown} value */
function cellOf(value) {
  const text = String(value ?? "");
  const safe = FORMULA.test(text) ? `'${text}` : text;
  return /[",\r\n]|^\s|\s$/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
