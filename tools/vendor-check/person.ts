/** The one at the terminal: agrees to costs, and does what no program can, within a bound. */

import { createInterface } from "node:readline/promises";
import { wrap } from "../terminal/terminal.ts";

export interface Person {
  /** Whether it was done. */
  does(task: string): Promise<boolean>;
}

export class AtTerminal implements Person {
  readonly #waitMs: number;

  constructor(waitMs: number) {
    this.#waitMs = waitMs;
  }

  async does(task: string): Promise<boolean> {
    const minutes = Math.ceil(this.#waitMs / 60_000);
    const asked = `${task}\n    Press Enter when it is done, or type "skip" (${minutes} minutes): `;
    return (await this.#answer(asked)) === "";
  }

  async agrees(question: string): Promise<boolean> {
    return /^y(es)?$/i.test((await this.#answer(`${question}\n    Type "yes" to go on: `)) ?? "no");
  }

  /** `undefined`: nobody answered in time. */
  async #answer(question: string): Promise<string | undefined> {
    const lines = createInterface({ input: process.stdin, output: process.stdout });
    try {
      // An address stands whole on its line, so that it can be opened.
      const text = question.includes("://") ? question : wrap(question, { indent: "    " });
      return (await lines.question(`    ${text}`, { signal: AbortSignal.timeout(this.#waitMs) })).trim();
    } catch {
      return undefined;
    } finally {
      lines.close();
    }
  }
}
