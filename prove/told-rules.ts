/** I30, at the moment of the write: an event shows its resource as its transaction has left it. */

import { isDeepStrictEqual } from "node:util";
import type { CodeUse } from "../core/codes/domain/code-use.ts";
import { codeUseView } from "../core/codes/domain/code-views.ts";
import { endpointView } from "../core/events/domain/event-views.ts";
import type { WebhookEndpoint } from "../core/events/domain/webhook-endpoint.ts";
import { liveEndpointKey } from "../core/events/store/keys.ts";
import type { Event } from "../core/foundation/domain/events.ts";
import type { Item } from "../core/foundation/store/table.ts";
import type { Notification } from "../core/notifications/domain/notification.ts";
import { notificationView } from "../core/notifications/domain/notification-view.ts";
import type { Order } from "../core/orders/domain/order.ts";
import { orderView, subscriptionView } from "../core/orders/domain/order-views.ts";
import type { Subscription } from "../core/orders/domain/subscription.ts";
import type { Payment, Refund } from "../core/payments/domain/payment.ts";
import { paymentView, refundView } from "../core/payments/domain/payment-view.ts";
import type { Redemption } from "../core/redemptions/domain/redemption.ts";
import { redemptionView } from "../core/redemptions/domain/redemption-view.ts";
import type { Withdrawal } from "../core/withdrawals/domain/withdrawal.ts";
import { withdrawalView } from "../core/withdrawals/domain/withdrawal-views.ts";
import type { Violation } from "../invariants/snapshot.ts";
import { keyOf } from "./shadow.ts";

type Rows = ReadonlyMap<string, Item>;
type View = (row: never, at: number) => object;

/** A resource that is told of, by the begin of its types: where its row stands, and what a read shows of it. */
const VIEWS: Record<string, { entity: string; view: View }> = {
  redemption: { entity: "RDM", view: (row: Redemption) => redemptionView(row) },
  payment: { entity: "PAY", view: (row: Payment) => paymentView(row, []) },
  order: { entity: "ORDER", view: (row: Order) => orderView(row) },
  code: { entity: "CODEUSE", view: (row: CodeUse) => codeUseView(row) },
  subscription: { entity: "SUB", view: (row: Subscription, at) => subscriptionView(row, at) },
  withdrawal: { entity: "WD", view: (row: Withdrawal) => withdrawalView(row) },
  notification: { entity: "NTF", view: (row: Notification) => notificationView(row) },
};

/** Those that have no row of their own name. */
const BESIDE: Record<string, (event: Event, rows: Rows) => object | "gone"> = {
  refund: refundIn,
  webhook_endpoint: endpointIn,
};

/** `rows`: of the main table, after all writes of the transaction. Kinds that nobody here knows are left alone. */
export function judgeTold(event: Event, rows: Rows): Violation[] {
  const [kind = ""] = event.type.split(".");
  const find = BESIDE[kind] ?? ((one: Event) => shownOf(kind, one, rows));
  const shown = find(event, rows);
  if (shown === undefined) return [];
  const found = (detail: string) => [{ invariant: "I30", subject: event.resourceId, detail }];
  if (shown === "gone") return found(`${event.type} tells of what is not there`);
  const { refunds = [], ...data } = event.data as { refunds?: { status: string; amount: { amount: number } }[] };
  if (!isDeepStrictEqual(data, withoutRefunds(shown)))
    return found(`${event.type} shows ${JSON.stringify(data)}, and it is ${JSON.stringify(withoutRefunds(shown))}`);
  if (kind !== "payment") return [];
  // How each of the others stands is as it was read; what has gone back is exact.
  const back = refunds
    .filter(({ status }) => status === "SUCCEEDED")
    .reduce((sum, { amount }) => sum + amount.amount, 0);
  const { refunded } = shown as { refunded: { amount: number } };
  return back === refunded.amount
    ? []
    : found(`${event.type} shows refunds of ${back}, and ${refunded.amount} went back`);
}

function shownOf(kind: string, { tenantId, resourceId, at }: Event, rows: Rows): object | "gone" | undefined {
  const known = VIEWS[kind];
  if (!known) return undefined;
  const row = rows.get(keyOf({ pk: `${known.entity}#${tenantId}#${resourceId}`, sk: "HEAD" }));
  return row ? known.view(row as never, at) : "gone";
}

/** It stands beside its payment, which it names. */
function refundIn({ tenantId, resourceId, data }: Event, rows: Rows): object | "gone" {
  const { paymentId } = data as { paymentId?: string };
  const row = rows.get(keyOf({ pk: `PAY#${tenantId}#${paymentId}`, sk: `REFUND#${resourceId}` }));
  return row ? refundView(row as object as Refund) : "gone";
}

/** All of a merchant's live together; one that is told of has not ended. */
function endpointIn({ tenantId, resourceId }: Event, rows: Rows): object | "gone" {
  const row = rows.get(keyOf({ ...liveEndpointKey(tenantId, resourceId) }));
  return row ? endpointView(row as object as WebhookEndpoint) : "gone";
}

function withoutRefunds(shown: object): object {
  const { refunds: _, ...rest } = shown as { refunds?: unknown };
  return rest;
}
