import { expect, test } from "@jest/globals";
import fc from "fast-check";
import { IS_EXHAUSTIVE } from "../exhaustive.ts";

/** Races of one kind: a glance at each commit, a search in the exhaustive run. */
export const RUNS = IS_EXHAUSTIVE ? 40 : 6;
/** A planted fault is hunted and shrunk in the exhaustive run only: each takes hundreds of races. */
export const planted = IS_EXHAUSTIVE ? test : Object.assign(() => undefined, { each: () => () => undefined });

/** One order of all requests. fast-check's clones of a scheduler share their dice: a shrunk race could not be run again. */
export class Order {
  readonly scheduler: fc.Scheduler;
  readonly #seed: number;

  constructor(seed: number) {
    this.#seed = seed;
    const [scheduler] = fc.sample(fc.scheduler(), { seed, numRuns: 1 });
    if (!scheduler) throw new Error("fast-check gave no scheduler");
    this.scheduler = scheduler;
  }

  [fc.cloneMethod](): Order {
    return new Order(this.#seed);
  }

  [fc.toStringMethod](): string {
    return String(this.scheduler);
  }
}

export const anyOrder = (): fc.Arbitrary<Order> => fc.noShrink(fc.nat()).map((seed) => new Order(seed));

/** The order, then the racers, then what else shapes the world. */
type RaceProperty = fc.IAsyncPropertyWithHooks<[Order, object[], ...unknown[]]>;

/** A worker asks some eight times: one that sets out so much later finds it at any point. */
const LATER_MAX = 10;

export interface Action {
  do: string;
  /** Turns that it lets pass before it sets out. */
  after: number;
}

/** A racer that does this, `weight` times as often as one of weight 1. */
export function does<Name extends string, Rest extends object>(
  name: Name,
  rest: { [Field in keyof Rest]: fc.Arbitrary<Rest[Field]> },
  weight = 1,
): fc.WeightedArbitrary<{ do: Name; after: number } & Rest> {
  const fields = fc.record({ ...rest, after: fc.nat(LATER_MAX) });
  return { weight, arbitrary: fields.map((chosen) => ({ do: name, ...chosen }) as { do: Name; after: number } & Rest) };
}

interface Parameters {
  numRuns: number;
  seed?: number;
  path?: string;
}

/** A race takes a second at most. One that hangs is a counterexample, too, not the end of the test file. */
const HANGS_AFTER_MS = 60_000;

/**
 * Whatever fails prints its seed, its path, the racers and the order of their requests; `{ seed, path }` in `parameters` runs
 * just that race.
 */
export function assertRace(property: RaceProperty, parameters: Parameters): Promise<void> {
  return fc.assert(property, { timeout: HANGS_AFTER_MS, ...parameters }) as Promise<void>;
}

/** Planted faults are searched for from one place, so that the time this takes does not vary. */
const SEED = 20_260_301;

/**
 * Without the clauses the search must find a race of few that goes wrong, the printed seed and path must bring it back to the
 * last request, and with them it must go well.
 */
export async function expectFound(
  propertyWithout: (omit: string[]) => RaceProperty,
  clauses: string[],
  { seed: from = SEED, runsMax = 150, racersMax = 4 } = {},
): Promise<void> {
  const found = await fc.check(propertyWithout(clauses), { numRuns: runsMax, seed: from });
  expect(found.failed).toBe(true);
  const [, racers = []] = found.counterexample ?? [];
  expect(racers.length).toBeLessThanOrEqual(racersMax);
  const { seed, counterexamplePath: path } = found;
  expect(fc.defaultReportMessage(found)).toContain(`seed: ${seed}, path: "${path}"`);
  const again = await fc.check(propertyWithout(clauses), { seed, path: path ?? "", endOnFailure: true });
  expect([again.failed, again.numRuns]).toEqual([true, 1]);
  expect(fc.stringify(again.counterexample)).toBe(fc.stringify(found.counterexample));
  const [order, ...rest] = found.counterexample ?? [new Order(0), []];
  expect(await propertyWithout([]).run([order[fc.cloneMethod](), ...rest])).toBe(null);
}
