/** What was read, for a while: at most so many, and whichever was read longest ago goes first. */
export class Remembered<T> {
  readonly #max: number;
  readonly #entries = new Map<string, { value: T; readAt: number }>();

  constructor(max: number) {
    this.#max = max;
  }

  /** `undefined`: not known, or read too long ago. */
  fresh(name: string, nowMs: number, maxAgeMs: number): { value: T } | undefined {
    const entry = this.#entries.get(name);
    return entry !== undefined && nowMs - entry.readAt < maxAgeMs ? entry : undefined;
  }

  /** `readAt`: taken before the read, so that no entry lives longer than what it was read from. */
  keep(name: string, value: T, readAt: number): void {
    this.#entries.delete(name);
    this.#entries.set(name, { value, readAt });
    if (this.#entries.size <= this.#max) return;
    const [oldest] = this.#entries.keys();
    if (oldest !== undefined) this.#entries.delete(oldest);
  }

  forget(name: string): void {
    this.#entries.delete(name);
  }
}
