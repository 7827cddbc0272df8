import type { Event } from "../../foundation/domain/events.ts";
import type { DeliveryJob } from "../../foundation/domain/jobs.ts";
import { sourcesOf } from "../../foundation/domain/transitions.ts";
import { type Assignments, absent, below, type Clauses, equals, oneOf } from "../../foundation/store/expression.ts";
import { duePlace, eventKey, placeAmongAll, stateShard } from "../../foundation/store/keys.ts";
import type { Tables, Write } from "../../foundation/store/table.ts";
import { put, update } from "../../foundation/store/write.ts";
import {
  DELIVERY_TRANSITIONS,
  type Delivery,
  type DeliveryAttempt,
  type DeliveryEvent,
  type DeliveryRef,
  type DeliveryState,
  withAttempt,
} from "../domain/delivery.ts";
import type { WebhookEndpoint } from "../domain/webhook-endpoint.ts";
import { deliveriesOfEvent, deliveryKey, listOfDeliveries, liveEndpointKey } from "./keys.ts";

const keyOf = ({ tenantId, deliveryId }: DeliveryRef) => deliveryKey(tenantId, deliveryId);
const from = (event: DeliveryEvent): Clauses => ({
  stateAllows: oneOf("state", sourcesOf<DeliveryState, DeliveryEvent>(DELIVERY_TRANSITIONS, event)),
});
/** As it was read, or as the claim has left it: each change is another epoch. */
const under = ({ epoch }: Pick<Delivery, "epoch">): Clauses => ({ epochIsMine: equals("epoch", epoch) });
const due = ({ deliveryId }: DeliveryRef, dueAt: number) => ({ duePk: duePlace("delivery", deliveryId), dueAt });
const DUE = ["duePk", "dueAt"];
const LEASE = ["leaseUntil", "lane"];

/** When somebody comes for it next: its own message first, then whoever looks for what is due. */
export interface Timer {
  nextAttemptAt: number;
  dueAt: number;
}

/** Made once, whoever fans its event out and how often. `dueAt`: of one that is on its way. */
export function putDelivery(delivery: Delivery, dueAt: number): Write & { kind: "put" } {
  const { tenantId, deliveryId, webhookEndpointId, eventId, state } = delivery;
  const item = {
    ...deliveryKey(tenantId, deliveryId),
    ...delivery,
    ...(state === "PENDING" ? due(delivery, dueAt) : {}),
    statePk: listOfDeliveries(tenantId, webhookEndpointId, stateShard("DLV", deliveryId)),
    allPk: placeAmongAll("DLV", deliveryId),
    resourcePk: deliveriesOfEvent(eventId),
  };
  return put("delivery.fan-out", item, { isNew: absent("pk") }, "events");
}

export interface TryLease {
  leaseUntil: number;
  dueAt: number;
  lane: number;
}

/** The right to try it, also when the worker of its last try was lost. With the lane that the lease names. */
export function claimDelivery(
  seen: Delivery,
  kind: "claim" | "reclaim",
  { leaseUntil, dueAt, lane }: TryLease,
  nowMs: number,
): Write & { kind: "update" } {
  const leaseIsOver: Clauses = kind === "reclaim" ? { leaseIsOver: below("leaseUntil", nowMs) } : {};
  return update(
    `delivery.${kind}`,
    ...changing(seen, {
      set: {
        state: "SENDING",
        waits: 0,
        leaseUntil,
        lane,
        ...due(seen, dueAt),
        updatedAt: nowMs,
      },
      remove: ["nextAttemptAt"],
      only: { ...from(kind), ...leaseIsOver, ...under(seen) },
    }),
  );
}

/** Its lane is taken. Of several messages one sets the next timer, and that one alone comes again. */
export function awaitLane(seen: Delivery, dueAt: number, nowMs: number): Write & { kind: "update" } {
  return update(
    "delivery.await-lane",
    ...changing(seen, {
      set: { waits: seen.waits + 1, ...due(seen, dueAt), updatedAt: nowMs },
      only: under(seen),
    }),
  );
}

export function recordDelivered(mine: Delivery, attempt: DeliveryAttempt, nowMs: number): Write {
  return update(
    "delivery.deliver",
    ...changing(mine, {
      set: { state: "DELIVERED", attempts: withAttempt(mine, attempt), updatedAt: nowMs },
      remove: [...DUE, ...LEASE],
      only: { ...from("deliver"), ...under(mine) },
    }),
  );
}

