import { RetryableError, TerminalError } from "../../foundation/domain/errors.ts";
import { tenantOf } from "../../foundation/domain/ids.ts";
import type { Answer, Caller, Deps, IdempotentRequest, VaultDeps } from "../../foundation/services/deps.ts";
import { answerOnly, commit, newRecord, refuse } from "../../foundation/services/idempotency.ts";
import { audit } from "../../foundation/store/audit-store.ts";
import { paymentKey } from "../../foundation/store/keys.ts";
import { announce } from "../../foundation/store/outbox-store.ts";
import type { Write } from "../../foundation/store/table.ts";
import type { Payment } from "../domain/payment.ts";
import { paymentView } from "../domain/payment-view.ts";
import { executionNameOf, type Saga } from "../domain/saga.ts";
import { readPayment, requestCancel } from "../store/payment-store.ts";
import { readSaga, turnBack } from "../store/saga-store.ts";
import { refundsOf } from "./refund-reading.ts";

/** The saga moves within milliseconds; three readings find one moment between. */
const TRIES_MAX = 3;
const BUSY_RETRY_AFTER_MS = 1000;

/** Undoes a payment before its pivot. After it, only a refund gives the money back. */
export function cancelPayment(
  deps: VaultDeps,
  request: IdempotentRequest,
  caller: Caller,
  paymentId: string,
  input: { reason: string },
): Promise<Answer> {
  const show = async (payment: Payment) => paymentView(payment, await refundsOf(deps, payment));
  return turnRound(deps, request, caller, { paymentId, resourceId: paymentId, show, ...input });
}

interface Turn {
  paymentId: string;
  /** What the caller has named. */
  resourceId: string;
  /** What the caller is told of the payment as it then is. */
  show: (payment: Payment) => Promise<object>;
  reason: string;
}

/** Turns the payment's saga round, unless that is done. */
export async function turnRound(
  deps: VaultDeps,
  request: IdempotentRequest,
  caller: Caller,
  { paymentId, resourceId, show, reason }: Turn,
): Promise<Answer> {
  const tenantId = tenantOf(caller, "pay", paymentId);
  const nowMs = deps.clock();
  const entry = newRecord(deps, request, nowMs);
  const change = { by: caller.keyId, byMerchant: caller.kind === "tenant", reason, nowMs };
  for (let tries = 0; tries < TRIES_MAX; tries++) {
    const payment = await readPayment(deps.tables, { tenantId, paymentId });
    if (!payment) throw new TerminalError("not-found", "there is no payment with this id");
    const { saga } = await readSaga(deps.tables, payment);
    if (!saga) throw new TerminalError("not-found", "there is no payment with this id");
    const { deadline } = saga;
    const answerWith = async (seen: Payment) => ({ httpStatus: 202, body: await show({ deadline, ...seen }) });
    if (saga.state === "COMPENSATING" || saga.state === "COMPENSATED")
      return answerOnly(deps, entry, { answer: await answerWith(payment), resourceId }, nowMs);
    if (saga.state === "NEEDS_REVIEW") {
      return refuse(
        deps,
        request,
        entry,
        { code: "payment-needs-review", detail: "the payment waits for an operator", resourceId },
        nowMs,
      );
    }
    // A state of a newer release says nothing of the money: there the abort is refused, and the caller comes again.
    if (saga.state === "PIVOTED" || saga.state === "COMPLETED") {
      return refuse(
        deps,
        request,
        entry,
        { code: "payment-captured", detail: "the money has been captured", resourceId },
        nowMs,
      );
    }
    const answer = await answerWith({ ...payment, cancelRequestedAt: nowMs, updatedAt: nowMs });
    const result = await commit(
      deps,
      entry,
      { answer, resourceId, writes: abortWrites(deps, saga, payment, change) },
      nowMs,
    );
    if (result.kind === "committed") return answer;
    if (result.kind === "replayed") return result.answer;
  }
  throw new RetryableError("overloaded", "the payment moves on right now", BUSY_RETRY_AFTER_MS);
}

/** Turns the saga round and names another execution, which undoes what was done; the old one is stopped. */
export function abortWrites(
  deps: Deps,
  saga: Saga,
  payment: Payment,
  change: { by: string; byMerchant?: boolean; reason: string; nowMs: number },
): Write[] {
  const { by, byMerchant = false, reason, nowMs } = change;
  const { tenantId, sagaId } = saga;
  const dueAt = nowMs + deps.limits.sweepGraceMs;
  const executionName = executionNameOf({ sagaId, resumes: saga.resumes + 1 });
  const body = { tenantId, sagaId, executionName, ...(saga.driver === "" ? {} : { stopName: saga.driver }) };
  return [
    turnBack(saga, "abort", { openSteps: 2, endsAs: "CANCELLED", resume: true, dueAt }, nowMs),
    requestCancel(payment, nowMs),
    announce({ queue: "sagas", body }, sagaId, deps.random.ulid(nowMs), dueAt),
    audit(paymentKey(tenantId, payment.paymentId), {
      auditId: deps.random.ulid(nowMs),
      by,
      ...(byMerchant ? { byMerchant } : {}),
      action: "cancel requested",
      reason,
      at: nowMs,
    }),
  ];
}
