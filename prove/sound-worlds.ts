import { focusOf, type Mutation, withoutDamage } from "./mutation.ts";
import type { Played } from "./play.ts";
import type { Pool } from "./pool.ts";

type Sound = Pick<Played, "violations" | "unfulfilled">;

interface Address {
  scenario: string;
  seed: number;
}

/** Hunted worlds with every protection in its place. One serves all conditions of a write: the faults gather at the same calls. */
export class SoundWorlds {
  readonly pool: Pool;
  readonly #played = new Map<string, Promise<Sound>>();

  constructor(pool: Pool) {
    this.pool = pool;
  }

  /** `undefined`: a settle window is a limit, and another limit makes another world. */
  async play({ scenario, seed }: Address, mutation: Mutation): Promise<Sound | undefined> {
    const hunted = withoutDamage(mutation);
    if (!hunted) return undefined;
    const name = `${scenario} ${seed} ${[...focusOf(hunted)].join()}`;
    const known = this.#played.get(name);
    if (known) return known;
    const played = this.pool.play({ scenario, seed, mutation: hunted }).then(
      // The trace of a thousand worlds is not kept.
      ({ violations, unfulfilled }) => ({ violations, unfulfilled }),
    );
    this.#played.set(name, played);
    return played;
  }

  /** Where a condition always held, the world without it is the same world, request by request. */
  async canDiffer(address: Address, mutation: Mutation): Promise<boolean> {
    if (mutation.kind !== "clauses") return true;
    const { unfulfilled = new Set<string>() } = (await this.play(address, mutation)) ?? {};
    return [...unfulfilled].some((together) => together.split(" & ").some((each) => mutation.names.includes(each)));
  }
}
