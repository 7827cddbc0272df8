/** What a person sees. Colours only on a terminal, and not with NO_COLOR. */

const CODES = { bold: 1, dim: 2, red: 31, green: 32, yellow: 33, cyan: 36 };
export type Colour = keyof typeof CODES;

export function paint(colour: Colour, text: string, stream: NodeJS.WriteStream = process.stdout): string {
  const plain = !stream.isTTY || (process.env.NO_COLOR ?? "") !== "" || process.env.TERM === "dumb";
  return plain ? text : `\u001b[${CODES[colour]}m${text}\u001b[0m`;
}

export function duration(ms: number): string {
  return ms < 1000 ? `${Math.round(ms)} ms` : `${(ms / 1000).toFixed(1)} s`;
}

/** What a screen is taken to hold. */
export const COLUMNS = 100;

/** Lines of whole words; the later ones begin with `indent`, for which the first one has left room. */
export function wrap(text: string, { columns = COLUMNS, indent = "" } = {}): string {
  const lines: string[] = [];
  for (const word of text.split(" ")) {
    const last = lines.at(-1);
    if (last === undefined || indent.length + last.length + 1 + word.length > columns) lines.push(word);
    else lines[lines.length - 1] = `${last} ${word}`;
  }
  return lines.join(`\n${indent}`);
}

const NAME_WIDTH = 11;
const TIME_WIDTH = 8;
const CLEAR_LINE = "\r\u001b[2K";
const REDRAW_EVERY_MS = 200;

type Out = Pick<NodeJS.WriteStream, "write" | "isTTY" | "columns">;

/** Lines of one width: name, time, what came out. What takes its time is seen meanwhile. */
export class Progress {
  readonly #out: Out;
  readonly #startedAt = performance.now();
  /** By name; the newest is shown. */
  readonly #underWay = new Map<string, { doing: string; startedAt: number }>();
  #redraw: NodeJS.Timeout | undefined;

  constructor(out: Out = process.stdout) {
    this.#out = out;
  }

  title(text: string): void {
    this.#print(`\n${paint("bold", text)}\n`);
  }

  /** Runs one part and prints its line when it is ready. The part tells what it is doing if that takes seconds. */
  async part<T>(
    name: string,
    work: (tell: (doing: string) => void) => Promise<T> | T,
    describe: (result: T) => string,
  ): Promise<T> {
    const startedAt = performance.now();
    try {
      const result = await work((doing) => this.#show(name, doing, startedAt));
      this.#hide(name);
      this.line(name, duration(performance.now() - startedAt), describe(result));
      return result;
    } finally {
      this.#hide(name);
    }
  }

  line(name: string, time: string, text: string): void {
    const [padded, right] = [name.padEnd(NAME_WIDTH), time.padStart(TIME_WIDTH)];
    this.#print(`  ${paint("cyan", padded)} ${paint("dim", right)}  ${text}`);
  }

  note(text: string): void {
    this.#print(text === "" ? "" : `  ${text}`);
  }

  warn(text: string): void {
    this.#print(`  ${paint("yellow", text)}`);
  }

  get elapsed(): string {
    return duration(performance.now() - this.#startedAt);
  }

  /** On a terminal one line that is rewritten, with the time so far; elsewhere a line for each thing that begins. */
  #show(name: string, doing: string, startedAt: number): void {
    if (!this.#out.isTTY) {
      this.line(name, "", `${doing} ...`);
      return;
    }
    this.#underWay.delete(name);
    this.#underWay.set(name, { doing, startedAt });
    this.#redraw ??= setInterval(() => this.#draw(), REDRAW_EVERY_MS).unref();
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
    const newest = [...this.#underWay].at(-1);
    if (!newest) return;
    const [name, { doing, startedAt }] = newest;
    const seconds = `${Math.floor((performance.now() - startedAt) / 1000)} s`;
    const text = `${name.padEnd(NAME_WIDTH)} ${seconds.padStart(TIME_WIDTH)}  ${doing} ...`;
    this.#out.write(`${CLEAR_LINE}  ${paint("dim", text.slice(0, this.#out.columns - 3))}`);
  }

  #print(text: string): void {
    if (this.#underWay.size > 0) this.#out.write(CLEAR_LINE);
    this.#out.write(`${text}\n`);
    this.#draw();
  }
}

export function failure(text: string): void {
  console.error(paint("red", text, process.stderr));
}
