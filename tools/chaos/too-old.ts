import { LIMITS } from "../../core/foundation/domain/limits.ts";
import type { Refund } from "../../core/payments/domain/payment.ts";
import type { Audit } from "../demo/audit.ts";

/** As the instance runs. */
const { redemptionAgeMaxMs, refundAgeMaxMs, orderExpiryMs } = LIMITS.demo;

/**
 * What ended or was parked only because it had become too old: on a machine that kills keep from its work the age limits
 * strike, and rightly so. Ids of redemptions, payments and refunds.
 */
export function tooOld({ heads, attempts, snapshot }: Pick<Audit, "heads" | "attempts" | "snapshot">): Set<string> {
  const redemptions = [...heads.values()].filter(({ redemptionId, attempt, state }) => {
    if (state !== "FAILED" && state !== "NEEDS_REVIEW") return false;
    const last = attempts.get(redemptionId)?.find((each) => each.attempt === attempt);
    const end = last?.events.findLast(({ event }) => event === "failed" || event === "parked");
    return last !== undefined && end !== undefined && end.at - last.acceptedAt >= redemptionAgeMaxMs;
  });
  const payments = snapshot.main.filter(({ pk, sk }) => pk.startsWith("PAY#") && sk === "HEAD");
  const expired = payments.filter(
    ({ state, createdAt, updatedAt }) =>
      state === "CANCELLED" && Number(updatedAt) - Number(createdAt) >= orderExpiryMs,
  );
  const rows = snapshot.main.filter(({ sk }) => sk.startsWith("REFUND#")) as unknown as Refund[];
  const refunds = rows.filter(
    ({ state, createdAt, updatedAt }) => state === "NEEDS_REVIEW" && updatedAt - createdAt >= refundAgeMaxMs,
  );
  return new Set([
    ...redemptions.map(({ redemptionId }) => redemptionId),
    ...expired.map(({ paymentId }) => String(paymentId)),
    ...refunds.flatMap(({ refundId, paymentId }) => [refundId, paymentId]),
  ]);
}
