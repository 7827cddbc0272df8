import type { Screen } from "../terminal/screen.ts";

interface Options {
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

  /** `atMost` or `atLeast` of one number. */
  check(what: string, value: number, bound: { atMost?: number; atLeast?: number }, options: Options = {}): void {
    const { unit = "", digits = 2, gate = false, why, beside } = options;
    const isMet = value <= (bound.atMost ?? Infinity) && value >= (bound.atLeast ?? -Infinity);
    const wanted = bound.atMost === undefined ? `>= ${bound.atLeast}${unit}` : `<= ${bound.atMost}${unit}`;
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
