import type { WebhookDeliveryView } from "../../../contract/answers/events.ts";
import { TerminalError } from "../../foundation/domain/errors.ts";
import { keptSince } from "../../foundation/domain/events.ts";
import { tenantIn, tenantOf } from "../../foundation/domain/ids.ts";
import type { Caller, Deps } from "../../foundation/services/deps.ts";
import { type ListParts, partsOf, tenantOfList } from "../../foundation/services/list-parts.ts";
import { type Page, type PageOf, pageOf } from "../../foundation/services/pages.ts";
import { stateShards } from "../../foundation/store/keys.ts";
import { type Delivery, type DeliveryState, isOver } from "../domain/delivery.ts";
import { deliveryView } from "../domain/event-views.ts";
import { readDelivery } from "../store/delivery-store.ts";
import { readLiveEndpoints } from "../store/endpoint-store.ts";
import { deliveriesOfEvent, listOfDeliveries } from "../store/keys.ts";

export async function deliveryOf(deps: Deps, caller: Caller, deliveryId: string): Promise<Delivery> {
  const delivery = await readDelivery(deps.tables, { tenantId: tenantOf(caller, "dlv", deliveryId), deliveryId });
  if (delivery && !isOver(delivery, deps.clock())) return delivery;
  throw new TerminalError("not-found", "there is no webhook delivery with this id");
}

export async function getDelivery(deps: Deps, caller: Caller, deliveryId: string): Promise<WebhookDeliveryView> {
  return deliveryView(await deliveryOf(deps, caller, deliveryId));
}

export interface DeliveriesPage extends Page {
  webhookEndpointId?: string | undefined;
  status?: DeliveryState | undefined;
  eventId?: string | undefined;
}

/** One event's, or one endpoint's, by the time of their events; else those of all endpoints that live, or of all merchants'. */
export async function listDeliveries(
  deps: Deps,
  caller: Caller,
  page: DeliveriesPage,
): Promise<PageOf<WebhookDeliveryView>> {
  const { webhookEndpointId, status, eventId } = page;
  const tenantId = tenantOfList(caller, {
    tenantId: page.tenantId ?? (caller.kind === "operator" ? tenantIn(webhookEndpointId ?? eventId ?? "") : undefined),
  });
  // Another merchant's event or endpoint is answered as one of which nobody has been told.
  const named = [webhookEndpointId, eventId].filter((id) => id !== undefined);
  if (named.some((id) => tenantId === undefined || tenantIn(id) !== tenantId)) return { items: [], nextCursor: null };
  return pageOf<Delivery, WebhookDeliveryView>(deps, page, {
    table: "events",
    parts: await partsOfDeliveries(deps, tenantId, page),
    range: { since: keptSince(deps.clock()) },
    keep: (row) =>
      (status === undefined || row.state === status) &&
      (webhookEndpointId === undefined || row.webhookEndpointId === webhookEndpointId),
    view: deliveryView,
  });
}

async function partsOfDeliveries(deps: Deps, tenantId: string | undefined, page: DeliveriesPage): Promise<ListParts> {
  const { webhookEndpointId, eventId } = page;
  if (eventId !== undefined) return { index: "resource", partitions: [deliveriesOfEvent(eventId)] };
  if (tenantId === undefined) return partsOf(tenantId, "DLV");
  const ids =
    webhookEndpointId === undefined
      ? (await readLiveEndpoints(deps.tables, tenantId)).map((endpoint) => endpoint.webhookEndpointId)
      : [webhookEndpointId];
  return {
    index: "state",
    partitions: ids.flatMap((id) => stateShards("DLV").map((shard) => listOfDeliveries(tenantId, id, shard))),
  };
}
