import { type FieldError, RetryableError } from "../../foundation/domain/errors.ts";
import { waitForAll } from "../../foundation/domain/problem.ts";
import type { Answer, IdempotentRequest, VaultDeps } from "../../foundation/services/deps.ts";
import { commit, newRecord, refuse } from "../../foundation/services/idempotency.ts";
import type { Write } from "../../foundation/store/table.ts";
import { type BatchSubmission, batchView, type ItemRefusal, type Verdict } from "../domain/batch.ts";
import { decideResubmission, type Redemption } from "../domain/redemption.ts";
import { type BatchHead, openBatch, readBatchHead } from "../store/batch-store.ts";
import { differs, refuseOther } from "./batch-differs.ts";
import { classify, countVerdicts } from "./batch-items.ts";
import { type BatchLine, linesOf } from "./batch-lines.ts";
import { countAccepted } from "./redemptions.ts";
import { acceptAgain, acceptNew, itemDetail } from "./submission.ts";

/** Each round loses only to another request that moved one of the codes on. */
const ROUNDS_MAX = 3;
const BUSY_RETRY_AFTER_MS = 1000;

/** All items or none, in one transaction with the key. */
export async function submitAtomic(
  deps: VaultDeps,
  request: IdempotentRequest,
  tenantId: string,
  input: BatchSubmission & { batchId: string },
  nowMs: number,
): Promise<Answer> {
  const entry = newRecord(deps, request, nowMs);
  const lines = linesOf(deps, tenantId, input.batchId, input, entry);
  for (let round = 0; round < ROUNDS_MAX; round++) {
    const plan = await planOf(deps, lines, nowMs);
    const { planId, mode, batchId } = input;
    if (plan.kind === "rejected") {
      // Of its items something is wrong, too, but the batch is another one.
      const head = await readBatchHead(deps.tables, tenantId, batchId);
      if (differs(head, input)) return refuseOther(deps, request, entry, head, input, nowMs);
      const { errors, codes } = plan;
      return refuse(
        deps,
        request,
        entry,
        {
          code: "batch-rejected",
          wait: waitForAll(codes),
          detail: "some items cannot be taken",
          resourceId: batchId,
          errors,
        },
        nowMs,
      );
    }
    const idOf = (index: number) => lines[index]?.redemptionId ?? "";
    const body = batchView(batchId, input.items, plan.verdicts, idOf, (code, index) => itemDetail(code, idOf(index)));
    const answer = { httpStatus: 200, body };
    const writes = [openBatch({ tenantId, batchId, planId, mode, createdAt: nowMs }), ...plan.writes];
    const result = await commit(deps, entry, { answer, resourceId: batchId, writes }, nowMs);
    if (result.kind === "replayed") return result.answer;
    if (result.kind === "committed") {
      for (const redemption of plan.accepted) countAccepted(deps, redemption);
      countVerdicts(deps, plan.verdicts);
      return answer;
    }
    const [batchRefused] = result.refusals;
    if (batchRefused) return refuseOther(deps, request, entry, batchRefused.old as unknown as BatchHead, input, nowMs);
  }
  throw new RetryableError(
    "overloaded",
    "codes of this batch are being submitted by many at once",
    BUSY_RETRY_AFTER_MS,
  );
}

type Plan =
  | { kind: "taken"; verdicts: Verdict[]; writes: Write[]; accepted: Redemption[] }
  | {
      kind: "rejected";
      errors: FieldError[];
      /** What is in the way of the whole batch. */
      codes: ItemRefusal[];
    };

async function planOf(deps: VaultDeps, lines: readonly BatchLine[], nowMs: number): Promise<Plan> {
  const known = await classify(
    deps,
    lines.filter((line) => line.kind === "submission"),
  );
  const verdicts: Verdict[] = [];
  const writes: Write[] = [];
  const accepted: Redemption[] = [];
  const errors: FieldError[] = [];
  const codes: ItemRefusal[] = [];
  for (const line of lines) {
    const verdict = decideLine(deps, line, known.get(line.redemptionId), verdicts, nowMs);
    if ("redemption" in verdict) {
      writes.push(...verdict.writes);
      accepted.push(verdict.redemption);
      verdicts.push({ kind: "taken", status: "ACCEPTED", isIdempotent: false, processedAt: nowMs });
      continue;
    }
    verdicts.push(verdict);
    if (verdict.kind !== "rejected") continue;
    errors.push({
      pointer: `/items/${line.index}`,
      code: verdict.code,
      detail: itemDetail(verdict.code, line.redemptionId),
    });
    codes.push(verdict.code);
  }
  return errors.length > 0 ? { kind: "rejected", errors, codes } : { kind: "taken", verdicts, writes, accepted };
}

function decideLine(
  deps: VaultDeps,
  line: BatchLine,
  known: Redemption | undefined,
  before: readonly Verdict[],
  nowMs: number,
): Verdict | ReturnType<typeof acceptNew> {
  if (line.kind === "malformed") return { kind: "rejected", code: "code-malformed", processedAt: nowMs };
  if (line.kind === "repeated") {
    const first = before[line.firstIndex];
    if (!first) throw new RetryableError("overloaded", "an item was not reached", BUSY_RETRY_AFTER_MS);
    return first.kind === "taken" ? { ...first, isIdempotent: true } : first;
  }
  if (!known) return acceptNew(deps, line.submission, nowMs);
  const decision = decideResubmission(known, line.submission);
  switch (decision.kind) {
    case "refused":
      return { kind: "rejected", code: decision.code, processedAt: nowMs };
    case "retry":
      return acceptAgain(deps, known, line.submission, nowMs);
    default:
      return { kind: "taken", status: known.state, isIdempotent: true, processedAt: known.acceptedAt };
  }
}
