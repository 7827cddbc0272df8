/** A call to a vendor: read, decide, write if that still holds, else once more; within the in-flight bound, or never. */

import { InvariantError } from "../core/foundation/domain/errors.ts";

export interface CallDeps {
  /** Milliseconds since 1970. */
  clock: () => number;
  wait: (ms: number) => Promise<unknown>;
}

/** What a rule has decided. */
export interface Step<A, W> {
  answer: A;
  /** Written together or not at all. Absent: everything is as it has to be. */
  writes?: W;
}

/** 503: too old to take effect in time, so it never will. */
export type TooLate = { kind: "too-late" };

/** How long after the caller's own timeout a held call is let go. */
const HOLD_MARGIN_MS = 1000;
/** A write that starts this close to the in-flight bound might land behind it. */
const WRITE_MARGIN_MS = 500;
/** Each lost turn is a move of somebody else's, and one subject has few moves. */
const TURNS_MAX = 100;

export interface Turn<A, W> {
  /** When the vendor received the call; its effect comes within `inFlightMs` of it, or never. */
  receivedAt: number;
  inFlightMs: number;
  decide: () => Promise<Step<A, W>>;
  /** `false`: another move was first. */
  commit: (writes: W, withinMs: number) => Promise<boolean>;
}

export async function move<A, W>({ clock }: Pick<CallDeps, "clock">, turn: Turn<A, W>): Promise<A | TooLate> {
  for (let turns = 0; turns < TURNS_MAX; turns++) {
    const { answer, writes } = await turn.decide();
    if (writes === undefined) return answer;
    const withinMs = turn.receivedAt + turn.inFlightMs - WRITE_MARGIN_MS - clock();
    if (withinMs <= 0) return { kind: "too-late" };
    if (await turn.commit(writes, withinMs)) return answer;
  }
  throw new InvariantError("a sandbox vendor's rows moved a hundred times during one call");
}

/** A call that is never answered keeps its caller until they have given up by themselves. */
export async function hold({ clock, wait }: CallDeps, receivedAt: number, callTimeoutMs: number): Promise<void> {
  await wait(Math.max(0, receivedAt + callTimeoutMs + HOLD_MARGIN_MS - clock()));
}
