import { sweepOutbox } from "../../../../core/foundation/services/outbox.ts";
import type { Redemption } from "../../../../core/redemptions/domain/redemption.ts";
import { letTurnsPass, makeRaceable, type Racer, race } from "../../../support/races/race.ts";
import type { Action, Order } from "../../../support/races/search.ts";
import { Witness } from "../../../support/races/witness.ts";
import { World, type WorldOptions } from "../../../support/world.ts";

export const codeOf = (card: number) => `CARD-000${card}`;
export const cardIn = (code: string) => Number(code.at(-1));

/** One race in a world of its own. `prepare` gives what a racer does; the invariants hold after the race, and after the work. */
export async function raceInWorld<Mine extends Action>(
  options: WorldOptions,
  { order, luck, racing }: { order: Order; luck: number; racing: readonly Mine[] },
  prepare: (world: World, witness: Witness) => Promise<Story<Mine>>,
): Promise<void> {
  const world = await World.create(options);
  try {
    makeRaceable(world.deps, luck);
    const witness = new Witness(world);
    const { act, afterwards } = await prepare(world, witness);
    await race(order.scheduler, racersOf(racing, act));
    await witness.expectSound();
    await afterwards?.();
    await workOff(world);
    await witness.expectSound("settled");
  } finally {
    await world.drop();
  }
}

interface Story<Mine> {
  act: (action: Mine) => Promise<unknown>;
  /** Once the race is over, before what is left is worked off. */
  afterwards?: () => Promise<unknown>;
}

/** Named as a counterexample lists them: by what they do and their place. */
export function racersOf<Mine extends Action>(
  racing: readonly Mine[],
  act: (action: Mine) => Promise<unknown>,
): Racer[] {
  return racing.map((action, index) => ({
    name: `${action.do} ${index}`,
    run: async () => {
      await letTurnsPass(action.after);
      return act(action);
    },
  }));
}

/** Whatever is due is worked on at its time, as the sweeper would see to it, in fewer requests. */
async function workOff(world: World): Promise<void> {
  for (;;) {
    const due = (await world.rows("RDM#")).filter(({ dueAt }) => dueAt !== undefined);
    if (due.length === 0) break;
    world.nowMs = Math.max(world.nowMs, Math.min(...due.map(({ dueAt }) => Number(dueAt))));
    for (const row of due) if (Number(row.dueAt) <= world.nowMs) await world.deliver(row as unknown as Redemption);
  }
  world.nowMs += world.deps.limits.sweepGraceMs;
  await sweepOutbox(world.deps);
}
