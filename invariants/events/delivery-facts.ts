import type { WebhookEndpoint } from "../../core/events/domain/webhook-endpoint.ts";
import type { Event } from "../../core/foundation/domain/events.ts";
import type { Row } from "../rows.ts";

/** A try as a merchant's server saw it; `status` undefined: no answer of its arrived in time. */
export interface WebhookReceipt {
  url: string;
  eventId: string;
  at: number;
  status?: number | undefined;
  /** As received, to the byte. */
  body: string;
}

/** What these rules need of a delivery's row. */
interface DeliveryRow extends Row {
  deliveryId: string;
  webhookEndpointId: string;
  eventId: string;
  state: string;
}

export interface DeliveryFacts {
  endpoints: readonly (WebhookEndpoint & Row)[];
  /** Events that were looked at. */
  told: readonly (Event & Row)[];
  deliveries: readonly DeliveryRow[];
  /** `undefined`: nobody knows what the merchants' servers saw. */
  receipts: readonly WebhookReceipt[] | undefined;
}

export function deliveryFactsOf(
  of: <T>(entity: string) => (T & Row)[],
  events: readonly Row[],
  receipts: readonly WebhookReceipt[] | undefined,
): DeliveryFacts {
  const kind = <T>(prefix: string) => events.filter(({ pk }) => pk.startsWith(prefix)) as (T & Row)[];
  return {
    endpoints: of<WebhookEndpoint>("ENDPOINT").filter(({ sk }) => sk !== "COUNT"),
    told: kind<Event>("EVT#"),
    deliveries: kind<DeliveryRow>("DLV#"),
    receipts,
  };
}
