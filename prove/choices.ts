import { mersenne } from "pure-rand/generator/mersenne";

// Worlds have neighbouring seeds: a generator whose first numbers are alike for those would make one world of many.

/**
 * Every decision of a world, in order: what happens next, which fault strikes, what a merchant asks for. A seed makes them,
 * a script repeats them. 0 is always the plainest one (first in line, no fault, first of a list), so that a violation is
 * shrunk by turning decisions into zeros.
 */
export class Choices {
  readonly taken: number[] = [];
  readonly #script: readonly number[] | undefined;
  readonly #generator: ReturnType<typeof mersenne>;

  constructor(seed: number, script?: readonly number[]) {
    this.#generator = mersenne(seed);
    this.#script = script;
  }

  /** 0 <= x < count. */
  below(count: number): number {
    if (count <= 1) return 0;
    return this.#take(() => Math.floor(this.#fraction() * count)) % count;
  }

  chance(probability: number): boolean {
    return this.#take(() => Number(this.#fraction() < probability)) > 0;
  }

  pick<T>(list: readonly [T, ...T[]]): T {
    return list[this.below(list.length)] ?? list[0];
  }

  #take(draw: () => number): number {
    const value = this.#script ? (this.#script[this.taken.length] ?? 0) : draw();
    this.taken.push(value);
    return value;
  }

  #fraction(): number {
    return fractionOf(this.#generator);
  }
}

/** What the code itself draws (jitter, ids, initialisation vectors): the same for the same seed, and no decision. */
export class SeededRandom {
  readonly #generator: ReturnType<typeof mersenne>;

  constructor(seed: number) {
    // Another stream than the decisions': whoever shrinks those leaves this one alone.
    this.#generator = mersenne(~seed);
  }

  fraction = (): number => fractionOf(this.#generator);

  bytes = (count: number): Uint8Array => Uint8Array.from({ length: count }, () => this.#generator.next() & 0xff);
}

function fractionOf(generator: { next(): number }): number {
  return (generator.next() >>> 0) / 2 ** 32;
}
