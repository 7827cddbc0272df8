import { InvariantError } from "../../foundation/domain/errors.ts";
import type { Answer, Deps, IdempotentRequest } from "../../foundation/services/deps.ts";
import type { IdempotencyRecord } from "../../foundation/store/idempotency-store.ts";
import { type BatchSubmission, batchView, unpackVerdicts, type Verdict } from "../domain/batch.ts";
import { type BatchLine, linesOf } from "./batch-lines.ts";
import { itemDetail } from "./submission.ts";

/** The first answer again: as it was stored or, for a partial batch, built from its verdicts and the request. */
export function storedAnswer(deps: Deps, known: IdempotencyRecord, request: IdempotentRequest): Answer {
  deps.metrics.count("IdempotentReplay");
  const { httpStatus, body, verdicts } = known;
  if (httpStatus === undefined) throw new InvariantError("a record that is DONE has no answer");
  if (verdicts === undefined) return { httpStatus, body: JSON.parse(body ?? "null"), replayed: true };
  const input = request.content.body as BatchSubmission;
  const lines = linesOf(deps, request.ownerId, known.batchId ?? "", input, known);
  return { httpStatus, body: bodyOfBatch(lines, known, unpackVerdicts(verdicts), input), replayed: true };
}

export function bodyOfBatch(
  lines: readonly BatchLine[],
  { batchId = "" }: Pick<IdempotencyRecord, "batchId">,
  verdicts: readonly Verdict[],
  input: BatchSubmission,
) {
  const idOf = (index: number) => lines[index]?.redemptionId ?? "";
  return batchView(batchId, input.items, verdicts, idOf, (code, index) => itemDetail(code, idOf(index)));
}
