import type { EventData } from "../../../contract/events.ts";
import { type Event, type EventType, eventIdOf, type Telling } from "../domain/events.ts";
import { uniqueOf } from "../domain/ids.ts";
import { CONTRACT } from "../domain/limits.ts";
import { Append, type Assignments, absent, asSeen, Keep, Plus } from "./expression.ts";
import { duePlace, eventKey, eventsOfResource, listOfEvents, placeAmongAll, stateShard } from "./keys.ts";
import type { EventPut, Tables, Write } from "./table.ts";

/** What a change tells a merchant. */
export type Told<Row> = { [T in EventType]: ToldAs<T, Row> }[EventType];

interface ToldAs<T extends EventType, Row> {
  type: T;
  tenantId: string;
  resourceId: string;
  at: number;
  /** What the merchant gets to see of the row: what is documented of this event. */
  view: (after: Row) => EventData<T>;
}

type Change = Write & { kind: "update" };

/**
 * The change of a row as it was read, and the event that tells of it, in one transaction. The event shows the row as it was read
 * with what is written now: `seen` has to hold all that the view shows and others may change without telling of it.
 */
export function telling<Row extends Telling>(change: Change, seen: Row, told: Told<Row>): Change {
  // Where an earlier release kept something else nothing has been told yet.
  const resourceVersion = (typeof seen.events === "number" ? seen.events : 0) + 1;
  const set = { ...change.set, events: resourceVersion };
  return {
    ...change,
    set,
    only: { ...change.only, eventsAsSeen: asSeen("events", seen.events) },
    tells: eventPut({ ...told, resourceVersion }, told.view(rowAfter(seen, { ...change, set }))),
  };
}

/** Likewise of a row that is new: its first event. */
export function tellingOfNew<Row extends object>(
  made: Write & { kind: "put" },
  row: Row,
  told: Told<Row>,
): Write & { kind: "put" } {
  const tells = eventPut({ ...told, resourceVersion: 1 }, told.view(row));
  return { ...made, item: { ...made.item, events: 1 }, tells };
}

/** An event that comes with no change of a row: of what has no versions. Each is due until it is meant for whoever is subscribed. */
export function eventPut(told: Omit<Event, "eventId" | "data">, data: object): EventPut {
  const { tenantId, resourceId, type, resourceVersion, at } = told;
  const eventId = eventIdOf(told);
  const event: Event = { tenantId, eventId, type, resourceId, resourceVersion, at, data };
  const item = {
    ...eventKey(tenantId, eventId),
    ...event,
    statePk: listOfEvents(tenantId, stateShard("EVT", eventId)),
    allPk: placeAmongAll("EVT", eventId),
    stateSk: uniqueOf(eventId),
    resourcePk: eventsOfResource(resourceId),
    duePk: duePlace("event", eventId),
    dueAt: at,
    expiresAt: Math.ceil((at + CONTRACT.eventTtlMs) / 1000),
  };
  return { kind: "put", name: "event.record", table: "events", item, only: { isNew: absent("pk") } };
}

/** Strongly consistent; it may be past its time. */
export async function readEvent(
  tables: Tables,
  { tenantId, eventId }: Pick<Event, "tenantId" | "eventId">,
): Promise<Event | undefined> {
  return (await tables.get("events", eventKey(tenantId, eventId))) as Event | undefined;
}

/** The row as the change leaves it, had nobody changed it since it was read. */
function rowAfter<Row extends object>(seen: Row, { set = {}, remove = [] }: Pick<Change, "set" | "remove">): Row {
  const row = { ...seen } as Record<string, unknown>;
  for (const [name, value] of Object.entries(set as Assignments))
    if (value !== undefined) row[name] = valueAfter(row[name], value);
  for (const name of remove) delete row[name];
  return row as object as Row;
}

function valueAfter(seen: unknown, value: unknown): unknown {
  if (value instanceof Keep) return seen ?? value.value;
  if (value instanceof Append) return [...((seen as unknown[] | undefined) ?? []), value.value];
  if (value instanceof Plus) return ((seen as number | undefined) ?? value.from) + value.value;
  return value;
}
