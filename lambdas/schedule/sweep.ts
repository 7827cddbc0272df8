import middy from "@middy/core";
import type { Context } from "aws-lambda";
import { sweepCodeJobs } from "../../core/codes/services/code-making.ts";
import { measureFailingEndpoints, sweepDeliveries } from "../../core/events/services/delivery-sweep.ts";
import { sweepEvents } from "../../core/events/services/fan-out.ts";
import { sweepReplays } from "../../core/events/services/replays.ts";
import type { JobDeps } from "../../core/foundation/services/deps.ts";
import { countHours } from "../../core/foundation/services/hours.ts";
import { sweepOutbox } from "../../core/foundation/services/outbox.ts";
import { measureReviews } from "../../core/foundation/services/reviews.ts";
import { measureSilence } from "../../core/foundation/services/silence.ts";
import { sweepNotifications } from "../../core/notifications/services/notification-sweep.ts";
import { sweepOrders } from "../../core/orders/services/order-expiry.ts";
import type { ExecutionDeps } from "../../core/payments/services/deps.ts";
import { sweepRefunds, sweepSagas, sweepWebhooks } from "../../core/payments/services/payment-sweep.ts";
import { sweepRedemptions } from "../../core/redemptions/services/redemption-sweep.ts";
import { sweepApprovals } from "../../core/withdrawals/services/withdrawal-expiry.ts";
import { sweepWithdrawals } from "../../core/withdrawals/services/withdrawal-sweep.ts";
import { observe } from "../middleware/observe.ts";
import { publishMetrics } from "../runtime/telemetry.ts";

/** What has happened, and who is told of it. */
export const EVENT_SWEEPS = { events: sweepEvents, deliveries: sweepDeliveries };

/** For the dashboard, the operators' overview and an alarm alone. */
export const EVENT_MEASURES = {
  "failing endpoints": measureFailingEndpoints,
  hours: countHours,
  silence: measureSilence,
};

export const SWEEPS = {
  outbox: sweepOutbox,
  redemptions: sweepRedemptions,
  sagas: sweepSagas,
  refunds: sweepRefunds,
  webhooks: sweepWebhooks,
  "code jobs": sweepCodeJobs,
  replays: sweepReplays,
  approvals: sweepApprovals,
  withdrawals: sweepWithdrawals,
  orders: sweepOrders,
  notifications: sweepNotifications,
  ...EVENT_SWEEPS,
  ...EVENT_MEASURES,
  "parked work": measureReviews,
};

export type SweeperDeps = JobDeps & ExecutionDeps;

export type ScheduleHandler = (event: unknown, context: Context) => Promise<void>;

/** Runs each sweep whatever becomes of the others, and fails when one did, so that an alarm sees it. */
export function sweeping(
  deps: SweeperDeps,
  sweeps: Record<string, (deps: SweeperDeps) => Promise<unknown>> = SWEEPS,
): ScheduleHandler {
  const chain = middy(async () => {
    const names = Object.keys(sweeps);
    // What one has measured leaves at once: another that hangs until the function is killed must not take it along.
    const results = await Promise.allSettled(Object.values(sweeps).map((sweep) => sweep(deps).finally(publishMetrics)));
    const found = results.flatMap((result, index) =>
      result.status === "fulfilled"
        ? Object.entries(result.value ?? {}).map(([what, count]) => [`${names[index]}: ${what}`, count])
        : [],
    );
    deps.log.info("a sweep is done", Object.fromEntries(found));
    const failed = names.filter((_, index) => results[index]?.status === "rejected");
    for (const [index, result] of results.entries()) {
      if (result.status === "rejected") deps.log.error("a sweep failed", result.reason, { sweep: names[index] ?? "" });
    }
    if (failed.length > 0) throw new Error(`failed sweeps: ${failed.join(", ")}`);
  }).use(observe());
  return chain as unknown as ScheduleHandler;
}
