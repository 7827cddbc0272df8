import type { DeliveryJob } from "../../foundation/domain/jobs.ts";
import type { Delivery } from "./delivery.ts";

/** Who comes for it. */
export function jobOfDelivery({
  tenantId,
  deliveryId,
  eventId,
  webhookEndpointId,
}: DeliveryJob | Delivery): DeliveryJob {
  return { tenantId, deliveryId, eventId, webhookEndpointId };
}
