import { oneKeyOneAnswer, otherBodyNeverExecutes, successIsBackedByRows } from "./answers.ts";
import { secretsStayInside } from "./confidentiality.ts";
import {
  effectsAtMostOnce,
  failureIsNoEffect,
  ledgerSumsToBalances,
  successIsOneEffectAndOneBooking,
} from "./effects.ts";
import { oneHolderPerAccount } from "./leases.ts";
import { onlyMovesOfTheTables } from "./moves.ts";
import { type Expectations, type Facts, factsOf, type Snapshot, type Violation } from "./snapshot.ts";
import { everythingEnds, outboxIsSent, workLeftIsDue } from "./work-left.ts";

interface Invariant {
  rule: string;
  find: (facts: Facts, expectations: Expectations) => Violation[];
}

/**
 * What holds after every history, whoever was killed in it. The numbers are the protocol's; the ones that are missing
 * here concern what is not built yet, or need more than one moment to be seen.
 */
export const INVARIANTS = {
  I1: { rule: "at most one effect per card and redemption", find: effectsAtMostOnce },
  I2: { rule: "SUCCEEDED is exactly one effect and one ledger row", find: successIsOneEffectAndOneBooking },
  I3: { rule: "what FAILED has no effect", find: failureIsNoEffect },
  I4: { rule: "the ledger sums to the balances, nothing negative", find: ledgerSumsToBalances },
  I8: { rule: "one key never has two different final answers", find: oneKeyOneAnswer },
  I9: { rule: "the same key with another body never executes", find: otherBodyNeverExecutes },
  I11: { rule: "at most one redemption holds an account", find: oneHolderPerAccount },
  I12: { rule: "work left is due, finished and parked is not", find: workLeftIsDue },
  I13: { rule: "only moves of the transition tables", find: onlyMovesOfTheTables },
  I15: { rule: "every 2xx is backed by its rows", find: successIsBackedByRows },
  I16: { rule: "every outbox row is sent in the end", find: outboxIsSent },
  I19: { rule: "everything ends, or waits for a person where it may", find: everythingEnds },
  I20: {
    rule: "no code or key in logs, rows or answers",
    find: (_facts, expectations) => secretsStayInside(expectations),
  },
} as const satisfies Record<string, Invariant>;

export type InvariantId = keyof typeof INVARIANTS;

export function findViolations(snapshot: Snapshot, expectations: Expectations = {}): Violation<InvariantId>[] {
  const facts = factsOf(snapshot);
  const invariants: Invariant[] = Object.values(INVARIANTS);
  return invariants.flatMap(({ find }) => find(facts, expectations)) as Violation<InvariantId>[];
}
