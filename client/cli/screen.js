import { printable, tableLines } from "./text.js";

const COLOURS = { bold: 1, dim: 2, red: 31, green: 32, yellow: 33 };
const CLEAR_LINE = "\r\u001b[2K";
const BAR = 24;
/** Between two lines of progress where a line cannot be rewritten. */
const PLAIN_EVERY_MS = 10_000;
/** Control characters that JSON leaves as they are, and a terminal may not. */
const BARE = /[\u007f-\u009f\u2028\u2029]/g;

/** Results to standard output: a table for people, or JSON lines. Everything else to standard error. */
export class Screen {
  #io;
  #isDrawn = false;
  #drawnAt;

  /**
   * @param {import("./io.js").Io} io
   * @param {boolean} isJson
   */
  constructor(io, isJson) {
    this.#io = io;
    this.#drawnAt = io.clock.now();
    this.isJson = isJson;
  }

  /**
   * @param {keyof typeof COLOURS} colour
   * @param {string} text
   * @param {"stdout" | "stderr"} [stream]
   */
  paint(colour, text, stream = "stdout") {
    const { NO_COLOR = "", TERM } = this.#io.env;
    const isPlain = !this.#io[stream].isTTY || NO_COLOR !== "" || TERM === "dumb";
    return isPlain ? text : `\u001b[${COLOURS[colour]}m${text}\u001b[0m`;
  }

  /** @param {string} text */
  result(text) {
    this.#clear();
    this.#io.stdout.write(`${text}\n`);
  }

  /**
   * As it is, without a line break of ours.
   * @param {string} text
   */
  raw(text) {
    this.#clear();
    this.#io.stdout.write(text);
  }

  /** @param {unknown} value */
  json(value) {
    this.result(jsonLine(value));
  }

  /**
   * @param {string[]} header
   * @param {unknown[][]} rows
   */
  table(header, rows) {
    const [head = "", ...lines] = tableLines(header, rows);
    this.result([this.paint("dim", head), ...lines].join("\n"));
  }

  /**
   * Names and values, one a line.
   * @param {readonly (readonly [string, unknown])[]} facts what is null or undefined is left out
   */
  facts(facts) {
    const there = facts.filter(([, value]) => value !== null && value !== undefined);
    const width = Math.max(...there.map(([name]) => name.length));
    this.result(
      there.map(([name, value]) => `${this.paint("dim", name.padEnd(width))}  ${printable(value)}`).join("\n"),
    );
  }

  /** @param {string} text */
  note(text) {
    this.#clear();
    this.#io.stderr.write(`${text}\n`);
  }

  /** @param {string} text */
  warn(text) {
    this.note(this.paint("yellow", text, "stderr"));
  }

  /**
   * Rewritten in place on a terminal, now and then a line elsewhere.
   * @param {number} done
   * @param {number} total
   * @param {string} what
   */
  progress(done, total, what) {
    const { stderr, clock } = this.#io;
    const text = `${done.toLocaleString("en")} of ${total.toLocaleString("en")} ${what}`;
    if (!stderr.isTTY) {
      if (clock.now() - this.#drawnAt < PLAIN_EVERY_MS) return;
      this.#drawnAt = clock.now();
      stderr.write(`${text}\n`);
      return;
    }
    const full = total === 0 ? BAR : Math.floor((done / total) * BAR);
    const bar = `${"█".repeat(full)}${this.paint("dim", "░".repeat(BAR - full), "stderr")}`;
    stderr.write(`${CLEAR_LINE}${bar} ${text.slice(0, Math.max(0, (stderr.columns ?? 80) - BAR - 2))}`);
    this.#isDrawn = true;
  }

  #clear() {
    if (this.#isDrawn) this.#io.stderr.write(CLEAR_LINE);
    this.#isDrawn = false;
  }
}

/** @param {unknown} value */
export function jsonLine(value) {
  return JSON.stringify(value).replace(BARE, (each) => `\\u${each.charCodeAt(0).toString(16).padStart(4, "0")}`);
}
