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

const NAME_WIDTH = 11;
const TIME_WIDTH = 8;

/** Lines of one width: name, time, what came out. */
export class Progress {
  readonly #startedAt = performance.now();

  title(text: string): void {
    console.log(`\n${paint("bold", text)}\n`);
  }

  /** Runs one part and prints its line when it is ready. */
  async part<T>(name: string, work: () => Promise<T> | T, describe: (result: T) => string): Promise<T> {
    const startedAt = performance.now();
    const result = await work();
    this.line(name, duration(performance.now() - startedAt), describe(result));
    return result;
  }

  line(name: string, time: string, text: string): void {
    const [padded, right] = [name.padEnd(NAME_WIDTH), time.padStart(TIME_WIDTH)];
    console.log(`  ${paint("cyan", padded)} ${paint("dim", right)}  ${text}`);
  }

  note(text: string): void {
    console.log(text === "" ? "" : `  ${text}`);
  }

  warn(text: string): void {
    console.log(`  ${paint("yellow", text)}`);
  }

  get elapsed(): string {
    return duration(performance.now() - this.#startedAt);
  }
}

export function failure(text: string): void {
  console.error(paint("red", text, process.stderr));
}
