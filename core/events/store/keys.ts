import { head } from "../../foundation/store/keys.ts";
import type { Item, Key } from "../../foundation/store/table.ts";

/** All of one merchant in one partition, those that live together: one consistent query reads them, and nothing that has ended. */
export const endpointPartition = (tenantId: string): string => `ENDPOINT#${tenantId}`;
export const OF_LIVE_ENDPOINT = "LIVE#";
export const liveEndpointKey = (tenantId: string, webhookEndpointId: string): Key => ({
  pk: endpointPartition(tenantId),
  sk: `${OF_LIVE_ENDPOINT}${webhookEndpointId}`,
});
export const endedEndpointKey = (tenantId: string, webhookEndpointId: string): Key => ({
  pk: endpointPartition(tenantId),
  sk: `ENDED#${webhookEndpointId}`,
});
/** How many of them live. */
export const endpointCountKey = (tenantId: string): Key => ({ pk: endpointPartition(tenantId), sk: "COUNT" });
/** Of an endpoint's row, as an index has it. */
export function endpointOfPlace({ pk, sk }: Item): { tenantId: string; webhookEndpointId: string } {
  return {
    tenantId: String(pk).slice("ENDPOINT#".length),
    webhookEndpointId: String(sk).slice(String(sk).indexOf("#") + 1),
  };
}

/** Those that fail, whoever they belong to. */
export const failingEndpoints = (shard: number): string => `FAILING#${shard}`;

/** In table `events`, as all that follows. */
export const deliveryKey = (tenantId: string, deliveryId: string): Key => head(`DLV#${tenantId}#${deliveryId}`);
/** Those of one endpoint, whatever became of them; none leaves its place. */
export const listOfDeliveries = (tenantId: string, webhookEndpointId: string, shard: number): string =>
  `DLV#${tenantId}#${webhookEndpointId}#${shard}`;
/** One event's, to all endpoints. */
export const deliveriesOfEvent = (eventId: string): string => `DLV#${eventId}`;
/** Whoever tries an endpoint has one of its lanes. */
export const laneKey = (tenantId: string, webhookEndpointId: string, lane: number): Key => ({
  pk: `LANE#${tenantId}#${webhookEndpointId}`,
  sk: String(lane),
});
