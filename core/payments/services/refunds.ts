import { type BusinessRefusal, TerminalError } from "../../foundation/domain/errors.ts";
import { makeId, tenantOf } from "../../foundation/domain/ids.ts";
import type { Money } from "../../foundation/domain/money.ts";
import type { Answer, Caller, Deps, IdempotentRequest, VaultDeps } from "../../foundation/services/deps.ts";
import { commit, newRecord, refuse } from "../../foundation/services/idempotency.ts";
import { audit } from "../../foundation/store/audit-store.ts";
import { paymentKey } from "../../foundation/store/keys.ts";
import { announce } from "../../foundation/store/outbox-store.ts";
import type { Write } from "../../foundation/store/table.ts";
import { refundEntry } from "../../money/domain/ledger.ts";
import { post } from "../../money/store/ledger-store.ts";
import { freeze, payOutFrozen, unfreeze } from "../../money/store/wallet-store.ts";
import type { Payment, Refund } from "../domain/payment.ts";
import { refundView } from "../domain/payment-view.ts";
import { readPayment, recordRefund, reserveRefund, returnRefund } from "../store/payment-store.ts";
import { acceptRefund, pointToRefund } from "../store/refund-store.ts";

/** Each is lost only to another refund of the same payment. */
const ALL_TRIES = 3;

/** Takes the amount from what can be refunded and freezes it in the wallet; the money itself goes back in the background. */
export async function createRefund(
  deps: VaultDeps,
  request: IdempotentRequest,
  caller: Caller,
  paymentId: string,
  input: { amount?: Money | undefined; reason: string },
  triesLeft = ALL_TRIES,
): Promise<Answer> {
  const tenantId = tenantOf(caller, "pay", paymentId);
  const nowMs = deps.clock();
  const entry = newRecord(deps, request, nowMs);
  const payment = await readPayment(deps.tables, { tenantId, paymentId });
  if (!payment) throw new TerminalError("not-found", "there is no payment with this id");
  const amount = input.amount ?? { amount: payment.refundable, currency: payment.amount.currency };
  if (amount.currency !== payment.amount.currency) {
    throw new TerminalError("request-invalid", "the refund is in another currency than the payment", {
      errors: [{ pointer: "/amount/currency", detail: `the payment is in ${payment.amount.currency}` }],
    });
  }
  const by = { keyId: caller.keyId, byOperator: caller.kind === "operator" };
  const refund = newRefund(deps, payment, { amount, reason: input.reason, origin: "caller", ...by }, nowMs);
  const answer = { httpStatus: 202, body: refundView(refund) };
  const { currency } = amount;
  // "All that is left" is nothing.
  if (amount.amount < 1) return refuseBy(deps, request, entry, payment, nowMs);
  const writes = [
    reserveRefund(payment, amount.amount, nowMs),
    freeze(tenantId, currency, amount.amount),
    ...refundWrites(deps, refund, nowMs),
    ...auditOf(deps, caller, refund, nowMs),
  ];
  const result = await commit(deps, entry, { answer, resourceId: refund.refundId, writes }, nowMs);
  if (result.kind === "committed") {
    deps.metrics.count("RefundAccepted");
    return answer;
  }
  if (result.kind === "replayed") return result.answer;
  const [paymentRefused] = result.refusals;
  const resourceId = paymentId;
  if (!paymentRefused) {
    return refuse(
      deps,
      request,
      entry,
      { code: "insufficient-balance", detail: "the available balance of the wallet is below the refund", resourceId },
      nowMs,
    );
  }
  const seen = paymentRefused.old as unknown as Payment | undefined;
  // "All that is left" was meant, and another refund has taken a part of it meanwhile.
  if (input.amount === undefined && (seen?.refundable ?? 0) > 0 && triesLeft > 0)
    return createRefund(deps, request, caller, paymentId, input, triesLeft - 1);
  return refuseBy(deps, request, entry, seen ?? payment, nowMs);
}

/** More than what is left, or nothing captured yet: the payment's state says which. */
function refuseBy(
  deps: Deps,
  request: IdempotentRequest,
  entry: ReturnType<typeof newRecord>,
  { paymentId: resourceId, state }: Payment,
  nowMs: number,
): Promise<Answer> {
  const settled = state === "SUCCEEDED" || state === "PARTIALLY_REFUNDED" || state === "REFUNDED";
  const detail = settled ? "this is more than what is left of the payment" : `the payment is ${state}`;
  const wait = state === "DECLINED" || state === "CANCELLED" ? undefined : ({ waitFor: "payment" } as const);
  const refusal: BusinessRefusal = settled
    ? { code: "refund-exceeds-payment" }
    : { code: "payment-not-captured", wait };
  return refuse(deps, request, entry, { ...refusal, detail, resourceId }, nowMs);
}

export function newRefund(
  deps: Deps,
  payment: Payment,
  input: Pick<Refund, "amount" | "reason" | "origin" | "keyId" | "byOperator" | "tradeReference">,
  nowMs: number,
): Refund {
  const { tenantId, paymentId } = payment;
  const { tradeReference = payment.providerReference, ...asked } = input;
  return {
    tenantId,
    paymentId,
    refundId: makeId("ref", tenantId, deps.random.ulid(nowMs)),
    ...asked,
    ...(tradeReference === undefined ? {} : { tradeReference }),
    state: "PENDING",
    epoch: 0,
    sends: 0,
    lookups: 0,
    createdAt: nowMs,
    updatedAt: nowMs,
  };
}

/** A merchant's own refund needs none: the refund row says who asked for it. */
function auditOf(deps: Deps, caller: Caller, refund: Refund, nowMs: number): Write[] {
  if (caller.kind === "tenant") return [];
  const entry = {
    auditId: deps.random.ulid(nowMs),
    by: caller.keyId,
    action: "refund requested",
    reason: refund.reason,
    at: nowMs,
  };
  return [audit(paymentKey(refund.tenantId, refund.paymentId), entry)];
}

/** Money that went back: the payment says so, and it leaves the wallet, where a late success never was. */
export function paidBack(deps: Deps, refund: Refund, payment: Payment, nowMs: number): Write[] {
  const { tenantId, amount, origin } = refund;
  const isAll = origin === "late-success" || payment.refunded + amount.amount >= payment.amount.amount;
  const to = isAll ? "REFUNDED" : "PARTIALLY_REFUNDED";
  const recorded = recordRefund(payment, payment.refunded, amount.amount, to, nowMs);
  if (origin === "late-success") return [recorded];
  const entry = { entryId: deps.random.ulid(nowMs), nowMs };
  return [
    recorded,
    payOutFrozen(tenantId, amount.currency, amount.amount),
    post(refundEntry(refund, payment.channel, entry)),
  ];
}

/** Nothing went back: payment and wallet get the amount that was reserved. */
export function returned({ tenantId, paymentId, amount, origin }: Refund, nowMs: number): Write[] {
  if (origin === "late-success") return [];
  return [
    returnRefund({ tenantId, paymentId }, amount.amount, nowMs),
    unfreeze(tenantId, amount.currency, amount.amount),
  ];
}

/** The refund's row, due until it has ended, and the message that starts it. */
export function refundWrites(deps: Deps, refund: Refund, nowMs: number): Write[] {
  const { tenantId, paymentId, refundId } = refund;
  const dueAt = nowMs + deps.limits.sweepGraceMs;
  const job = { queue: "refunds" as const, body: { tenantId, paymentId, refundId } };
  return [acceptRefund(refund, dueAt), pointToRefund(refund), announce(job, refundId, deps.random.ulid(nowMs), dueAt)];
}
