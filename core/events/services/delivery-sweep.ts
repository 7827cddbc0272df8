import type { Deps } from "../../foundation/services/deps.ts";
import { sweepTimers } from "../../foundation/services/due-rows.ts";
import { awaitedSince, type Delivery, type DeliveryRef } from "../domain/delivery.ts";
import { jobOfDelivery } from "../domain/delivery-job.ts";
import { readDeliveries } from "../store/delivery-store.ts";
import { countFailing } from "../store/endpoint-health-store.ts";
import type { FanOutDeps } from "./delivery-deps.ts";

const SWEEP_MAX_ROWS = 4_000;

/** Deliveries that nobody comes for: longer waits than a message can be delayed, lost messages, workers that died. */
export function sweepDeliveries(deps: FanOutDeps): Promise<{ resent: number }> {
  return sweepTimers<DeliveryRef>(deps, {
    kind: "delivery",
    rows: "delivery",
    rowsMax: SWEEP_MAX_ROWS,
    patienceMs: deps.limits.delivery.leaseMs,
    jobOf: ({ pk }) => {
      const [, tenantId = "", deliveryId = ""] = pk.split("#");
      return { tenantId, deliveryId };
    },
    pass: async (messages) => {
      // The index names the rows alone.
      const rows = await readDeliveries(
        deps.tables,
        messages.map(({ job }) => job),
      );
      measureAge(
        deps,
        rows.filter((row) => row !== undefined),
      );
      const found = messages.flatMap(({ delaySeconds }, index) => {
        const row = rows[index];
        return row ? [{ job: { queue: "deliveries" as const, body: jobOfDelivery(row) }, delaySeconds }] : [];
      });
      if (found.length > 0) await deps.jobs.send(found);
    },
  });
}

/** How long nobody has come for the oldest. By the rows: who sweeps moves their times in the index. */
function measureAge(deps: FanOutDeps, rows: readonly Delivery[]): void {
  const nowMs = deps.clock();
  const ages = rows.map((row) => nowMs - awaitedSince(row, deps.limits.delivery)).filter((age) => age > 0);
  if (ages.length > 0) deps.metrics.gauge("DeliveryOverdueAge", Math.max(...ages), "Milliseconds");
}

/** For the dashboard: how many endpoints fail at this moment. That is their merchants' matter, and no alarm of ours. */
export async function measureFailingEndpoints(deps: Deps): Promise<{ failing: number }> {
  const failing = await countFailing(deps.tables);
  deps.metrics.gauge("WebhookEndpointsFailing", failing, "Count");
  return { failing };
}
