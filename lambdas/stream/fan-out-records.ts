import * as z from "zod/mini";
import { fanOut } from "../../core/events/services/fan-out.ts";
import { EVENT_TYPES } from "../../core/foundation/domain/events.ts";
import type { JobDeps } from "../../core/foundation/services/deps.ts";
import { type StreamHandler, streamRecords } from "./stream-records.ts";

const text = z.object({ S: z.string().check(z.minLength(1)) });
/** What a fan-out needs of an event's row, as a stream shows it. */
const IMAGE = z.object({
  pk: text,
  tenantId: text,
  eventId: text,
  resourceId: text,
  type: z.object({ S: z.enum(EVENT_TYPES) }),
  at: z.object({ N: z.pipe(z.coerce.number(), z.int()) }),
});

/** Says to whom each event goes. `fan` is replaced by tests only. */
export function recordFanOut(deps: JobDeps, fan: typeof fanOut = fanOut): StreamHandler {
  return streamRecords(deps, { what: "event", read: eventOf, work: fan });
}

function eventOf(image: unknown) {
  const { success, data } = IMAGE.safeParse(image);
  if (!success) return undefined;
  const { pk, tenantId, eventId, resourceId, type, at } = data;
  return { pk: pk.S, tenantId: tenantId.S, eventId: eventId.S, resourceId: resourceId.S, type: type.S, at: at.N };
}
