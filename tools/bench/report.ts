import type { Screen } from "../terminal/screen.ts";

interface Wanted {
  /** Or `atLeast`, of one number. */
  atMost?: number;
  atLeast?: number;
  /** A missed gate fails the bench; a missed target is explained. */
  gate?: boolean;
  unit?: string;
  digits?: number;
  /** Another figure that makes this one understood. */
  beside?: string;
  why?: string;
}

/** Figures as they come, each with what was wanted of it, and how many gates were missed. */
export class Report {
  readonly #screen: Screen;
  gatesMissed = 0;

  constructor(screen: Screen) {
    this.#screen = screen;
  }

  section(title: string, sentence: string): void {
    this.#screen.scene(title, sentence);
  }

  /** A figure with nothing to meet. */
  note(what: string, measured: string): void {
    this.#screen.note(`${what.trim()}: ${measured}`);
  }

  check(what: string, value: number, { atMost, atLeast, unit = "", digits = 2, gate = false, why, beside }: Wanted) {
    const isMet = value <= (atMost ?? Infinity) && value >= (atLeast ?? -Infinity);
    const wanted = atMost === undefined ? `>= ${atLeast}${unit}` : `<= ${atMost}${unit}`;
    const measured = `${value.toFixed(digits)}${unit}${beside ? ` (${beside})` : ""}`;
    this.verdict(isMet, `${what}: ${measured}; wanted: ${wanted}${gate ? ", a gate" : ""}`, why);
    if (gate && !isMet) this.gatesMissed += 1;
  }

  /** A miss is explained. */
  verdict(isMet: boolean, text: string, why?: string): void {
    this.#screen.verdict(isMet, text);
    if (why && !isMet) this.#screen.note(why);
  }
}
