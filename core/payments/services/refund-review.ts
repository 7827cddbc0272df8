import { InvariantError, TerminalError } from "../../foundation/domain/errors.ts";
import { tenantOf } from "../../foundation/domain/ids.ts";
import { decideAndCommit } from "../../foundation/services/decide-and-commit.ts";
import type { Answer, Caller, Deps, IdempotentRequest, VaultDeps } from "../../foundation/services/deps.ts";
import { audit } from "../../foundation/store/audit-store.ts";
import { closeReview, readReview } from "../../foundation/store/review-store.ts";
import type { Payment, Refund } from "../domain/payment.ts";
import { refundView } from "../domain/payment-view.ts";
import { paymentKey } from "../store/keys.ts";
import { readPayment } from "../store/payment-store.ts";
import { findRefund, readRefund, resolveRefund as resolve } from "../store/refund-store.ts";
import { refundsOf } from "./refund-reading.ts";
import { paidBack, returned } from "./refunds.ts";

/** Each is lost to another refund of the payment, or to what the user of an offer's order has got or given back meanwhile. */
const TRIES_MAX = 5;

export interface RefundResolution {
  resolution: "SUCCEEDED" | "FAILED";
  /** The vendor's number of the refund. */
  providerReference?: string | undefined;
  reason: string;
}

/** An operator's word on a parked refund: it, its payment, wallet, ledger, review and the audit row change together. */
export async function resolveRefund(
  deps: VaultDeps,
  request: IdempotentRequest,
  caller: Caller,
  refundId: string,
  input: RefundResolution,
): Promise<Answer> {
  const tenantId = tenantOf(caller, "ref", refundId);
  return decideAndCommit(deps, request, {
    resourceId: refundId,
    busy: "the payment's refunds are being changed right now",
    triesMax: TRIES_MAX,
    onOvertaken: () => deps.tables.backOff(1).then(() => undefined),
    decide: async (nowMs) => {
      const { refund, ...place } = await readWithPayment(deps, tenantId, refundId);
      if (refund.state !== "NEEDS_REVIEW") return { code: "not-in-review", detail: `the refund is ${refund.state}` };
      const { resolution, providerReference = refund.providerReference } = input;
      const found = resolution === "SUCCEEDED" && providerReference !== undefined ? { providerReference } : {};
      const ended: Refund = { ...refund, ...found, state: resolution, updatedAt: nowMs };
      const { money, ofOrder } =
        resolution === "SUCCEEDED"
          ? await paidBack(deps, ended, place, nowMs)
          : { money: returned(refund, nowMs), ofOrder: [] };
      return {
        answer: { httpStatus: 200, body: refundView(ended) },
        writes: [
          resolve(refund, resolution, found, caller.keyId, nowMs),
          ...money,
          ...ofOrder,
          closeReview({ tenantId, subjectId: refundId }, nowMs),
          audit(paymentKey(tenantId, refund.paymentId), {
            auditId: deps.random.ulid(nowMs),
            by: caller.keyId,
            action: `refund resolved ${resolution}`,
            reason: input.reason,
            at: nowMs,
            detail: { refundId },
          }),
        ],
        onCommit: () => deps.metrics.count(resolution === "SUCCEEDED" ? "RefundSucceeded" : "RefundFailed"),
      };
    },
  });
}

/** One that was accepted before there were pointers is named by its review alone. */
async function readWithPayment(
  deps: Deps,
  tenantId: string,
  refundId: string,
): Promise<{ refund: Refund; payment: Payment; refunds: Refund[] }> {
  const known =
    (await findRefund(deps.tables, tenantId, refundId)) ??
    (await readReview(deps.tables, { tenantId, subjectId: refundId }));
  if (!known) throw new TerminalError("not-found", "there is no refund with this id");
  const { paymentId = "" } = known;
  // The payment first: one of them that ends in between has the write on the payment refused, and is not shown as it was before.
  const payment = await readPayment(deps.tables, { tenantId, paymentId });
  const refunds = await refundsOf(deps, { tenantId, paymentId });
  const shown = refunds.find((each) => each.refundId === refundId);
  const refund = shown ?? (await readRefund(deps.tables, { tenantId, paymentId, refundId }));
  if (!refund || !payment) throw new InvariantError("what names a refund names one that does not exist");
  return { refund, payment, refunds };
}
