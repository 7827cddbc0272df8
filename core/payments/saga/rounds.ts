import { RetryableError } from "../../foundation/domain/errors.ts";
import type { Write } from "../../foundation/store/table.ts";
import type { Drive } from "./drive.ts";

/** Each round loses to somebody who has just moved the same rows; five in a row are a storm. */
const ROUNDS_MAX = 5;

export interface Round {
  /** Of this saga alone: refused only when it has moved. */
  own: readonly Write[];
  /** Of rows that others move, too: the order, what its user holds, the stock. */
  shared: readonly Write[];
}

/**
 * A task's own writes beside those of rows that it shares, in one transaction: what the others have moved is read again, and
 * says nothing of the saga. Nothing was written when the shared rows were `refused` each time, or met others' transactions (`busy`).
 */
export async function recordInRounds(
  { deps: { tables } }: Drive,
  readRound: (round: number) => Round | Promise<Round>,
): Promise<"recorded" | "moved" | "refused" | "busy"> {
  for (let round = 0; round < ROUNDS_MAX; round++) {
    if (round > 0) await tables.backOff(1);
    const { own, shared } = await readRound(round);
    const result = await tables.transact([...own, ...shared]).catch(isBusy);
    if (result === "busy") return "busy";
    if (result.committed) return "recorded";
    if (result.refusals.slice(0, own.length).some((refusal) => refusal !== undefined)) return "moved";
  }
  return "refused";
}

export function isBusy(error: unknown): "busy" {
  if (error instanceof RetryableError && error.code === "overloaded") return "busy";
  throw error;
}
