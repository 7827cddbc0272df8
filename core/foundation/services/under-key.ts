import { TerminalError } from "../domain/errors.ts";
import { readRecord } from "../store/idempotency-store.ts";
import type { Answer, IdempotentRequest, VaultDeps } from "./deps.ts";
import { assertDone, assertSameRequest } from "./idempotency.ts";
import { type ReadAnswer, storedAnswer } from "./stored-answer.ts";

/**
 * Same key, same answer, whatever has changed since: what a service looks up before its transaction (a plan, a channel, the
 * row that is to be changed) may be gone by now. So a refusal that its key knows nothing of goes only after what the key
 * answered before. Costs a read when a request is refused, and nothing when it is accepted.
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
    if (!(error instanceof TerminalError) || error.code === "idempotency-key-reused") throw error;
    const nowMs = deps.clock();
    const known = await readRecord(deps.tables, request, nowMs);
    if (!known) throw error;
    assertSameRequest(deps, known, deps.vault.fingerprint(request.content));
    assertDone(deps, known, nowMs);
    return read(deps, known, request);
  }
}
