import type { Event } from "../../foundation/domain/events.ts";
import { present } from "../../foundation/store/expression.ts";
import { eventKey } from "../../foundation/store/keys.ts";
import type { Key, Tables, Write } from "../../foundation/store/table.ts";
import { update } from "../../foundation/store/write.ts";

/** Whoever is subscribed has its delivery, or nobody is: nobody has to come for the event any more. */
export function closeFanOut({ tenantId, eventId }: Pick<Event, "tenantId" | "eventId">): Write & { kind: "update" } {
  return update(
    "event.fan-out",
    eventKey(tenantId, eventId),
    { set: {}, remove: ["duePk", "dueAt"], only: { isDue: present("duePk") } },
    "events",
  );
}

/** Those that are still there. */
export async function readEventRows(tables: Tables, keys: readonly Key[]): Promise<Event[]> {
  const rows = (await tables.getMany("events", keys)) as unknown as (Event | undefined)[];
  return rows.filter((row) => row !== undefined);
}
