import { paint } from "../terminal.ts";

/** Between two progress lines where lines cannot be rewritten. */
const PLAIN_PROGRESS_EVERY_MS = 10_000;
const CLEAR_LINE = "\r\u001b[2K";

type Out = Pick<NodeJS.WriteStream, "write" | "isTTY" | "columns">;
export type Cell = string | number;

/** Numbered scenes, what came out of them, and one line that says what is being waited for. */
export class Screen {
  readonly #out: Out;
  #scenes = 0;
  #progressShown = false;
  #progressAt = Date.now();

  constructor(out: Out = process.stdout) {
    this.#out = out;
  }

  title(text: string): void {
    this.#print(`\n${paint("bold", text)}`);
  }

  scene(title: string, sentence: string): void {
    const number = String(++this.#scenes).padStart(2);
    this.#print(`\n${paint("cyan", number)}  ${paint("bold", title)}\n    ${paint("dim", sentence)}`);
    this.#progressAt = Date.now();
  }

  note(text: string): void {
    this.#print(`    ${text}`);
  }

  verdict(isGood: boolean, text: string): void {
    this.#print(`    ${isGood ? paint("green", "✓") : paint("red", "✗")} ${text}`);
  }

  /** What is being waited for: rewritten in place on a terminal, now and then a line elsewhere. */
  progress(text: string): void {
    if (this.#out.isTTY) {
      this.#out.write(`${CLEAR_LINE}    ${paint("dim", `… ${text}`.slice(0, this.#out.columns - 5))}`);
      this.#progressShown = true;
    } else if (Date.now() - this.#progressAt >= PLAIN_PROGRESS_EVERY_MS) {
      this.#progressAt = Date.now();
      this.#print(`    … ${text}`);
    }
  }

  clearProgress(): void {
    if (this.#progressShown) this.#out.write(CLEAR_LINE);
    this.#progressShown = false;
  }

  table(caption: string, header: string[], rows: Cell[][]): void {
    const [head = "", ...lines] = tableLines(header, rows);
    this.#print(`\n    ${paint("bold", caption)}\n    ${paint("dim", head)}`);
    for (const line of lines) this.#print(`    ${line}`);
  }

  line(text: string): void {
    this.#print(text);
  }

  #print(text: string): void {
    this.clearProgress();
    this.#out.write(`${text}\n`);
  }
}

/** Columns of one width each; a column of numbers stands to the right. */
export function tableLines(header: string[], rows: Cell[][]): string[] {
  const widths = header.map((title, column) =>
    Math.max(title.length, ...rows.map((row) => textOf(row[column]).length)),
  );
  const toTheRight = header.map((_title, column) => rows.some((row) => isFigure(row[column])));
  const line = (row: Cell[]) =>
    row
      .map((cell, column) => {
        const width = widths[column] ?? 0;
        return toTheRight[column] ? textOf(cell).padStart(width) : textOf(cell).padEnd(width);
      })
      .join("  ")
      .trimEnd();
  return [line(header), ...rows.map(line)];
}

const textOf = (cell: Cell | undefined) => (cell === undefined ? "" : String(cell));
const isFigure = (cell: Cell | undefined) => typeof cell === "number" || /^[\d.]+( m?s)?$/.test(cell ?? "");
