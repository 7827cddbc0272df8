import { InvariantError } from "../domain/errors.ts";
import type { IdempotencyRecord } from "../store/idempotency-store.ts";
import type { Answer, IdempotentRequest, VaultDeps } from "./deps.ts";
import { openedBody } from "./shown-once.ts";

/** How the first answer is read out of its key's record. */
export type ReadAnswer = (deps: VaultDeps, known: IdempotencyRecord, request: IdempotentRequest) => Answer;

/** As it was stored. */
export function storedAnswer(deps: VaultDeps, known: IdempotencyRecord): Answer {
  if (known.httpStatus === undefined) throw new InvariantError("a record that is DONE has no answer");
  deps.metrics.count("IdempotentReplay");
  return { httpStatus: known.httpStatus, body: openedBody(deps.vault, known), replayed: true };
}
