import { absent, atMost, equals } from "../../foundation/store/expression.ts";
import { placed } from "../../foundation/store/keys.ts";
import type { Tables, Write } from "../../foundation/store/table.ts";
import { check, put, update } from "../../foundation/store/write.ts";
import type { PayoutDestination } from "../domain/payout-destination.ts";
import { destinationKey } from "./keys.ts";

export type DestinationRef = Pick<PayoutDestination, "tenantId" | "destinationId">;
const keyOf = (ref: DestinationRef) => destinationKey(ref.tenantId, ref.destinationId);

export function createDestination(destination: PayoutDestination): Write {
  const { tenantId, destinationId } = destination;
  const item = { ...keyOf(destination), ...destination, ...placed("DEST", tenantId, destinationId) };
  return put("destination.create", item, { isNew: absent("pk") });
}

/** Beside a withdrawal that goes there: whatever was known of it, it is in use, and has waited long enough. */
export function checkUsable(ref: DestinationRef, nowMs: number): Write {
  return check("destination.usable", keyOf(ref), {
    isInUse: absent("endedAt"),
    hasCooled: atMost("usableFrom", nowMs),
  });
}

/** What is under way goes there still. */
export function endDestination(ref: DestinationRef, nowMs: number): Write & { kind: "update" } {
  return update("destination.end", keyOf(ref), {
    set: { endedAt: nowMs, updatedAt: nowMs },
    only: { exists: equals("destinationId", ref.destinationId), isInUse: absent("endedAt") },
  });
}

/** Account and holder go, and what its owner has called it; what people are shown of the account stays. */
export function forgetDestination(ref: DestinationRef, endedBeforeMs: number): Write & { kind: "update" } {
  return update("destination.forget", keyOf(ref), {
    set: {},
    remove: ["sealed", "label"],
    only: { endedLongAgo: atMost("endedAt", endedBeforeMs) },
  });
}

export async function readDestination(tables: Tables, ref: DestinationRef): Promise<PayoutDestination | undefined> {
  return (await tables.get("main", keyOf(ref))) as PayoutDestination | undefined;
}

export async function readDestinations(
  tables: Tables,
  refs: readonly DestinationRef[],
): Promise<(PayoutDestination | undefined)[]> {
  return (await tables.getMany("main", refs.map(keyOf))) as (PayoutDestination | undefined)[];
}
