import { type FieldError, RetryableError } from "../../foundation/domain/errors.ts";
import { waitForAll } from "../../foundation/domain/problem.ts";
import { decideAndCommit } from "../../foundation/services/decide-and-commit.ts";
import type { Answer, IdempotentRequest, VaultDeps } from "../../foundation/services/deps.ts";
import { newRecord } from "../../foundation/services/idempotency.ts";
import type { Write } from "../../foundation/store/table.ts";
import type { BatchSubmission, ItemRefusal, Verdict } from "../domain/batch.ts";
import { batchView } from "../domain/batch-view.ts";
import { decideResubmission, type Redemption } from "../domain/redemption.ts";
import { type BatchHead, openBatch, readBatchHead } from "../store/batch-store.ts";
import { differs, otherBatch } from "./batch-differs.ts";
import { classify, countVerdicts } from "./batch-items.ts";
import { type BatchLine, linesOf } from "./batch-lines.ts";
import { countAccepted } from "./redemptions.ts";
import { acceptAgain, acceptNew, itemDetail } from "./submission.ts";

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
  const { planId, mode, batchId } = input;
  return decideAndCommit(deps, request, {
    resourceId: batchId,
    busy: "codes of this batch are being submitted by many at once",
    entry,
    decide: async () => {
      const plan = await planOf(deps, lines, nowMs);
      if (plan.kind === "rejected") {
        // Of its items something is wrong, too, but the batch is another one.
        const head = await readBatchHead(deps.tables, tenantId, batchId);
        if (differs(head, input)) return otherBatch(head, input);
        const { errors, codes } = plan;
        return { code: "batch-rejected", wait: waitForAll(codes), detail: "some items cannot be taken", errors };
      }
      const idOf = (index: number) => lines[index]?.redemptionId ?? "";
      const body = batchView(batchId, input.items, plan.verdicts, idOf, (code, index) => itemDetail(code, idOf(index)));
      return {
        answer: { httpStatus: 200, body },
        writes: [openBatch({ tenantId, batchId, planId, mode, createdAt: nowMs }), ...plan.writes],
        onCommit: () => {
          for (const redemption of plan.accepted) countAccepted(deps, redemption);
          countVerdicts(deps, plan.verdicts);
        },
      };
    },
    // Lost to another request that moved one of the codes on, unless the batch itself is another one.
    onOvertaken: ([batch]) => (batch ? otherBatch(batch.old as unknown as BatchHead, input) : undefined),
  });
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
    if (!first) throw new RetryableError("overloaded", "an item was not reached", 1000);
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
