import * as z from "zod/mini";
import { LAST_MOMENT_MS } from "../../core/orders/domain/grants.ts";

const FIRST_MOMENT_MS = Date.parse("0000-01-01T00:00:00Z");

/** ISO 8601 with the zone; milliseconds since 1970 from here on. */
export const moment = z
  .pipe(
    z.iso.datetime({ offset: true, error: "must be a date and time as in 2026-12-31T23:00:00Z" }),
    z.transform((text) => Date.parse(text)),
  )
  .check(
    // An offset may carry it into a year that is not written with four digits in UTC.
    z.refine((ms) => ms >= FIRST_MOMENT_MS && ms <= LAST_MOMENT_MS, "must be in the years 0000 to 9999 in UTC"),
    z.meta({ description: "ISO 8601, with `Z` or an offset", format: "date-time" }),
  );

/** Of a query with `since` and `until`: each may be left out. */
export const isSpan = ({ since, until }: { since?: number; until?: number }): boolean =>
  since === undefined || until === undefined || since < until;

export const SPAN = { path: ["until"], message: "must be later than since" };

/** Of a list: the default puts the newest first. */
export const order = z._default(z.enum(["asc", "desc"]), "desc");
