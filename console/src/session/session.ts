/** So long nobody has touched the page, and whoever sits down next is somebody else. */
export const IDLE_MAX_MS = 15 * 60 * 1000;

export type Clock = () => number;

/**
 * The operator's key, for as long as somebody is there. It lives in this object and nowhere else: no cookie, no storage, no
 * address. A reload forgets it.
 */
export class Session {
  readonly #clock: Clock;
  readonly #listeners = new Set<() => void>();
  #key: string | undefined;
  #touchedAt = 0;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** `undefined`: locked. Asking is no sign of life. */
  get key(): string | undefined {
    this.check();
    return this.#key;
  }

  get isOpen(): boolean {
    return this.key !== undefined;
  }

  unlock(key: string): void {
    this.#key = key;
    this.#touchedAt = this.#clock();
    this.#tell();
  }

  lock(): void {
    if (this.#key === undefined) return;
    this.#key = undefined;
    this.#tell();
  }

  /** Somebody is there. Who comes back too late finds it locked. */
  touch(): void {
    this.check();
    this.#touchedAt = this.#clock();
  }

  /** Timers stand still while a machine sleeps, so the clock is asked, not counted on. */
  check(): void {
    if (this.#key !== undefined && this.#clock() - this.#touchedAt >= IDLE_MAX_MS) this.lock();
  }

  /** @returns what ends it */
  onChange(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  #tell(): void {
    for (const listener of this.#listeners) listener();
  }
}
