import { absent, anyOf, below, equals } from "../../foundation/store/expression.ts";
import type { Item, Write } from "../../foundation/store/table.ts";
import { put, remove } from "../../foundation/store/write.ts";
import type { DeliveryRef } from "../domain/delivery.ts";
import type { EndpointRef } from "../domain/webhook-endpoint.ts";
import { laneKey } from "./keys.ts";

/** Who tries an endpoint, in which of its lanes and under which epoch of its delivery. */
export interface Lane extends DeliveryRef, EndpointRef {
  lane: number;
  epoch: number;
}

const keyOf = ({ tenantId, webhookEndpointId, lane }: Lane) => laneKey(tenantId, webhookEndpointId, lane);

/** A lane is free when it has no row, or one whose lease is over. */
export function takeLane(mine: Lane, leaseUntil: number, nowMs: number): Write {
  const { deliveryId, epoch } = mine;
  const item = { ...keyOf(mine), deliveryId, epoch, leaseUntil, expiresAt: Math.ceil(leaseUntil / 1000) };
  return put("lane.take", item, { isFree: anyOf(absent("pk"), below("leaseUntil", nowMs)) }, "events");
}

/** With what the try has come to. */
export function freeLane(mine: Lane): Write {
  return remove(
    "lane.free",
    keyOf(mine),
    { isHolder: equals("deliveryId", mine.deliveryId), epochIsMine: equals("epoch", mine.epoch) },
    "events",
  );
}

/** Until when the row that was in the way holds it. */
export function heldUntil(row: Item | undefined): number {
  return Number(row?.leaseUntil ?? 0);
}
