import { focusOf, type Mutation, withoutDamage, writeOf } from "./mutation.ts";
import type { Played } from "./play.ts";
import type { Pool } from "./pool.ts";

type Sound = Pick<Played, "violations" | "unfulfilled" | "batched">;

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
      ({ violations, unfulfilled, batched }) => ({ violations, unfulfilled, batched }),
    );
    this.#played.set(name, played);
    return played;
  }

  /**
   * Where a condition always held, the world without it is the same world, request by request. Not so of what went in batches:
   * an INSERT is a put under that very condition, so without it each of them is a request of its own, with faults of its own. A
   * world that is unsound anyhow is played without it, too: whoever hunts there must not miss a mistake of the code's own.
   */
  async canDiffer(address: Address, mutation: Mutation): Promise<boolean> {
    if (mutation.kind !== "clauses") return true;
    const sound = await this.play(address, mutation);
    if (!sound || sound.violations.length > 0) return true;
    const { unfulfilled, batched } = sound;
    const refusing = [...unfulfilled].flatMap((together) => together.split(" & "));
    return mutation.names.some((name) => batched.has(writeOf(name)) || refusing.includes(name));
  }
}
