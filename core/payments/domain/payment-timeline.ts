import type { TimelineEntry } from "../../../contract/answers/shared.ts";
import { iso } from "../../foundation/domain/iso-time.ts";
import type { AuditRow } from "../../foundation/domain/timeline.ts";
import type { Payment, Refund } from "./payment.ts";
import type { SagaStep } from "./saga.ts";

type PaymentAudit = AuditRow & { byMerchant?: boolean };

const STARTS: Record<Refund["origin"], string> = {
  caller: "refund accepted",
  "late-success": "refund accepted",
  channel: "refunded at the channel",
  dispute: "disputed",
};

const isForeign = ({ origin }: Refund) => origin === "channel" || origin === "dispute";

/** One merged story of a payment: steps, webhooks, refunds, what operators did. */
export function paymentTimeline(
  payment: Payment,
  steps: readonly SagaStep[],
  refunds: readonly Refund[],
  audits: readonly PaymentAudit[],
): Omit<TimelineEntry, "attempt">[] {
  const entries: (Omit<TimelineEntry, "attempt" | "at"> & { ms: number })[] = [
    {
      ms: payment.createdAt,
      event: "accepted",
      by: "caller",
      keyId: payment.keyId ?? null,
      detail: payment.orderNo,
    },
  ];
  for (const step of steps) {
    for (const { at, event, detail } of step.events ?? []) {
      entries.push({ ms: at, event: `${step.step}: ${event}`, by: "worker", keyId: null, detail: detail ?? null });
    }
    if (step.callback) {
      entries.push({
        ms: step.callback.at,
        event: `webhook: ${step.callback.type}`,
        by: "worker",
        keyId: null,
        detail: step.callback.eventId,
      });
    }
  }
  for (const refund of refunds) {
    entries.push({
      ms: refund.createdAt,
      event: STARTS[refund.origin],
      by: refund.origin !== "caller" ? "worker" : refund.byOperator ? "operator" : "caller",
      keyId: refund.keyId ?? null,
      detail: refund.refundId,
    });
    // What came about at the vendor was that at once; only a person's word changes it.
    if (refund.state !== "PENDING" && (!isForeign(refund) || refund.resolvedAt !== undefined)) {
      entries.push({
        ms: refund.updatedAt,
        event: `refund ${refund.state.toLowerCase()}`,
        by: refund.resolvedAt === undefined ? "worker" : "operator",
        keyId: refund.resolvedBy ?? null,
        detail: refund.refundId,
      });
    }
  }
  for (const { at, by: keyId = null, action, reason, byMerchant } of audits) {
    const by = byMerchant ? "caller" : "operator";
    entries.push({ ms: at ?? 0, event: action ?? "audited", by, keyId, detail: reason ?? null });
  }
  return entries.sort((a, b) => a.ms - b.ms).map(({ ms, ...entry }) => ({ at: iso(ms), ...entry }));
}
