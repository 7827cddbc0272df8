import { paint, wrap } from "../terminal/terminal.ts";

const INDENT = " ".repeat(8);

export interface Row {
  what: string;
  target: string;
  measured: string;
  /** Nothing to meet: a figure for the reader. */
  verdict?: "ok" | "miss";
  /** A missed gate fails the bench; a missed target is explained. */
  gate?: boolean;
  why?: string;
}

/** Collects rows, prints each as it comes and all of them at the end. */
export class Report {
  readonly #sections: { title: string; rows: Row[] }[] = [];
  readonly #startedAt = performance.now();

  section(title: string): void {
    this.#sections.push({ title, rows: [] });
    const seconds = ((performance.now() - this.#startedAt) / 1000).toFixed(0).padStart(4);
    console.log(`${paint("dim", `${seconds} s`)}  ${title}`);
  }

  add(row: Row): void {
    this.#sections.at(-1)?.rows.push(row);
    const verdict = row.verdict ? ` (${row.verdict})` : "";
    console.log(`${INDENT}${wrap(`${row.what.trim()}: ${row.measured}${verdict}`, { indent: INDENT })}`);
  }

  /** A figure with nothing to meet. */
  note(what: string, measured: string): void {
    this.add({ what, target: "", measured });
  }

  /** `atMost` or `atLeast` of one number. */
  check(
    what: string,
    value: number,
    bound: { atMost?: number; atLeast?: number },
    options: { gate?: boolean; unit?: string; digits?: number; why?: string; beside?: string } = {},
  ): void {
    const { unit = "", digits = 2, gate = false, why, beside } = options;
    const ok = value <= (bound.atMost ?? Infinity) && value >= (bound.atLeast ?? -Infinity);
    const target = bound.atMost === undefined ? `>= ${bound.atLeast}${unit}` : `<= ${bound.atMost}${unit}`;
    const measured = `${value.toFixed(digits)}${unit}${beside ? ` (${beside})` : ""}`;
    const verdict = ok ? "ok" : "miss";
    this.add({
      what,
      target: gate ? `${target}, gate` : target,
      measured,
      verdict,
      gate,
      ...(why && !ok ? { why } : {}),
    });
  }

  get gatesMissed(): number {
    return this.#sections.flatMap(({ rows }) => rows).filter(({ gate, verdict }) => gate && verdict === "miss").length;
  }

  print(): void {
    for (const { title, rows } of this.#sections) {
      console.log(`\n${paint("bold", title)}`);
      for (const row of rows) for (const line of linesOf(row)) console.log(line);
    }
    const seconds = ((performance.now() - this.#startedAt) / 1000).toFixed(0);
    const gates = this.gatesMissed === 0 ? "all gates met" : `${this.gatesMissed} gates missed`;
    console.log(`\n${gates}, ${seconds} s`);
  }
}

/** Verdict, what was measured and what was wanted; a miss is explained. */
function linesOf({ what, target, measured, verdict, why }: Row): string[] {
  const mark = paint(verdict === "miss" ? "yellow" : "green", (verdict ?? "").padEnd("miss".length));
  const wanted = target === "" ? "" : ` (wanted: ${target})`;
  const lines = [`  ${mark}  ${wrap(`${what.trim()}: ${measured}${wanted}`, { indent: INDENT })}`];
  if (why) lines.push(`${INDENT}${paint("dim", wrap(why, { indent: INDENT }))}`);
  return lines;
}
