import { readFileSync, rmSync } from "node:fs";
import { append, Draft } from "../durable.js";
import { codeOf } from "../errors.js";
import { mistake } from "../exit.js";

/** As many as a request takes. Changed, it would make other requests under the same keys. */
export const CHUNK = 100;

/**
 * What was answered of a code.
 * @typedef {{ redemptionId: string | null, status: string, error?: { code: string, detail: string } | undefined }} Verdict
 */

/**
 * What makes the requests the same ones in each run.
 * @typedef {{ digest: string, planId: string, merchantId: string, baseUrl: string }} Facts
 */

/** @typedef {Facts & { journal: 1, batchId: string, chunk: number, at: string }} Head */

/**
 * Which batch a file is, and which of its chunks were answered. It is on the disk before the first request; it has no codes.
 */
export class Journal {
  /**
   * @param {string} path
   * @param {Head} head
   * @param {Map<number, Verdict[]>} answered chunk, from 1 -> its verdicts
   * @param {boolean} isCut the last line is not whole: it was not answered for sure
   * @param {string} lastAt
   */
  constructor(path, head, answered, isCut, lastAt) {
    this.path = path;
    this.head = head;
    this.answered = answered;
    this.lastAt = lastAt;
    this.isNew = false;
    this.#isCut = isCut;
  }
  #isCut;

  /**
   * @param {number} chunk
   * @param {Verdict[]} verdicts
   * @param {string} at
   */
  record(chunk, verdicts, at) {
    append(this.path, `${this.#isCut ? "\n" : ""}${JSON.stringify({ chunk, at, verdicts })}\n`);
    this.#isCut = false;
    this.answered.set(chunk, verdicts);
  }

  /** Nothing has taken effect: the file is as it was. */
  remove() {
    rmSync(this.path, { force: true });
  }
}

/** Of every journal. */
const BEGIN = '{"journal":1,';

/** @param {string} file */
export const journalOf = (file) => `${file}.journal`;

/**
 * @param {string} path
 * @returns {Journal | undefined}
 */
export function readJournal(path) {
  const text = read(path);
  if (text === undefined) return undefined;
  const [first = "", ...lines] = text.split("\n");
  // Cut off in its first line: no request was sent. Somebody else's file is not ours to take away.
  if (lines.length === 0 && (BEGIN.startsWith(first) || first.startsWith(BEGIN))) {
    rmSync(path, { force: true });
    return undefined;
  }
  const head = /** @type {Head | undefined} */ (parsed(first));
  if (head?.journal !== 1 || head.chunk !== CHUNK)
    throw mistake(`${path} is no journal that this version can read: go on with the version that wrote it.`);
  /** @type {Map<number, Verdict[]>} */
  const answered = new Map();
  let lastAt = head.at;
  for (const line of lines) {
    const entry = /** @type {{ chunk: number, at: string, verdicts: Verdict[] } | undefined} */ (parsed(line));
    if (entry === undefined || answered.has(entry.chunk)) continue;
    answered.set(entry.chunk, entry.verdicts);
    lastAt = entry.at;
  }
  return new Journal(path, head, answered, lines.at(-1) !== "", lastAt);
}

/**
 * @param {string} path
 * @param {Facts} facts
 * @param {string} at
 */
export function beginJournal(path, facts, at) {
  /** @type {Head} */
  const head = { journal: 1, batchId: `cli-${crypto.randomUUID()}`, ...facts, chunk: CHUNK, at };
  const draft = new Draft(path);
  draft.write(`${JSON.stringify(head)}\n`);
  if (!draft.doneIfNew()) throw mistake(`${path} has just been made: the file is being submitted by another run.`);
  const journal = new Journal(path, head, new Map(), false, at);
  journal.isNew = true;
  return journal;
}

/** @param {string} path */
function read(path) {
  try {
    return readFileSync(path, "utf8");
  } catch (error) {
    if (codeOf(error) === "ENOENT") return undefined;
    throw error;
  }
}

/** @param {string} line */
function parsed(line) {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}
