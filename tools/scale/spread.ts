import { DUE_KINDS, type DueRows } from "../../core/foundation/domain/due-kinds.ts";
import { LIMITS } from "../../core/foundation/domain/limits.ts";
import { ALL_SPREAD, DUE_SPREADS, listSpread, stateSpread } from "../../core/foundation/domain/spreads.ts";
import { SLOTS_MAX } from "../../core/orders/domain/slots.ts";
import { JOURNEYS, type Journey, MERCHANTS, type Recorded } from "./journeys.ts";
import type { Touch } from "./observed-client.ts";
import { averageOf, type Work } from "./work.ts";

/** Where writes or reads of many things meet: a partition of a table or an index, or several among which they are spread by a hash. */
export interface Shared {
  kind: Touch["kind"];
  /** `main`, `main/due`. */
  where: string;
  /** Its name, in general: `RDM#<merchant>#OPEN#*`. */
  name: string;
  /** So many partitions, and rows in which the same units meet once more. */
  over: number;
  rows: number;
  /** Every merchant's, or one of each. */
  isGlobal: boolean;
  /** In transactions. */
  isTransaction: boolean;
  /** Of one of each, on average. */
  units: Partial<Record<Journey, number>>;
  /** By their numbers, which of the partitions were met. */
  met: Set<number>;
}

/** What is not shared belongs to one thing alone: the most units that one of its partitions takes in its whole life. */
export interface Spread {
  shared: Shared[];
  own: Record<Journey, { name: string; units: number }>;
  /** Of one, all tables and indexes together. */
  together: Record<Journey, Record<Touch["kind"], Record<string, number>>>;
  /** Of one, on average. */
  work: Record<Journey, Work>;
}

/** Sorts what was recorded by where it met what others have written: a key that comes again is shared, whatever it is called. */
export function spreadOf(recorded: Recorded): Spread {
  const places = new Map<string, Shared & { runs: Set<string>; merchants: Set<string>; exact: Set<string> }>();
  const together = {} as Spread["together"];
  for (const journey of JOURNEYS) {
    const runs = recorded[journey];
    together[journey] = { read: {}, write: {} };
    for (const [run, { tenantId, touches }] of runs.entries()) {
      for (const touch of touches) {
        const where = touch.index === undefined ? touch.table : `${touch.table}/${touch.index}`;
        const sums = together[journey][touch.kind];
        sums[where] = (sums[where] ?? 0) + touch.units / runs.length;
        const { partition, over, shard } = partsOf(touch);
        const key = `${touch.kind} ${where} ${partition}`;
        const rows = touch.partition.startsWith("LANE#") ? LIMITS.production.delivery.lanes : 1;
        const made = {
          kind: touch.kind,
          where,
          name: inGeneral(partition),
          over,
          rows,
          isGlobal: false,
          isTransaction: false,
        };
        const place = places.get(key) ?? {
          ...made,
          units: {},
          met: new Set(),
          runs: new Set(),
          merchants: new Set(),
          exact: new Set(),
        };
        places.set(key, place);
        place.units[journey] = (place.units[journey] ?? 0) + touch.units;
        place.runs.add(`${journey} ${run}`);
        place.merchants.add(tenantId);
        place.isTransaction ||= touch.isTransaction === true;
        if (shard !== undefined) place.met.add(shard);
      }
    }
  }
  const own = {} as Spread["own"];
  const shared = new Map<string, Shared>();
  for (const place of places.values()) {
    const isShared = place.runs.size > 1;
    for (const [journey, sum] of Object.entries(place.units) as [Journey, number][]) {
      if (!isShared) {
        if (place.kind === "write" && sum > (own[journey]?.units ?? 0)) own[journey] = { name: place.name, units: sum };
        continue;
      }
      const isGlobal = place.merchants.size > 1;
      const key = `${place.kind} ${place.where} ${place.name}`;
      const known = shared.get(key) ?? { ...place, isGlobal, units: {}, met: new Set() };
      shared.set(key, known);
      // Of every merchant in the same partition, or of each in one of its own, of which all are alike.
      known.units[journey] = (known.units[journey] ?? 0) + sum / recorded[journey].length;
      known.isTransaction ||= place.isTransaction;
      for (const shard of place.met) known.met.add(shard);
    }
  }
  const worked = JOURNEYS.map((journey) => [journey, averageOf(recorded[journey].map(({ work }) => work))]);
  return { shared: [...shared.values()], own, together, work: Object.fromEntries(worked) };
}

const SLOTTED = /^(CODESLOT|STOCK)#/;

/** A partition by its name without the number of its shard, and among how many it is one. */
function partsOf({ table, index, partition }: Touch): { partition: string; over: number; shard?: number } {
  const over =
    index === undefined ? (SLOTTED.test(partition) ? SLOTS_MAX : undefined) : spreadOfIndex(table, index, partition);
  const [, name, shard] = /^(.*#)(\d+)$/.exec(partition) ?? [];
  if (over === undefined || shard === undefined) return { partition, over: 1 };
  return { partition: `${name}*`, over, shard: Number(shard) };
}

function spreadOfIndex(table: string, index: string, partition: string): number | undefined {
  const [kind = ""] = partition.split("#");
  switch (index) {
    case "due": {
      const [rows] = Object.entries(DUE_KINDS).find(([, each]) => each.prefix === kind && each.table === table) ?? [];
      return rows === undefined ? undefined : DUE_SPREADS[rows as DueRows].written;
    }
    case "state":
      return stateSpread(kind).written;
    case "list":
      return listSpread(kind).written;
    case "all":
      return ALL_SPREAD.written;
    default:
      return undefined;
  }
}

const MERCHANT = new RegExp(`#(${MERCHANTS.join("|")})(?=#|$)`, "g");
const ID = new RegExp(`\\b([a-z]{3})_(${MERCHANTS.join("|")})_[0-9A-Z]{26}`, "g");
const DAY = /#\d{4}-\d\d-\d\d$/;

function inGeneral(partition: string): string {
  return partition.replaceAll(ID, "<$1>").replaceAll(MERCHANT, "#<merchant>").replace(DAY, "#<day>");
}

/** Units a second of the hottest of the partitions, at so many of each journey a second. */
export function heatOf(
  { units, over, isGlobal }: Shared,
  rates: Partial<Record<Journey, number>>,
  merchants: number,
): number {
  const all = Object.entries(rates).reduce((sum, [journey, rate]) => sum + rate * (units[journey as Journey] ?? 0), 0);
  return all / over / (isGlobal ? 1 : merchants);
}
