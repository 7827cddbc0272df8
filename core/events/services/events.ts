import type { EventView } from "../../../contract/answers/events.ts";
import { TerminalError } from "../../foundation/domain/errors.ts";
import { type Event, type EventType, isKept, keptSince } from "../../foundation/domain/events.ts";
import { tenantIn, tenantOf } from "../../foundation/domain/ids.ts";
import type { Caller, Deps } from "../../foundation/services/deps.ts";
import { partsOf, tenantOfList } from "../../foundation/services/list-parts.ts";
import { type Page, type PageOf, pageOf, type Range } from "../../foundation/services/pages.ts";
import { readEvent } from "../../foundation/store/event-store.ts";
import { eventsOfResource, listOfEvents } from "../../foundation/store/keys.ts";
import { eventView } from "../domain/event-views.ts";

export async function getEvent(deps: Deps, caller: Caller, eventId: string): Promise<EventView> {
  const event = await readEvent(deps.tables, { tenantId: tenantOf(caller, "evt", eventId), eventId });
  // What is past its time may still be there: nobody is to rely on it.
  if (!event || !isKept(event, deps.clock())) throw new TerminalError("not-found", "there is no event with this id");
  return eventView(event);
}

export interface EventsPage extends Page, Range {
  type?: EventType | undefined;
  resourceId?: string | undefined;
}

/** One merchant's by time, or all merchants', or those of one resource. */
export async function listEvents(deps: Deps, caller: Caller, page: EventsPage): Promise<PageOf<EventView>> {
  const { type, resourceId, since = 0, until } = page;
  const owner = resourceId === undefined ? undefined : tenantIn(resourceId);
  const tenantId = tenantOfList(caller, {
    tenantId: page.tenantId ?? (caller.kind === "operator" ? owner : undefined),
  });
  // Another merchant's resource is answered as one of which nothing has been told.
  if (resourceId !== undefined && (owner === undefined || tenantId !== owner)) return { items: [], nextCursor: null };
  return pageOf<Event, EventView>(deps, page, {
    table: "events",
    parts:
      resourceId === undefined
        ? partsOf(tenantId, "EVT", listOfEvents)
        : { index: "resource", partitions: [eventsOfResource(resourceId)] },
    // The index of one merchant's does not have the type.
    isWanted: (indexed) => tenantId !== undefined || type === undefined || indexed.type === type,
    range: { since: Math.max(since, keptSince(deps.clock())), until },
    keep: (event) => type === undefined || event.type === type,
    view: eventView,
  });
}
