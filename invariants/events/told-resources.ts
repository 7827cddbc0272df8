/** What each kind of resource tells of: the types of its events, and the states that these are of. */

import type { EventType } from "../../core/foundation/domain/events.ts";
import { NOTIFICATION_TRANSITIONS } from "../../core/notifications/domain/notification.ts";
import { ORDER_TRANSITIONS } from "../../core/orders/domain/order.ts";
import { PAYMENT_TRANSITIONS, REFUND_TRANSITIONS } from "../../core/payments/domain/payment.ts";
import { REDEMPTION_TRANSITIONS } from "../../core/redemptions/domain/redemption.ts";
import { WITHDRAWAL_TRANSITIONS } from "../../core/withdrawals/domain/withdrawal.ts";
import type { Row } from "../rows.ts";

type Moves = readonly { from: string; to: string }[];

export interface ToldResource {
  /** Its rows, by the begin of their keys, and the attribute that has their id. */
  pk: string;
  sk: string;
  id: string;
  moves: Moves;
  /** Type -> the state that it tells of. */
  tells: Partial<Record<EventType, string>>;
  stateOf: (row: Row) => unknown;
  /** What a type's data may have as its status, where that is another than the state. */
  statuses?: Partial<Record<EventType, readonly string[]>>;
}

const stateOf = ({ state }: Row) => state;
const HEAD = { sk: "HEAD", stateOf };

/** Held from its first grant on, whether or not its time is over. */
const SUBSCRIPTION_MOVES: Moves = [
  { from: "(new)", to: "HELD" },
  { from: "HELD", to: "HELD" },
  { from: "HELD", to: "REVOKED" },
  { from: "REVOKED", to: "HELD" },
];

/** Enabled again, or after a success, it may fail anew. */
const ENDPOINT_MOVES: Moves = ["(new)", "FAILING", "DISABLED"].flatMap((from) => [
  { from, to: "FAILING" },
  { from, to: "DISABLED" },
]);

/** Of what its owner has done to it, nobody is told. */
function toldOfEndpoint({ status, disabledReason, failingTold }: Row): unknown {
  if (status === "ENABLED") return failingTold ? "FAILING" : status;
  return status === "DISABLED" && (disabledReason === "failing" || disabledReason === "gone") ? status : undefined;
}

export const TOLD_RESOURCES: readonly ToldResource[] = [
  {
    ...{ ...HEAD, pk: "RDM#", id: "redemptionId", moves: REDEMPTION_TRANSITIONS },
    tells: {
      "redemption.succeeded": "SUCCEEDED",
      "redemption.failed": "FAILED",
      "redemption.needs_review": "NEEDS_REVIEW",
    },
  },
  {
    ...{ ...HEAD, pk: "PAY#", id: "paymentId", moves: PAYMENT_TRANSITIONS },
    tells: {
      "payment.requires_action": "REQUIRES_ACTION",
      "payment.succeeded": "SUCCEEDED",
      "payment.declined": "DECLINED",
      "payment.cancelled": "CANCELLED",
      "payment.refunded": "REFUNDED",
      "payment.partially_refunded": "PARTIALLY_REFUNDED",
      "payment.needs_review": "NEEDS_REVIEW",
    },
  },
  {
    ...{ pk: "PAY#", sk: "REFUND#", id: "refundId", moves: REFUND_TRANSITIONS, stateOf },
    tells: { "refund.succeeded": "SUCCEEDED", "refund.failed": "FAILED" },
  },
  {
    ...{ ...HEAD, pk: "ORDER#", id: "orderId", moves: ORDER_TRANSITIONS },
    tells: {
      "order.finished": "FINISHED",
      "order.cancelled": "CANCELLED",
      "order.expired": "EXPIRED",
      "order.refunded": "REFUNDED",
    },
  },
  {
    ...{ ...HEAD, pk: "CODEUSE#", id: "codeRedemptionId" },
    moves: [
      { from: "(new)", to: "SUCCEEDED" },
      { from: "SUCCEEDED", to: "REVERSED" },
    ],
    tells: { "code.redeemed": "SUCCEEDED", "code.reversed": "REVERSED" },
  },
  {
    ...{ sk: "HEAD", pk: "SUB#", id: "subscriptionId", moves: SUBSCRIPTION_MOVES },
    stateOf: ({ isRevoked }) => (isRevoked ? "REVOKED" : "HELD"),
    tells: {
      "subscription.activated": "HELD",
      "subscription.extended": "HELD",
      "subscription.shortened": "HELD",
      "subscription.revoked": "REVOKED",
    },
    statuses: {
      "subscription.activated": ["ACTIVE"],
      "subscription.extended": ["ACTIVE"],
      "subscription.shortened": ["ACTIVE", "EXPIRED"],
    },
  },
  {
    ...{ ...HEAD, pk: "WD#", id: "withdrawalId" },
    // Each return leaves it what it is.
    moves: [...WITHDRAWAL_TRANSITIONS, { from: "CONFIRMED", to: "CONFIRMED" }],
    tells: {
      "withdrawal.confirmed": "CONFIRMED",
      "withdrawal.cancelled": "CANCELLED",
      "withdrawal.returned": "CONFIRMED",
      "withdrawal.needs_review": "NEEDS_REVIEW",
    },
  },
  {
    ...{ ...HEAD, pk: "NTF#", id: "notificationId", moves: NOTIFICATION_TRANSITIONS },
    tells: { "notification.sent": "SENT", "notification.failed": "FAILED" },
  },
  {
    // Where it lives, and where it is kept once it has ended.
    ...{ pk: "ENDPOINT#", sk: "", id: "webhookEndpointId", moves: ENDPOINT_MOVES },
    stateOf: toldOfEndpoint,
    tells: { "webhook_endpoint.failing": "FAILING", "webhook_endpoint.disabled": "DISABLED" },
    statuses: { "webhook_endpoint.failing": ["ENABLED"] },
  },
];

/** What may be told next after `from`: reached by moves through states that nobody is told of. */
export function toldAfter({ moves, tells }: ToldResource, from: string): ReadonlySet<string> {
  const told = new Set(Object.values(tells));
  const next = new Set<string>();
  const seen = new Set<string>();
  const open = [from];
  for (let at = open.pop(); at !== undefined; at = open.pop()) {
    for (const { to } of moves.filter((move) => move.from === at)) {
      if (told.has(to)) next.add(to);
      else if (!seen.has(to)) open.push(to);
      seen.add(to);
    }
  }
  return next;
}
