import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { messageOf } from "../errors.js";
import { mistake } from "../exit.js";
import { parseCsv } from "./csv.js";

/** The longest that is printed, with room for its spaces. What is longer is no code, and would not fit into a request. */
const CODE_MAX_CHARS = 256;
const REFERENCE = /^[\x21-\x7e]{1,64}$/;
const INVISIBLE = /[\p{Default_Ignorable_Code_Point}\s\p{Pd}\u2212\u2043]/gu;
const COLUMNS = ["code", "reference"];

/** @typedef {{ line: number, reference: string, code: string }} Card */
/** @typedef {Card & { isShifted: boolean }} Line a card as its line has it: with cells beyond the columns any of them may be in a wrong place */

/**
 * The cards of a file, looked at as a whole before any is sent. No message has a code in it.
 * @param {string} file
 * @returns {{ cards: Card[], digest: string }}
 */
export function readCards(file) {
  const bytes = read(file);
  const [head, ...rows] = parsed(file, bytes);
  const names = head?.cells.map((name) => name.trim().toLowerCase()) ?? [];
  const [codeAt, referenceAt] = COLUMNS.map((name) => names.indexOf(name));
  if (codeAt === undefined || codeAt < 0)
    throw mistake(
      `${file}: the first line has to name the columns: code, and reference if there is one.` +
        "\n  reference,code\n  A-1001/1,TEST-OK-2500-7KQ2",
    );
  if (rows.length === 0) throw mistake(`${file}: there are no codes below its first line.`);
  const cards = rows.map(({ line, cells }) => ({
    line,
    reference:
      (referenceAt === undefined || referenceAt < 0 ? "" : (cells[referenceAt] ?? "")).trim() || `line-${line}`,
    code: (cells[codeAt] ?? "").trim(),
    isShifted: cells.slice(names.length).some((cell) => cell.trim() !== ""),
  }));
  const wrong = mistakesIn(cards);
  if (wrong.length > 0)
    throw mistake([`${file}: nothing was sent.`, ...wrong.slice(0, 10), ...more(wrong.length - 10)].join("\n"));
  return {
    cards: cards.map(({ line, reference, code }) => ({ line, reference, code })),
    digest: createHash("sha256").update(bytes).digest("hex"),
  };
}

/** @param {string} file */
function read(file) {
  try {
    return readFileSync(file);
  } catch (error) {
    throw mistake(`The file cannot be read: ${messageOf(error)}`);
  }
}

/**
 * @param {string} file
 * @param {Uint8Array} bytes
 */
function parsed(file, bytes) {
  try {
    return parseCsv(new TextDecoder("utf-8", { fatal: true }).decode(bytes));
  } catch (error) {
    if (error instanceof SyntaxError) throw mistake(`${file}: ${error.message}`);
    throw mistake(`${file} is not UTF-8: save it as "CSV UTF-8".`);
  }
}

/**
 * The same card twice would be one redemption with two lines; were it refused, the second line would have it tried again.
 * @param {Line[]} lines
 */
function mistakesIn(lines) {
  /** @type {Map<string, number>} */
  const codes = new Map();
  /** @type {Map<string, number>} */
  const references = new Map();
  return lines.flatMap(({ line, reference, code, isShifted }) => {
    const normal = code.normalize("NFKC").replace(INVISIBLE, "").toUpperCase();
    const found = [
      isShifted && "there are more cells than columns: a cell with a comma in it has to stand in quotes",
      normal === "" && "there is no code",
      code.length > CODE_MAX_CHARS && "that is no code: it is too long",
      !REFERENCE.test(reference) && "a reference has 1 to 64 visible ASCII characters, without spaces",
      codes.has(normal) && `the same code as in line ${codes.get(normal)}`,
      references.has(reference) && `the same reference as in line ${references.get(reference)}`,
    ].find((each) => each !== false);
    if (!codes.has(normal)) codes.set(normal, line);
    if (!references.has(reference)) references.set(reference, line);
    return found ? [`  line ${line}: ${found}`] : [];
  });
}

/** @param {number} count */
const more = (count) => (count > 0 ? [`  and ${count} more`] : []);
