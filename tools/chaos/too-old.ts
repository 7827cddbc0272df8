import { LIMITS } from "../../core/foundation/domain/limits.ts";
import type { Refund } from "../../core/payments/domain/payment.ts";
import type { Attempt } from "../../core/redemptions/domain/attempt.ts";
import type { Redemption } from "../../core/redemptions/domain/redemption.ts";
import type { Row } from "../../invariants/snapshot.ts";

/** As the instance runs. */
const { exchange, refund, orderExpiryMs } = LIMITS.demo;

/**
 * What ended or was parked only because it had become too old: on a machine that kills keep from its work the age limits
 * strike, and rightly so. Ids of redemptions, payments and refunds.
 */
export function tooOld(main: readonly Row[]): Set<string> {
  const of = <T>(entity: string, sk: string) =>
    main.filter((row) => row.pk.startsWith(entity) && row.sk.startsWith(sk)) as T[];
  const attempts = of<Attempt & Row>("RDM#", "ATTEMPT#");
  const redemptions = of<Redemption & Row>("RDM#", "HEAD").filter(({ pk, attempt, state }) => {
    if (state !== "FAILED" && state !== "NEEDS_REVIEW") return false;
    const last = attempts.find((each) => each.pk === pk && each.attempt === attempt);
    const end = last?.events.findLast(({ event }) => event === "failed" || event === "parked");
    return last !== undefined && end !== undefined && end.at - last.acceptedAt >= exchange.ageMaxMs;
  });
  const expired = of<Row>("PAY#", "HEAD").filter(
    ({ state, createdAt, updatedAt }) =>
      state === "CANCELLED" && Number(updatedAt) - Number(createdAt) >= orderExpiryMs,
  );
  const refunds = of<Refund & Row>("", "REFUND#").filter(
    ({ state, createdAt, updatedAt }) => state === "NEEDS_REVIEW" && updatedAt - createdAt >= refund.ageMaxMs,
  );
  return new Set([
    ...redemptions.map(({ redemptionId }) => redemptionId),
    ...expired.map(({ paymentId }) => String(paymentId)),
    ...refunds.flatMap(({ refundId, paymentId }) => [refundId, paymentId]),
  ]);
}
