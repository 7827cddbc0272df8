/** Refusals of one user within a while that began with the first: whoever guesses is stopped, for good codes too. */

export const REFUSALS_MAX = 10;

export interface Tries {
  count: number;
  windowEnds: number;
}

/** How long the user has to wait; `undefined`: may go on. */
export function lockedMs(tries: Tries | undefined, nowMs: number): number | undefined {
  return tries && tries.count >= REFUSALS_MAX && nowMs < tries.windowEnds ? tries.windowEnds - nowMs : undefined;
}
