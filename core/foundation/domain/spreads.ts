import type { DueRows } from "./due-kinds.ts";

/**
 * Over how many partitions of an index rows are spread. DynamoDB takes 1000 writes a second in one of them, and one that is full
 * holds up every write of its table. The numbers keep each below 500 at 10,000 redemptions and 2,000 payments a second, be they of
 * one merchant or of many, with each event told to one endpoint: `npm run scale` prints what that asks for, and its
 * test fails when a write makes a partition hotter. Not more than that: whoever lists, or looks for what is due, asks all of them.
 *
 * A row's place is written with the row, so that it is found while its partition is asked. `asked` grows first, and only when no
 * function that asks fewer can run again, not even by a rollback, `written` follows. `asked` never shrinks below what was ever written.
 */
export interface Spread {
  written: number;
  asked: number;
}

const over = (written: number, asked: number = written): Spread => ({ written, asked });

/** What most lists have: of one merchant 2,000 payments a second, each put into a state's list and taken out, are 500. */
export const USUAL_SPREAD = over(8);

/** Index `due`. The sweeper asks each of them once a minute, and that is what more of them cost. */
export const DUE_SPREADS: Record<DueRows, Spread> = {
  // Put and taken away: one for a redemption, two for a payment.
  message: over(64),
  // Put, moved by the claim, taken out: four writes for each.
  redemption: over(128),
  // Moved by each step: 14 writes for a payment.
  saga: over(64),
  event: over(64),
  // Like redemptions, one for each event and endpoint.
  delivery: over(128),
  webhook: over(16),
  order: over(16),
  refund: USUAL_SPREAD,
  job: USUAL_SPREAD,
  replay: USUAL_SPREAD,
  withdrawal: USUAL_SPREAD,
  approval: USUAL_SPREAD,
  notification: USUAL_SPREAD,
};

/** Index `state`: the lists of one state and merchant. By the kind that the partition's name begins with. */
const STATE_SPREADS: Record<string, Spread> = {
  // Put into the list of those that are under way, and taken out.
  RDM: over(64),
  // Each redemption moves its account there and back.
  ACC: over(64),
  EVT: over(32),
  // One endpoint's.
  DLV: over(32),
};

/** Index `list`: all of one merchant. */
const LIST_SPREADS: Record<string, Spread> = { RDM: over(32) };

/**
 * Index `all`: those of every merchant, of whatever kind. 10,000 accepted a second are 156 new rows in each of them, the 16,000 events
 * that come of both 250.
 */
export const ALL_SPREAD = over(64);

export const stateSpread = (kind: string): Spread => STATE_SPREADS[kind] ?? USUAL_SPREAD;
export const listSpread = (kind: string): Spread => LIST_SPREADS[kind] ?? USUAL_SPREAD;

/** The partitions of a spread, by their numbers. */
export const shardsOf = ({ asked }: Spread): number[] => Array.from({ length: asked }, (_, shard) => shard);
