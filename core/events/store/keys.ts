import type { Key } from "../../foundation/store/table.ts";

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
