import type { TaskAnswer } from "../domain/payment-saga.ts";
import { rememberToken } from "../store/saga-step-store.ts";
import { readSaga } from "../store/saga-store.ts";
import { type Drive, elsewhere, go, holdUntil } from "./drive.ts";

/** Leaves the token for the webhook. A webhook that was faster has left its callback: then we wake ourselves. */
export async function awaitPayment(drive: Drive, token: string): Promise<TaskAnswer> {
  const { deps, saga } = drive;
  const nowMs = deps.clock();
  const held = holdUntil(drive, Math.max(saga.deadline, nowMs));
  const remembered = await deps.tables.transact([rememberToken(saga, token, nowMs), held]);
  if (!remembered.committed) {
    const answer = await elsewhere(drive);
    await deps.executions.wake(token, answer);
    return answer;
  }
  const { steps } = await readSaga(deps.tables, saga);
  if (steps.get("AwaitPayment")?.callback) await deps.executions.wake(token, go("ReconcilePayment"));
  return go("AwaitPayment");
}
