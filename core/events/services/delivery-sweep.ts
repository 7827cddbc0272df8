import { sweepTimers } from "../../foundation/services/due-rows.ts";
import type { DeliveryRef } from "../domain/delivery.ts";
import { jobOfDelivery } from "../domain/delivery-job.ts";
import { readDeliveries } from "../store/delivery-store.ts";
import { dueDeliveries } from "../store/keys.ts";
import type { FanOutDeps } from "./delivery-deps.ts";

const SWEEP_MAX_ROWS = 500;

/** Deliveries that nobody comes for: longer waits than a message can be delayed, lost messages, workers that died. */
export function sweepDeliveries(deps: FanOutDeps): Promise<{ resent: number }> {
  return sweepTimers<DeliveryRef>(deps, {
    kind: "delivery",
    table: "events",
    duePk: dueDeliveries,
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
      const found = messages.flatMap(({ delaySeconds }, index) => {
        const row = rows[index];
        return row ? [{ job: { queue: "deliveries" as const, body: jobOfDelivery(row) }, delaySeconds }] : [];
      });
      if (found.length > 0) await deps.jobs.send(found);
    },
  });
}
