import { createHash } from "node:crypto";
import { mersenne } from "pure-rand/generator/mersenne";

/** Chance that comes out the same for the same seed. */
export class Random {
  readonly #seed: string;
  readonly #generator: ReturnType<typeof mersenne>;

  constructor(seed: string) {
    this.#seed = seed;
    this.#generator = mersenne(createHash("sha256").update(seed).digest().readInt32LE());
  }

  /** From 0 up to, not including, 1. */
  next(): number {
    return (this.#generator.next() >>> 0) / 2 ** 32;
  }

  /** A whole number; both may come out. */
  between(low: number, high: number): number {
    return low + Math.floor(this.next() * (high - low + 1));
  }

  pick<T>(list: readonly T[]): T {
    return list[this.between(0, list.length - 1)] as T;
  }

  /** Each as often as its weight says. */
  weighted<T extends string>(weights: Readonly<Partial<Record<T, number>>>): T {
    const rows = Object.entries(weights) as [T, number][];
    let left = this.next() * rows.reduce((sum, [, weight]) => sum + weight, 0);
    for (const [name, weight] of rows) {
      if (left < weight) return name;
      left -= weight;
    }
    throw new RangeError("nothing to choose from");
  }

  shuffled<T>(list: readonly T[]): T[] {
    return list
      .map((value) => ({ value, at: this.next() }))
      .sort((a, b) => a.at - b.at)
      .map(({ value }) => value);
  }

  /** Another chance of its own, so that what one part takes does not move the others. */
  fork(name: string): Random {
    return new Random(`${this.#seed}/${name}`);
  }
}
