/**
 * A number that many take from at once is split into slots, each a row of its own: a code with many uses, the stock of an
 * offer. Who takes hashes to a slot, looks for another when it is empty, and gives back to the one that was taken from.
 */

/** A row takes some hundred conditional writes a second; 50 uses are gone before that shows. */
const SLOT_USES = 50;
/** A row's snapshot is one transaction of 32 reads, and 32 rows take what one function's concurrency can send. */
export const SLOTS_MAX = 32;

export interface Slot {
  limit: number;
  /** Free. */
  remaining: number;
  /** Held by orders that are not finished yet. Codes have none. */
  reserved: number;
}

export function slotsOf(total: number): number {
  return total <= SLOT_USES ? 1 : Math.min(SLOTS_MAX, Math.ceil(total / SLOT_USES));
}

/** What slot `index` of `count` has of `total`: shares differ by one at most, and sum to the total. */
export function shareOf(total: number, count: number, index: number): number {
  return Math.floor(total / count) + (index < total % count ? 1 : 0);
}

export function slotOf(hash: Uint8Array, count: number): number {
  return (((hash[0] ?? 0) << 8) | (hash[1] ?? 0)) % count;
}

/** Where to take from when one's own slot is empty; `undefined`: all are, in one snapshot. */
export function fullestOf(slots: readonly Slot[]): number | undefined {
  const most = Math.max(...slots.map(({ remaining }) => remaining));
  return most > 0 ? slots.findIndex(({ remaining }) => remaining === most) : undefined;
}

export interface Stock {
  limit: number;
  free: number;
  reserved: number;
  used: number;
}

export function stockOf(slots: readonly Slot[]): Stock {
  const sum = (of: (slot: Slot) => number) => slots.reduce((total, slot) => total + of(slot), 0);
  const limit = sum((slot) => slot.limit);
  const free = sum((slot) => slot.remaining);
  const reserved = sum((slot) => slot.reserved);
  return { limit, free, reserved, used: limit - free - reserved };
}

/**
 * How a new limit is shared: added to the slots with the least left, taken from those that have it free. One change a slot;
 * `undefined`: less than what is reserved and used.
 */
export function relimit(slots: readonly Slot[], limit: number): number[] | undefined {
  const now = stockOf(slots);
  if (limit < now.reserved + now.used) return undefined;
  const wanted = limit - now.reserved - now.used;
  const count = slots.length;
  return slots.map(({ remaining }, index) => shareOf(wanted, count, index) - remaining);
}
