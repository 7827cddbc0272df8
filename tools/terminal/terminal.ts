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

export function failure(text: string): void {
  console.error(paint("red", text, process.stderr));
}
