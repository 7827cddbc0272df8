import { TerminalError } from "../../foundation/domain/errors.ts";
import { makeId, tenantOf } from "../../foundation/domain/ids.ts";
import type { Money } from "../../foundation/domain/money.ts";
import { decideAndCommit } from "../../foundation/services/decide-and-commit.ts";
import type { Answer, Caller, Deps, IdempotentRequest, VaultDeps } from "../../foundation/services/deps.ts";
import type { Refused } from "../../foundation/services/idempotency.ts";
import { audit } from "../../foundation/store/audit-store.ts";
import { announce } from "../../foundation/store/outbox-store.ts";
import type { Write } from "../../foundation/store/table.ts";
import { refundEntry } from "../../money/domain/ledger.ts";
import { post } from "../../money/store/ledger-store.ts";
import { freeze, payOutFrozen, unfreeze } from "../../money/store/wallet-store.ts";
import type { Order } from "../../orders/domain/order.ts";
import { type Payment, type Refund, refundsWith } from "../domain/payment.ts";
import { refundView } from "../domain/payment-view.ts";
import { paymentKey } from "../store/keys.ts";
import { readPayment, recordRefund, reserveRefund, returnRefund } from "../store/payment-store.ts";
import { acceptRefund, pointToRefund } from "../store/refund-store.ts";
import { orderRefunded } from "./refunded-order.ts";

/** Each is lost only to another refund of the same payment. */
const RETRIES_MAX = 3;

/** Takes the amount from what can be refunded and freezes it in the wallet; the money itself goes back in the background. */
export function createRefund(
  deps: VaultDeps,
  request: IdempotentRequest,
  caller: Caller,
  paymentId: string,
  input: { amount?: Money | undefined; reason: string },
): Promise<Answer> {
  const tenantId = tenantOf(caller, "pay", paymentId);
  const by = { keyId: caller.keyId, byOperator: caller.kind === "operator" };
  let triesLeft = RETRIES_MAX;
  let lostId: string | undefined;
  return decideAndCommit(deps, request, {
    resourceId: paymentId,
    busy: "the payment's refunds are being changed right now",
    triesMax: 1 + RETRIES_MAX,
    decide: async (nowMs) => {
      const payment = await readPayment(deps.tables, { tenantId, paymentId });
      if (!payment) throw new TerminalError("not-found", "there is no payment with this id");
      const amount = input.amount ?? { amount: payment.refundable, currency: payment.amount.currency };
      if (amount.currency !== payment.amount.currency) {
        throw new TerminalError("request-invalid", "the refund is in another currency than the payment", {
          errors: [{ pointer: "/amount/currency", detail: `the payment is in ${payment.amount.currency}` }],
        });
      }
      // "All that is left" is nothing.
      if (amount.amount < 1) return beyond(payment);
      const asked = { amount, reason: input.reason, origin: "caller" as const, refundId: lostId, ...by };
      const refund = newRefund(deps, payment, asked, nowMs);
      return {
        answer: { httpStatus: 202, body: refundView(refund) },
        resourceId: refund.refundId,
        writes: [
          reserveRefund(payment, amount.amount, nowMs),
          freeze(tenantId, amount.currency, amount.amount),
          ...refundWrites(deps, refund, nowMs),
          ...auditOf(deps, caller, refund, nowMs),
        ],
        onCommit: () => deps.metrics.count("RefundAccepted"),
      };
    },
    onLost: (refundId) => {
      lostId = refundId;
    },
    onOvertaken: ([refusedPayment]) => {
      if (!refusedPayment)
        return { code: "insufficient-balance", detail: "the available balance of the wallet is below the refund" };
      const seen = refusedPayment.old as unknown as Payment;
      // "All that is left" was meant, and another refund has taken a part of it meanwhile.
      return input.amount === undefined && seen.refundable > 0 && triesLeft-- > 0 ? undefined : beyond(seen);
    },
  });
}

/** More than what is left, or nothing captured yet: the payment's state says which. */
function beyond({ state }: Payment): Refused {
  if (state === "SUCCEEDED" || state === "PARTIALLY_REFUNDED" || state === "REFUNDED")
    return { code: "refund-exceeds-payment", detail: "this is more than what is left of the payment" };
  const wait = state === "DECLINED" || state === "CANCELLED" ? undefined : ({ waitFor: "payment" } as const);
  return { code: "payment-not-captured", wait, detail: `the payment is ${state}` };
}

export function newRefund(
  deps: Deps,
  payment: Payment,
  input: Pick<Refund, "amount" | "reason" | "origin" | "keyId" | "byOperator" | "tradeReference"> & {
    refundId?: string | undefined;
  },
  nowMs: number,
): Refund {
  const { tenantId, paymentId } = payment;
  const { tradeReference = payment.providerReference, refundId, ...asked } = input;
  return {
    tenantId,
    paymentId,
    refundId: refundId ?? makeId("ref", tenantId, deps.random.ulid(nowMs)),
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

/** What a refund ends among. */
interface Place {
  payment: Payment;
  /** Those that the payment shows, read after it. */
  refunds: readonly Refund[];
  /** Of a payment that made it by itself, where it was read along. */
  order?: Order | undefined;
}

/**
 * Money that went back by a refund that has `ended`: the payment says so, and it leaves the wallet, where a late success never
 * was. `ofOrder`: the order goes with the last of it.
 */
export async function paidBack(
  deps: Deps,
  ended: Refund,
  { payment, refunds, order }: Place,
  nowMs: number,
): Promise<{ money: Write[]; ofOrder: Write[] }> {
  const { tenantId, amount, origin } = ended;
  const isLate = origin === "late-success";
  const isAll = isLate || payment.refunded + amount.amount >= payment.amount.amount;
  const to = isAll ? "REFUNDED" : "PARTIALLY_REFUNDED";
  const refunding = { amount: amount.amount, to, refunds: refundsWith(refunds, ended) } as const;
  const recorded = recordRefund(payment, refunding, nowMs);
  if (isLate) return { money: [recorded], ofOrder: [] };
  const entry = { entryId: deps.random.ulid(nowMs), nowMs };
  return {
    money: [
      recorded,
      payOutFrozen(tenantId, amount.currency, amount.amount),
      post(refundEntry(ended, payment.channel, entry)),
    ],
    ofOrder: isAll ? await orderRefunded(deps, payment, nowMs, order) : [],
  };
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
