/** I33: who was forgotten is named by nothing that is final; what is under way keeps its names, for it needs them. */

import { hasEnded } from "../../core/notifications/domain/notification.ts";
import { FINAL_STATES as FINAL_ORDERS } from "../../core/orders/domain/order.ts";
import { statusAt } from "../../core/orders/domain/subscription.ts";
import { FINAL_STATES as FINAL_PAYMENTS } from "../../core/payments/domain/payment.ts";
import type { Row } from "../rows.ts";
import type { Facts, Found } from "../snapshot.ts";

/** An index lags by seconds, and clocks differ by as much: what was final for a minute was there to be seen. */
const SEEN_AFTER_MS = 60_000;
const isPaymentFinal = (state: string) => (FINAL_PAYMENTS as readonly string[]).includes(state);
const isFinal = (state: string) => (FINAL_ORDERS as readonly string[]).includes(state);

interface About {
  id: string;
  row: { tenantId: string; userId?: string; userMark: string } & Row;
  /** Since when nothing of it needs the name; `undefined`: something does. */
  finalAt: number | undefined;
  /** It has a place among what its user has, as long as it names that. */
  isListed: boolean;
}

function* aboutUsers({ codeUses, codeOrders, purchases, subscriptions }: Facts): Generator<About> {
  for (const row of codeUses) yield { id: row.codeRedemptionId, row, finalAt: row.updatedAt, isListed: true };
  for (const row of [...codeOrders.values(), ...purchases.values()])
    yield { id: row.orderId, row, finalAt: isFinal(row.state) ? row.updatedAt : undefined, isListed: true };
  for (const row of subscriptions.values()) {
    const finalAt = row.isRevoked ? row.updatedAt : Math.max(row.endsAt, row.updatedAt);
    yield { id: row.subscriptionId, row, finalAt, isListed: false };
  }
}

/** What its customers' and receivers' names are found by. */
function* aboutOthers({ payments, notifications }: Facts) {
  for (const [id, { head }] of payments)
    if (head.customerId !== undefined && isPaymentFinal(head.state)) yield { id, head, mark: head.customerMark };
  for (const [id, { head }] of notifications)
    if (head.receiver !== undefined && hasEnded(head.state)) yield { id, head, mark: head.receiverMark };
}

/** When each user, customer and receiver was last forgotten, by all of its rows. */
function forgottenAt({ main }: Facts): Map<string, number> {
  const moments = new Map<string, number>();
  for (const { pk, at, detail } of main) {
    const { isComplete, marks = [] } = (detail ?? {}) as { isComplete?: boolean; marks?: string[] };
    if (!pk.startsWith("FORGOTTEN#") || !isComplete) continue;
    const [, tenantId] = pk.split("#");
    for (const place of [pk, ...marks.map((mark) => `FORGOTTEN#${tenantId}#${mark}`)])
      moments.set(place, Math.max(Number(at), moments.get(place) ?? 0));
  }
  return moments;
}

export function* theForgottenAreNamedNowhere(facts: Facts): Found {
  const moments = forgottenAt(facts);
  for (const { id, row, finalAt, isListed } of aboutUsers(facts)) {
    const { tenantId, userId, userMark, ownerPk } = row;
    const at = moments.get(`FORGOTTEN#${tenantId}#${userMark}`) ?? 0;
    if (userId !== undefined && finalAt !== undefined && finalAt < at - SEEN_AFTER_MS)
      yield [id, "names a user who was forgotten after it was final"];
    if (isListed && (userId === undefined) !== (ownerPk === undefined))
      yield [
        id,
        `${userId === undefined ? "names no user and is listed under one" : "names a user whose list lacks it"}`,
      ];
  }
}

export function* theForgottenAreAddressedNowhere(facts: Facts): Found {
  const moments = forgottenAt(facts);
  for (const { id, head, mark } of aboutOthers(facts)) {
    const at = moments.get(`FORGOTTEN#${head.tenantId}#${mark}`) ?? 0;
    if (head.updatedAt < at - SEEN_AFTER_MS) yield [id, "names a person who was forgotten after it was final"];
  }
}

export function* whatIsUnderWayHasItsNames({
  main,
  codeOrders,
  purchases,
  subscriptions,
  notifications,
}: Facts): Found {
  for (const { orderId, state, userId } of [...codeOrders.values(), ...purchases.values()])
    if (userId === undefined && !isFinal(state)) yield [orderId, `is ${state}, and nobody knows whose it is`];
  for (const subscription of subscriptions.values()) {
    const { subscriptionId, userId, updatedAt } = subscription;
    if (userId === undefined && statusAt(subscription, updatedAt) === "ACTIVE")
      yield [subscriptionId, "was running when its user was forgotten"];
  }
  for (const { id, head } of notifications.values())
    if (head.receiver === undefined && head.state !== "SENT" && head.state !== "FAILED")
      yield [id, `is ${head.state}, and nobody knows for whom`];
  for (const { pk, sealed, endedAt } of main.filter((row) => row.pk.startsWith("DEST#")))
    if (sealed === undefined && endedAt === undefined) yield [pk, "is in use, and has no account"];
}
