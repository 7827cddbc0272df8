import { storedVerdicts } from "../../foundation/services/batches.ts";
import type { ReadAnswer } from "../../foundation/services/stored-answer.ts";
import type { BatchSubmission } from "../domain/batch.ts";
import { batchOf } from "./batch-of-cards.ts";

/** The first answer again: of a partial batch, whose record holds the verdicts alone, built from them and the request. */
export const storedBatch: ReadAnswer = (deps, known, request) => {
  const input = request.content.body as BatchSubmission;
  return storedVerdicts(deps, known, batchOf(deps, request.ownerId, { ...input, batchId: known.batchId ?? "" }));
};
