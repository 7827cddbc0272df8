import { type ErrorCode, RetryableError, TerminalError } from "../domain/errors.ts";
import { readRecord } from "../store/idempotency-store.ts";
import type { Answer, IdempotentRequest, VaultDeps } from "./deps.ts";
import { assertDone, assertSameRequest } from "./idempotency.ts";
import { type ReadAnswer, storedAnswer } from "./stored-answer.ts";

/** Refusals for which the key has been read already. */
const KEYS_OWN: readonly ErrorCode[] = ["idempotency-key-reused", "idempotency-key-in-use"];

/**
 * Same key, same answer, whatever has changed since: what a service looks up before its transaction (a plan, a channel, the
 * row that is to be changed) may be gone by now. So a refusal that its key knows nothing of goes only after what the key
 * answered before; so does one that would pass, like a configuration that cannot be read. Costs a read when a request is
 * refused, and nothing when it is accepted.
 */
export async function underKey<A>(
  deps: VaultDeps,
  request: IdempotentRequest,
  act: () => Promise<A>,
  read: ReadAnswer = storedAnswer,
): Promise<A | Answer> {
  try {
    return await act();
  } catch (error) {
    const isRefusal = error instanceof TerminalError || error instanceof RetryableError;
    if (!isRefusal || KEYS_OWN.includes(error.code)) throw error;
    const nowMs = deps.clock();
    const known = await readRecord(deps.tables, request, nowMs).catch((readError: unknown) => {
      throw error instanceof RetryableError ? error : readError;
    });
    // What broke off in the middle is gone on with by its retry.
    if (!known || (error instanceof RetryableError && known.status === "IN_PROGRESS")) throw error;
    assertSameRequest(deps, known, request);
    assertDone(deps, known, nowMs);
    return read(deps, known, request);
  }
}