/** A try that has failed, or was passed over (`skip`), before the last. */
export function recordRetry(
  seen: Delivery,
  kind: "fail" | "skip",
  attempt: DeliveryAttempt,
  { nextAttemptAt, dueAt }: Timer,
  nowMs: number,
): Write & { kind: "update" } {
  return update(
    `delivery.${kind}`,
    ...changing(seen, {
      set: {
        state: "PENDING",
        tries: seen.tries + 1,
        waits: 0,
        attempts: withAttempt(seen, attempt),
        nextAttemptAt,
        ...due(seen, dueAt),
        updatedAt: nowMs,
      },
      remove: LEASE,
      only: { ...from(kind), ...under(seen) },
    }),
  );
}

/** The last try has failed; or, without an attempt, what it tells of is not kept any more. */
export function exhaustDelivery(seen: Delivery, attempt: DeliveryAttempt | undefined, nowMs: number): Write {
  return endTries("exhaust", "EXHAUSTED", seen, attempt, nowMs);
}

/** Its endpoint is disabled. With an attempt: by the answer to it. */
export function holdDelivery(seen: Delivery, attempt: DeliveryAttempt | undefined, nowMs: number): Write {
  return endTries("hold", "HELD", seen, attempt, nowMs);
}

/** Its endpoint is deleted. */
export function cancelDelivery(seen: Delivery, nowMs: number): Write & { kind: "update" } {
  return endTries("cancel", "CANCELLED", seen, undefined, nowMs);
}

function endTries(
  kind: "exhaust" | "hold" | "cancel",
  state: DeliveryState,
  seen: Delivery,
  attempt: DeliveryAttempt | undefined,
  nowMs: number,
): Write & { kind: "update" } {
  const tried = attempt && { attempts: withAttempt(seen, attempt), tries: seen.tries + 1 };
  return update(
    `delivery.${kind}`,
    ...changing(seen, {
      set: { state, ...tried, updatedAt: nowMs },
      remove: [...DUE, ...LEASE, "nextAttemptAt"],
      only: { ...from(kind), ...under(seen) },
    }),
  );
}

/** Its merchant wants it sent, whatever has become of it: a round of its own. One that is on its way is left alone. */
export function resendDelivery(
  seen: Delivery,
  dueAt: number,
  nowMs: number,
  replayedBy?: string,
): Write & { kind: "update" } {
  return update(
    "delivery.resend",
    ...changing(seen, {
      set: {
        state: "PENDING",
        tries: 0,
        waits: 0,
        round: seen.round + 1,
        nextAttemptAt: nowMs,
        replayedBy,
        ...due(seen, dueAt),
        updatedAt: nowMs,
      },
      only: { ...from("resend"), ...under(seen) },
    }),
  );
}

interface Change {
  set: Assignments;
  remove?: readonly string[];
  only: Clauses;
}

/** What an update of it is made of, behind its name. */
function changing(seen: Delivery, { set, remove = [], only }: Change) {
  return [keyOf(seen), { set: { ...set, epoch: seen.epoch + 1 }, remove, only }, "events"] as const;
}

export async function readDelivery(tables: Tables, ref: DeliveryRef): Promise<Delivery | undefined> {
  return (await tables.get("events", keyOf(ref))) as Delivery | undefined;
}

/** All that a try needs, in one request; `undefined`: it is gone, or the endpoint does not live. */
export async function readForTry(tables: Tables, job: DeliveryJob) {
  const { tenantId, deliveryId, eventId, webhookEndpointId } = job;
  const [delivery, event, endpoint] = await tables.getAcross([
    { table: "events", ...deliveryKey(tenantId, deliveryId) },
    { table: "events", ...eventKey(tenantId, eventId) },
    { table: "main", ...liveEndpointKey(tenantId, webhookEndpointId) },
  ]);
  return {
    delivery: delivery as Delivery | undefined,
    event: event as Event | undefined,
    endpoint: endpoint as WebhookEndpoint | undefined,
  };
}

/** In the order of `refs`. */
export async function readDeliveries(tables: Tables, refs: readonly DeliveryRef[]): Promise<(Delivery | undefined)[]> {
  return (await tables.getMany("events", refs.map(keyOf))) as unknown as (Delivery | undefined)[];
}
