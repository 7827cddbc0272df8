import { InvariantError } from "../domain/errors.ts";
import type { IdempotencyRecord } from "../store/idempotency-store.ts";
import type { Answer, IdempotentRequest, VaultDeps } from "./deps.ts";

/** How the first answer is read out of its key's record. */
export type ReadAnswer = (deps: VaultDeps, known: IdempotencyRecord, request: IdempotentRequest) => Answer;

/** As it was stored. */
export const storedAnswer: ReadAnswer = (deps, { httpStatus, body }) => {
  if (httpStatus === undefined) throw new InvariantError("a record that is DONE has no answer");
  deps.metrics.count("IdempotentReplay");
  return { httpStatus, body: JSON.parse(body ?? "null"), replayed: true };
};
