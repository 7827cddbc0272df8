/** I33: who was forgotten is named by nothing that is final; what is under way keeps its names, for it needs them. */

import { FINAL_STATES as FINAL_ORDERS } from "../../core/orders/domain/order.ts";
import { statusAt } from "../../core/orders/domain/subscription.ts";
import type { Row } from "../rows.ts";
import type { Facts, Found } from "../snapshot.ts";

/** An index lags by seconds, and clocks differ by as much: what was final for a minute was there to be seen. */
const SEEN_AFTER_MS = 60_000;
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

/** When each user was last forgotten, by all of its rows. */
function forgottenAt({ main }: Facts): Map<string, number> {
  const moments = new Map<string, number>();
  for (const { pk, at, detail } of main) {
    if (!pk.startsWith("FORGOTTEN#") || !(detail as { isComplete?: boolean } | undefined)?.isComplete) continue;
    moments.set(pk, Math.max(Number(at), moments.get(pk) ?? 0));
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
