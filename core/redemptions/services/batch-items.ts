import { RetryableError } from "../../foundation/domain/errors.ts";
import type { Deps, VaultDeps } from "../../foundation/services/deps.ts";
import type { Verdict } from "../domain/batch.ts";
import { decideResubmission, type Redemption } from "../domain/redemption.ts";
import { redemptionKey } from "../store/keys.ts";
import type { BatchLine } from "./batch-lines.ts";
import { countAccepted } from "./redemptions.ts";
import { acceptAgain, acceptNew, type Submission } from "./submission.ts";

/** Known redemptions by id: one strongly consistent read per 100 codes. */
export async function classify(
  deps: Deps,
  lines: readonly (BatchLine & { kind: "submission" })[],
): Promise<Map<string, Redemption>> {
  const rows = (await deps.tables.getMany(
    "main",
    lines.map(({ submission }) => redemptionKey(submission)),
  )) as (Redemption | undefined)[];
  return new Map(rows.flatMap((row) => (row ? [[row.redemptionId, row] as const] : [])));
}

/** Each round loses only to another request that moved the same code on. */
const ROUNDS_MAX = 3;

/** One item's verdict, by its own transaction when it takes effect. `processedAt`: of the request, also when it is resumed. */
export async function takeLine(
  deps: VaultDeps,
  submission: Submission,
  classified: Redemption | undefined,
  processedAt: number,
): Promise<Verdict> {
  let known = classified;
  for (let round = 0; round < ROUNDS_MAX; round++) {
    const next = known ? decide(deps, known, submission, processedAt) : acceptNew(deps, submission, deps.clock());
    if ("kind" in next) return next;
    const result = await deps.tables.transact(next.writes);
    if (result.committed) {
      countAccepted(deps, next.redemption);
      return { kind: "taken", status: "ACCEPTED", isIdempotent: false, processedAt };
    }
    known = (result.refusals[0]?.old as unknown as Redemption | undefined) ?? known;
  }
  throw new RetryableError("overloaded", "a code of this batch is being submitted by many at once", 1000);
}

/** The verdict on a known code, or the writes that try it again. */
function decide(
  deps: VaultDeps,
  known: Redemption,
  submission: Submission,
  processedAt: number,
): Verdict | ReturnType<typeof acceptAgain> {
  const decision = decideResubmission(known, submission);
  switch (decision.kind) {
    case "own":
      return { kind: "taken", status: "ACCEPTED", isIdempotent: false, processedAt };
    case "existing":
      return { kind: "taken", status: known.state, isIdempotent: true, processedAt: known.acceptedAt };
    case "refused":
      if (decision.code === "redemption-in-progress") deps.metrics.count("RefusedInProgress");
      return { kind: "rejected", code: decision.code, processedAt };
    case "retry":
      return acceptAgain(deps, known, submission, deps.clock());
  }
}

export function countVerdicts(deps: Deps, verdicts: readonly Verdict[]): void {
  const count = (name: Parameters<typeof deps.metrics.count>[0], matches: (verdict: Verdict) => boolean) => {
    const total = verdicts.filter(matches).length;
    if (total > 0) deps.metrics.count(name, total);
  };
  count("BatchItemAccepted", (verdict) => verdict.kind === "taken" && !verdict.isIdempotent);
  count("BatchItemReplayed", (verdict) => verdict.kind === "taken" && verdict.isIdempotent);
  count("BatchItemRejected", (verdict) => verdict.kind === "rejected");
}
