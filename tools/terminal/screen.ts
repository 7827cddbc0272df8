import { COLUMNS, duration, paint, wrap } from "./terminal.ts";

/** Between two progress lines where lines cannot be rewritten. */
const PLAIN_PROGRESS_EVERY_MS = 10_000;
const REDRAW_EVERY_MS = 200;
const INDENT = "    ";
const NAME_WIDTH = 11;
const TIME_WIDTH = 8;
/** A column narrower than this is not worth breaking. */
const LAST_COLUMN_MIN = 24;
const CLEAR_LINE = "\r\u001b[2K";

type Out = Pick<NodeJS.WriteStream, "write" | "isTTY" | "columns">;
export type Cell = string | number;

/** Numbered scenes, or parts with their time; what came out of them; and one line that says what is being waited for. */
export class Screen {
  readonly #out: Out;
  readonly #startedAt = performance.now();
  #scenes = 0;
  #progressAt = Date.now();
  /** By name, without one for plain progress; the newest is shown. */
  readonly #underWay = new Map<string, () => string>();
  #redraw: NodeJS.Timeout | undefined;

  constructor(out: Out = process.stdout) {
    this.#out = out;
  }

  /** What comes, and how long it takes: nobody should have to guess whether it still runs. */
  title(text: string, takes = ""): void {
    this.#print(`\n${paint("bold", wrap(text))}\n${paint("dim", wrap(takes))}`);
  }

  get elapsed(): string {
    return duration(performance.now() - this.#startedAt);
  }

  scene(title: string, sentence: string): void {
    const number = String(++this.#scenes).padStart(2);
    const told = paint("dim", wrap(sentence, { indent: INDENT }));
    this.#print(`\n${paint("cyan", number)}  ${paint("bold", title)}\n${INDENT}${told}`);
    this.#progressAt = Date.now();
  }

  /** Runs one part and prints its line when it is ready. The part tells what it is doing if that takes seconds. */
  async part<T>(
    name: string,
    work: (tell: (doing: string) => void) => Promise<T> | T,
    describe: (result: T) => string,
  ): Promise<T> {
    const startedAt = performance.now();
    const line = (time: string, text: string) =>
      `  ${paint("cyan", name.padEnd(NAME_WIDTH))} ${paint("dim", time.padStart(TIME_WIDTH))}  ${text}`;
    const tell = (doing: string) => {
      if (!this.#out.isTTY) return this.#print(line("", `${doing} ...`));
      const seconds = () => `${Math.floor((performance.now() - startedAt) / 1000)} s`.padStart(TIME_WIDTH);
      this.#show(name, () => `  ${name.padEnd(NAME_WIDTH)} ${seconds()}  ${doing} ...`);
      this.#redraw ??= setInterval(() => this.#draw(), REDRAW_EVERY_MS).unref();
    };
    try {
      const result = await work(tell);
      this.#hide(name);
      this.#print(line(duration(performance.now() - startedAt), describe(result)));
      return result;
    } finally {
      this.#hide(name);
    }
  }

  note(text: string): void {
    this.#print(`${INDENT}${wrap(text, { indent: INDENT })}`);
  }

  warn(text: string): void {
    this.#print(`  ${paint("yellow", text)}`);
  }

  verdict(isGood: boolean, text: string): void {
    const indent = `${INDENT}  `;
    this.#print(`${INDENT}${isGood ? paint("green", "✓") : paint("red", "✗")} ${wrap(text, { indent })}`);
  }

  /** What is being waited for: rewritten in place on a terminal, now and then a line elsewhere. */
  progress(text: string): void {
    if (this.#out.isTTY) this.#show("", () => `${INDENT}… ${text}`);
    else if (Date.now() - this.#progressAt >= PLAIN_PROGRESS_EVERY_MS) {
      this.#progressAt = Date.now();
      this.#print(`${INDENT}… ${wrap(text, { indent: `${INDENT}  ` })}`);
    }
  }

  clearProgress(): void {
    this.#hide("");
  }

  table(caption: string, header: string[], rows: Cell[][]): void {
    const [head = "", ...lines] = tableLines(header, rows, COLUMNS - INDENT.length);
    this.#print(`\n${INDENT}${paint("bold", caption)}\n${INDENT}${paint("dim", head)}`);
    for (const line of lines) this.#print(`${INDENT}${line}`);
  }

  /** As it is, however wide: commands to copy are not broken. */
  line(text: string): void {
    this.#print(text);
  }

  #show(name: string, text: () => string): void {
    this.#underWay.delete(name);
    this.#underWay.set(name, text);
    this.#draw();
  }

  #hide(name: string): void {
    if (!this.#underWay.delete(name)) return;
    this.#out.write(CLEAR_LINE);
    if (this.#underWay.size > 0) return;
    clearInterval(this.#redraw);
    this.#redraw = undefined;
  }

  #draw(): void {
    const newest = [...this.#underWay.values()].at(-1);
    if (newest) this.#out.write(`${CLEAR_LINE}${paint("dim", newest().slice(0, this.#out.columns - 1))}`);
  }

  #print(text: string): void {
    this.#hide("");
    if (this.#underWay.size > 0) this.#out.write(CLEAR_LINE);
    this.#out.write(`${text}\n`);
    this.#draw();
  }
}

/** Columns of one width each; a column of numbers stands to the right, and the last one is broken when all is too wide. */
export function tableLines(header: string[], rows: Cell[][], columns = Number.POSITIVE_INFINITY): string[] {
  const widths = header.map((title, column) =>
    Math.max(title.length, ...rows.map((row) => textOf(row[column]).length)),
  );
  const toTheRight = header.map((_title, column) => rows.some((row) => isFigure(row[column])));
  const before = widths.slice(0, -1).reduce((sum, width) => sum + width + 2, 0);
  const room = Math.max(LAST_COLUMN_MIN, columns - before);
  const lines = (row: Cell[]) => {
    const cells = row.map((cell, column) => {
      const width = widths[column] ?? 0;
      if (toTheRight[column]) return textOf(cell).padStart(width);
      return column === header.length - 1 ? wrap(textOf(cell), { columns: room }) : textOf(cell).padEnd(width);
    });
    return cells
      .join("  ")
      .split("\n")
      .map((line, at) => `${at === 0 ? "" : " ".repeat(before)}${line}`.trimEnd());
  };
  return [header, ...rows].flatMap(lines);
}

/** With a last row that adds the columns of figures up. */
export function withTotal(rows: Cell[][]): Cell[][] {
  const columns = rows[0]?.slice(1) ?? [];
  return [...rows, ["all", ...columns.map((_cell, at) => rows.reduce((sum, row) => sum + Number(row[at + 1]), 0))]];
}

const textOf = (cell: Cell | undefined) => (cell === undefined ? "" : String(cell));
const isFigure = (cell: Cell | undefined) => typeof cell === "number" || /^[\d.]+( m?s)?$/.test(cell ?? "");
