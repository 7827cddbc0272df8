import { CONTRACT } from "../../core/foundation/domain/limits.ts";
import { CEILINGS, type Ceiling } from "./ceilings.ts";
import { JOURNEYS, type Journey } from "./journeys.ts";
import { type Quota, quotasAt } from "./quotas.ts";
import { heatOf, type Shared, type Spread } from "./spread.ts";

export type Rates = Partial<Record<Journey, number>>;

/** What is asked for, by the second, together; and of everything else so much, each by itself. */
export const GOAL = {
  redemption: 10_000,
  payment: 2_000,
  "lot of requests": 12_000 / CONTRACT.requestLot,
} as const satisfies Rates;
export const ALONE: readonly Rates[] = [
  { "batch of 5": 2_000 },
  { "code use": 2_000 },
  { "order and payment": 2_000 },
  { withdrawal: 500 },
];
export const MANY_MERCHANTS = 1_000;

/** What one partition takes in a second: https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/bp-partition-key-design.html */
export const PARTITION = { write: 1_000, read: 3_000 } as const;
/** Ours stay at half of that: load is no hash, and a hash is not even. */
export const WANTED = { write: PARTITION.write / 2, read: PARTITION.read / 2 } as const;

export const ceilingsOf = ({ kind, where, name }: Shared): Ceiling[] =>
  CEILINGS.filter(({ at }) => at.some((one) => one[0] === kind && one[1] === where && one[2] === name));

/** What is hotter than wanted, at the goal or at what is asked of something else alone, and no ceiling by name. */
export function tooHot({ shared }: Spread): string[] {
  return [GOAL, ...ALONE].flatMap((rates) =>
    shared
      .filter((place) => heatOf(place, rates, 1) > WANTED[place.kind] && ceilingsOf(place).length === 0)
      .map((place) => `${placeOf(place)}: ${Math.round(heatOf(place, rates, 1))} at ${JSON.stringify(rates)}`),
  );
}

export const placeOf = ({ kind, where, name }: Pick<Shared, "kind" | "where" | "name">): string =>
  `${kind} ${where} ${name}`;

export interface Row {
  place: Shared;
  one: number;
  many: number;
}

/** At the goal, the hottest first. */
export function rowsOf({ shared }: Spread, kind: Shared["kind"]): Row[] {
  return shared
    .filter((place) => place.kind === kind)
    .map((place) => ({ place, one: heatOf(place, GOAL, 1), many: heatOf(place, GOAL, MANY_MERCHANTS) }))
    .filter(({ one }) => one >= 1)
    .sort((a, b) => b.one - a.one || b.many - a.many || (placeOf(a.place) < placeOf(b.place) ? -1 : 1));
}

export interface CeilingRow extends Ceiling {
  /** In a second, by the units of its first place that is full. */
  units: number;
}

export function ceilingRows({ shared }: Spread): CeilingRow[] {
  return CEILINGS.map((ceiling) => {
    const limits = ceiling.at.map((one) => {
      const place = shared.find((each) => placeOf(each) === one.join(" "));
      const units = place?.units[ceiling.journey];
      if (!place || !units)
        throw new Error(`no ${ceiling.journey} meets ${one.join(" ")} any more: its ceiling is old`);
      return (PARTITION[place.kind] * place.over) / units;
    });
    return { ...ceiling, units: Math.floor(Math.min(...limits)) };
  });
}

export const quotaRows = (spread: Spread): Quota[] =>
  quotasAt(spread, { redemptions: GOAL.redemption, payments: GOAL.payment });

const FIRST_TOLD = 3;

/** What one merchant meets first, of each thing that may be asked for. */
export function firstOf({ shared }: Spread): { journey: Journey; place: Shared; perSecond: number }[] {
  return JOURNEYS.flatMap((journey) => {
    const limits = shared.flatMap((place) => {
      const units = place.units[journey];
      return units ? [{ journey, place, perSecond: Math.floor((PARTITION[place.kind] * place.over) / units) }] : [];
    });
    return limits
      .sort((a, b) => a.perSecond - b.perSecond || (placeOf(a.place) < placeOf(b.place) ? -1 : 1))
      .slice(0, FIRST_TOLD);
  });
}
