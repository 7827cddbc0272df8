import { type ReadAnswer, storedAnswer } from "../../foundation/services/stored-answer.ts";
import type { IdempotencyRecord } from "../../foundation/store/idempotency-store.ts";
import { type BatchSubmission, unpackVerdicts, type Verdict } from "../domain/batch.ts";
import { batchView } from "../domain/batch-view.ts";
import { type BatchLine, linesOf } from "./batch-lines.ts";
import { itemDetail } from "./submission.ts";

/** The first answer again: of a partial batch, whose record holds the verdicts alone, built from them and the request. */
export const storedBatch: ReadAnswer = (deps, known, request) => {
  if (known.verdicts === undefined) return storedAnswer(deps, known);
  const input = request.content.body as BatchSubmission;
  const lines = linesOf(deps, request.ownerId, known.batchId ?? "", input, known);
  const body = JSON.stringify(bodyOfBatch(lines, known, unpackVerdicts(known.verdicts), input));
  return storedAnswer(deps, { ...known, body });
};

export function bodyOfBatch(
  lines: readonly BatchLine[],
  { batchId = "" }: Pick<IdempotencyRecord, "batchId">,
  verdicts: readonly Verdict[],
  input: BatchSubmission,
) {
  const idOf = (index: number) => lines[index]?.redemptionId ?? "";
  return batchView(batchId, input.items, verdicts, idOf, (code, index) => itemDetail(code, idOf(index)));
}
