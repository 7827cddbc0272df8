import { TerminalError } from "../../foundation/domain/errors.ts";
import { tenantOf } from "../../foundation/domain/ids.ts";
import { type Decision, decideAndCommit } from "../../foundation/services/decide-and-commit.ts";
import type { Answer, Caller, Deps, IdempotentRequest, VaultDeps } from "../../foundation/services/deps.ts";
import { audit } from "../../foundation/store/audit-store.ts";
import { announce } from "../../foundation/store/outbox-store.ts";
import type { Write } from "../../foundation/store/table.ts";
import type { Purchase } from "../../orders/domain/order.ts";
import { requestCancelWrites } from "../../orders/services/cancel-order.ts";
import type { Payment } from "../domain/payment.ts";
import { paymentView } from "../domain/payment-view.ts";
import { executionNameOf, type Saga } from "../domain/saga.ts";
import { paymentKey } from "../store/keys.ts";
import { readPayment, requestCancel } from "../store/payment-store.ts";
import { readSaga, turnBack } from "../store/saga-store.ts";
import { refundsOf } from "./refund-reading.ts";

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
  /** What the caller is told of the payment as it then is. */
  show: (payment: Payment) => Promise<object>;
  reason: string;
}

/** Turns the payment's saga round, unless that is done. `resourceId`: what the caller has named. */
export function turnRound(
  deps: VaultDeps,
  request: IdempotentRequest,
  caller: Caller,
  { resourceId, ...turn }: Turn & { resourceId: string },
): Promise<Answer> {
  return decideAndCommit(deps, request, {
    resourceId,
    busy: "the payment is moving on right now",
    decide: (nowMs) => decideTurn(deps, caller, turn, nowMs),
  });
}

/** `order`: the order of an offer that ends with the payment. What its saga has done to it is seen when it is read again. */
export async function decideTurn(
  deps: Deps,
  caller: Caller,
  { paymentId, show, reason }: Turn,
  nowMs: number,
  order?: Purchase & { paymentId: string },
): Promise<Decision> {
  const payment = await readPayment(deps.tables, { tenantId: tenantOf(caller, "pay", paymentId), paymentId });
  const { saga } = payment ? await readSaga(deps.tables, payment) : {};
  if (!payment || !saga) throw new TerminalError("not-found", "there is no payment with this id");
  const { deadline } = saga;
  const answerWith = async (seen: Payment) => ({ httpStatus: 202, body: await show({ deadline, ...seen }) });
  const writes = order && !order.cancelRequested ? requestCancelWrites(deps, caller, order, reason, nowMs) : [];
  switch (saga.state) {
    case "COMPENSATED":
      return order ? "again" : { answer: await answerWith(payment) };
    case "COMPENSATING":
      return { answer: await answerWith(payment), ...(writes.length === 0 ? {} : { writes }) };
    case "NEEDS_REVIEW":
      return { code: "payment-needs-review", detail: "the payment waits for an operator" };
    // A state of a newer release says nothing of the money: there the abort is refused, and the caller comes again.
    case "PIVOTED":
    case "COMPLETED":
      return { code: "payment-captured", detail: "the money has been captured" };
    default: {
      const change = { by: caller.keyId, byMerchant: caller.kind === "tenant", reason, nowMs };
      return {
        answer: await answerWith({ ...payment, cancelRequestedAt: nowMs, updatedAt: nowMs }),
        writes: [...abortWrites(deps, saga, payment, change), ...writes],
      };
    }
  }
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
    turnBack(saga, "abort", { openSteps: 2, endsAs: "CANCELLED", resumeDueAt: dueAt }, nowMs),
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
