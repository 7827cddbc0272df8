import type { RouteRow } from "../../contract/routes/row.ts";
import type { Route } from "../http/define-route.ts";

/** Of the contract: those of the capability that a function belongs to. All of them are a tenth of a cold start. */
export type RouteRows = Readonly<Record<string, RouteRow>>;

/** A route with its row of the contract: who may call, how large the body may be, what is answered. */
export type Served<D> = Route<D> & { row: RouteRow };

/** Throws when a row is missing: nobody would know who may call. */
export function served<D>(rows: RouteRows, routes: readonly Route<D>[]): Served<D>[] {
  return routes.map((route) => {
    const row = rows[route.key];
    if (!row) throw new Error(`${route.key} is not among the rows of this function`);
    return { ...route, row };
  });
}
