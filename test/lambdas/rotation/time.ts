import { jest } from "@jest/globals";

/** The functions' clock, which goes ahead where a test lets it. */
export class Time {
  #aheadMs = 0;

  constructor() {
    const now = Date.now.bind(Date);
    jest.spyOn(Date, "now").mockImplementation(() => now() + this.#aheadMs);
  }

  pass(ms: number): void {
    this.#aheadMs += ms;
  }
}
