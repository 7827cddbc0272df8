import { CONTRACT } from "../../foundation/domain/limits.ts";
import { type Forget, forgetRows } from "../../foundation/services/forgetting.ts";
import type { PayoutDestination } from "../domain/payout-destination.ts";
import { forgetDestination, readDestinations } from "../store/destination-store.ts";
import { destinationsAwaited } from "./open-withdrawals.ts";

/**
 * Accounts that money went to, with their holders. Nothing new goes to one that has ended; what was on its way before is in the
 * lists of open withdrawals when the end is an hour old.
 */
export const forgetDestinations: Forget = async (deps, { tenantId, destinationIds }, nowMs) => {
  const endedBeforeMs = nowMs - CONTRACT.forgetDestinationAfterMs;
  const rows = await readDestinations(
    deps.tables,
    destinationIds.map((destinationId) => ({ tenantId, destinationId })),
  );
  const named = rows.filter((row) => row?.sealed !== undefined) as PayoutDestination[];
  const awaited = named.length > 0 ? await destinationsAwaited(deps, tenantId) : new Set<string>();
  return forgetRows(deps, pagesOf(named), (destination) => {
    const { destinationId: id, endedAt } = destination;
    if (endedAt === undefined) return { id, why: "in-use" };
    if (endedAt > endedBeforeMs) return { id, why: "ended-lately" };
    if (awaited.has(id)) return { id, why: "under-way" };
    return { id, write: forgetDestination(destination, endedBeforeMs) };
  });
};

async function* pagesOf<Row>(rows: Row[]): AsyncGenerator<Row[]> {
  yield rows;
}
