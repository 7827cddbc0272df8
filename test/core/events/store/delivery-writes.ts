import { type Delivery, type DeliveryAttempt, newDelivery } from "../../../../core/events/domain/delivery.ts";
import {
  awaitLane,
  cancelDelivery,
  claimDelivery,
  exhaustDelivery,
  holdDelivery,
  putDelivery,
  recordDelivered,
  recordRetry,
  resendDelivery,
} from "../../../../core/events/store/delivery-store.ts";
import { freeLane, takeLane } from "../../../../core/events/store/lane-store.ts";
import type { WriteCase } from "../../foundation/store/write-cases.ts";

const NOW = 1_000_000_000;
const event = { tenantId: "acme", eventId: "evt_acme_01", type: "payment.succeeded", at: NOW } as const;
const ENDPOINT = { tenantId: "acme", webhookEndpointId: "whe_acme_01", status: "ENABLED" } as const;
const SEEN: Delivery = { ...newDelivery(event, ENDPOINT, NOW), epoch: 3 };
const ATTEMPT: DeliveryAttempt = { at: NOW, httpStatus: 500, error: null, durationMs: 9, responseExcerpt: null };
const LEASE = { leaseUntil: NOW + 30_000, dueAt: NOW + 90_000, lane: 2 };
const TIMER = { nextAttemptAt: NOW + 5_000, dueAt: NOW + 90_000 };
const LANE = { ...ENDPOINT, deliveryId: SEEN.deliveryId, lane: 2, epoch: 4 };

const in_ = (state: Delivery["state"]) => ({ state, epoch: 3 });
const changedMeanwhile = (state: Delivery["state"]) => ({
  epochIsMine: { "one that was changed meanwhile": { state, epoch: 4 }, "one that is gone": undefined },
});
/** A row that is gone has no state either, so that it violates this clause with the other. */
const alone = (state: Delivery["state"]) => ({
  epochIsMine: { "one that was changed meanwhile": { state, epoch: 4 } },
});

export const DELIVERY_WRITES: WriteCase[] = [
  {
    write: putDelivery(SEEN, NOW),
    accepts: { "a pair that is new": undefined },
    refuses: { isNew: { "one that was fanned out before": { state: "DELIVERED" } } },
  },
  {
    write: claimDelivery(SEEN, "claim", LEASE, NOW),
    accepts: { "one that waits for a try": in_("PENDING") },
    refuses: {
      stateAllows: { "one that is being tried": in_("SENDING"), "one that is held": in_("HELD") },
      ...alone("PENDING"),
    },
  },
  {
    write: claimDelivery({ ...SEEN, state: "SENDING" }, "reclaim", LEASE, NOW),
    accepts: { "one whose worker was lost": { ...in_("SENDING"), leaseUntil: NOW - 1 } },
    refuses: {
      stateAllows: { "one that was recorded": { ...in_("PENDING"), leaseUntil: NOW - 1 } },
      leaseIsOver: { "one whose worker may live": { ...in_("SENDING"), leaseUntil: NOW } },
      epochIsMine: { "one that was changed meanwhile": { state: "SENDING", epoch: 4, leaseUntil: NOW - 1 } },
    },
  },
  {
    write: awaitLane(SEEN, NOW + 30_000, NOW),
    accepts: { "one that waits for a try": in_("PENDING"), "one whose worker was lost": in_("SENDING") },
    refuses: changedMeanwhile("PENDING"),
  },
  {
    write: recordDelivered(SEEN, ATTEMPT, NOW),
    accepts: { "one of this worker's": in_("SENDING") },
    refuses: { stateAllows: { "one that is held": in_("HELD") }, ...alone("SENDING") },
  },
  {
    write: recordRetry(SEEN, "fail", ATTEMPT, TIMER, NOW),
    accepts: { "one of this worker's": in_("SENDING") },
    refuses: { stateAllows: { "one that is cancelled": in_("CANCELLED") }, ...alone("SENDING") },
  },
  {
    write: recordRetry(SEEN, "skip", ATTEMPT, TIMER, NOW),
    accepts: { "one that waits for a try": in_("PENDING") },
    refuses: { stateAllows: { "one that is being tried": in_("SENDING") }, ...alone("PENDING") },
  },
  {
    write: exhaustDelivery(SEEN, ATTEMPT, NOW),
    accepts: { "one whose last try has failed": in_("SENDING"), "one whose time is over": in_("PENDING") },
    refuses: { stateAllows: { "one that is delivered": in_("DELIVERED") }, ...alone("SENDING") },
  },
  {
    write: holdDelivery(SEEN, undefined, NOW),
    accepts: { "one that waits for a try": in_("PENDING"), "one that met 410": in_("SENDING") },
    refuses: { stateAllows: { "one that is exhausted": in_("EXHAUSTED") }, ...alone("PENDING") },
  },
  {
    write: cancelDelivery(SEEN, NOW),
    accepts: { "one that waits for a try": in_("PENDING"), "one whose worker was lost": in_("SENDING") },
    refuses: { stateAllows: { "one that is delivered": in_("DELIVERED") }, ...alone("PENDING") },
  },
  {
    write: resendDelivery(SEEN, NOW, NOW),
    accepts: {
      "one that is delivered": in_("DELIVERED"),
      "one that is exhausted": in_("EXHAUSTED"),
      "one that is held": in_("HELD"),
    },
    refuses: {
      stateAllows: {
        "one that is on its way": in_("PENDING"),
        "one that is being tried": in_("SENDING"),
        "one whose endpoint is deleted": in_("CANCELLED"),
      },
      ...alone("HELD"),
    },
  },
  {
    write: takeLane(LANE, NOW + 30_000, NOW),
    accepts: { "a lane that nobody is in": undefined, "one whose lease is over": { leaseUntil: NOW - 1 } },
    refuses: { isFree: { "one that somebody is in": { leaseUntil: NOW } } },
  },
  {
    write: freeLane(LANE),
    accepts: { "one of this worker's": { deliveryId: SEEN.deliveryId, epoch: 4 } },
    refuses: {
      isHolder: { "one that another delivery has taken": { deliveryId: "dlv_acme_02", epoch: 4 } },
      epochIsMine: { "one of a later try": { deliveryId: SEEN.deliveryId, epoch: 6 } },
    },
  },
];
