import { RetryableError, TerminalError } from "../domain/errors.ts";
import { makeId, tenantOf, uniqueOf } from "../domain/ids.ts";
import type { Payment } from "../domain/payment.ts";
import { paymentView } from "../domain/payment-view.ts";
import { executionNameOf, type Saga } from "../domain/saga.ts";
import { audit } from "../store/audit-store.ts";
import { announceJob } from "../store/job-store.ts";
import { paymentKey } from "../store/keys.ts";
import { readOrder, readOrderNo, readPayment } from "../store/payment-store.ts";
import { readSaga, turnBack } from "../store/saga-store.ts";
import type { Write } from "../store/table.ts";
import type { Answer, Caller, Deps, IdempotentRequest } from "./deps.ts";
import { answerOnly, commit, newRecord, refuse } from "./idempotency.ts";

/** The saga moves within milliseconds; three readings find one moment between. */
const TRIES_MAX = 3;
const BUSY_RETRY_AFTER_MS = 1000;

/** Turns the saga round before its pivot. After it, only a refund gives the money back. */
export async function cancelPayment(
  deps: Deps,
  request: IdempotentRequest,
  caller: Caller,
  paymentId: string,
  { reason }: { reason: string },
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
    const answer = { httpStatus: 202, body: paymentView(payment) };
    if (saga.state === "COMPENSATING" || saga.state === "COMPENSATED")
      return answerOnly(deps, entry, { answer, resourceId: paymentId }, nowMs);
    if (saga.state === "NEEDS_REVIEW") {
      return refuse(
        deps,
        request,
        entry,
        { code: "payment-needs-review", detail: "the payment waits for an operator", resourceId: paymentId },
        nowMs,
      );
    }
    // A state of a newer release says nothing of the money: there the abort is refused, and the caller comes again.
    if (saga.state === "PIVOTED" || saga.state === "COMPLETED") {
      return refuse(
        deps,
        request,
        entry,
        { code: "payment-captured", detail: "the money is captured; refund it instead", resourceId: paymentId },
        nowMs,
      );
    }
    const result = await commit(
      deps,
      entry,
      { answer, resourceId: paymentId, writes: abortWrites(deps, saga, payment, change) },
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
    announceJob({ queue: "sagas", body }, sagaId, deps.random.ulid(nowMs), dueAt),
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

/**
 * The payment that was accepted last for the order: whose number it has now, the one that its row names, or, as long as its
 * first payment has not written that row, the payment that shares its id's unique part.
 */
async function paymentOf(deps: Deps, tenantId: string, orderId: string): Promise<string> {
  const order = await readOrder(deps.tables, tenantId, orderId);
  const paymentId = order?.paymentId ?? makeId("pay", tenantId, uniqueOf(orderId));
  const payment = await readPayment(deps.tables, { tenantId, paymentId });
  if (!order && payment?.orderId !== orderId) throw new TerminalError("not-found", "there is no order with this id");
  const holder = payment && (await readOrderNo(deps.tables, tenantId, payment.orderNo));
  const latest = holder && (await readPayment(deps.tables, { tenantId, paymentId: holder.paymentId }));
  return latest?.orderId === orderId ? latest.paymentId : paymentId;
}

/** Cancels an order by cancelling the payment that is open for it. */
export async function cancelOrder(
  deps: Deps,
  request: IdempotentRequest,
  caller: Caller,
  orderId: string,
  input: { reason: string },
): Promise<Answer> {
  const tenantId = tenantOf(caller, "ord", orderId);
  return cancelPayment(deps, request, caller, await paymentOf(deps, tenantId, orderId), input);
}
