/** I30: a resource's events are counted without a gap, and tell of its states in their order. */

import type { Event } from "../../core/foundation/domain/events.ts";
import type { Row } from "../rows.ts";
import type { Facts, Faults, Found } from "../snapshot.ts";
import { TOLD_RESOURCES, type ToldResource, toldAfter } from "./told-resources.ts";

/** Nothing is said of kinds that nobody here knows, and of events at which nobody has looked. */
export function* eventsTellOfStates({ main, told, events }: Facts): Found {
  if (!events) return;
  const byResource = Map.groupBy(told, ({ resourceId }) => resourceId);
  for (const resource of TOLD_RESOURCES) {
    const rows = main.filter(({ pk, sk }) => pk.startsWith(resource.pk) && sk.startsWith(resource.sk));
    const known = new Map(rows.flatMap((row) => (row[resource.id] ? [[String(row[resource.id]), row]] : [])));
    const spoken = told.filter(({ type }) => type in resource.tells).map(({ resourceId }) => resourceId);
    for (const id of new Set([...known.keys(), ...spoken])) {
      const own = (byResource.get(id) ?? []).toSorted((a, b) => a.resourceVersion - b.resourceVersion);
      for (const detail of faultsOf(resource, known.get(id), own)) yield [id, detail];
    }
  }
}

const isTest = ({ type, resourceId }: Event) => type === "webhook.test" && resourceId.startsWith("whe_");

function* faultsOf(resource: ToldResource, row: Row | undefined, told: readonly (Event & Row)[]): Faults {
  if (!row) {
    yield "is told of, and does not exist";
    return;
  }
  const versions = told.map(({ resourceVersion }) => resourceVersion);
  if (versions.some((version, index) => version !== index + 1)) yield `its events are ${versions.join(", ")}`;
  if (told.length !== Number(row.events ?? 0)) yield `has counted ${row.events ?? 0} events of ${told.length}`;
  let before = "(new)";
  // A test counts like any other event, and tells of no state.
  for (const { type, data } of told.filter((event) => !isTest(event))) {
    const state = resource.tells[type];
    if (state === undefined) {
      yield `is no resource that tells of ${type}`;
      continue;
    }
    const { status } = data as { status?: string };
    const statuses = resource.statuses?.[type] ?? [state];
    if (!statuses.includes(String(status))) yield `${type} shows it as ${status}`;
    if (!toldAfter(resource, before).has(state)) yield `${type} was told after it was ${before}`;
    before = state;
  }
  const now = resource.stateOf(row);
  if (Object.values(resource.tells).includes(now as string) && now !== before)
    yield `is ${now}, and the last that was told of it is ${before}`;
}
