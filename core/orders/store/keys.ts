import { head } from "../../foundation/store/keys.ts";
import type { Key } from "../../foundation/store/table.ts";

export const orderKey = (tenantId: string, orderId: string): Key => head(`ORDER#${tenantId}#${orderId}`);
export const offerKey = (tenantId: string, offerId: string): Key => head(`OFFER#${tenantId}#${offerId}`);
/** Each in a partition of its own: together they take what one could not. */
export const stockKey = (tenantId: string, offerId: string, slot: number): Key =>
  head(`STOCK#${tenantId}#${offerId}#${slot}`);
export const subscriptionKey = (tenantId: string, subscriptionId: string): Key =>
  head(`SUB#${tenantId}#${subscriptionId}`);
/** A merchant's name of a user may have `#` in it, so it stands last. */
export const quotaKey = (tenantId: string, offerId: string, userId: string): Key =>
  head(`QUOTA#${tenantId}#${offerId}#${userId}`);
export const userPartition = (tenantId: string, userId: string): string => `USER#${tenantId}#${userId}`;
export const userKey = (tenantId: string, userId: string): Key => head(userPartition(tenantId, userId));
/** Under its user, so that one consistent query finds all subscriptions; `stateSk` is its creation's ULID. */
export const userSubscriptionKey = (tenantId: string, userId: string, stateSk: string): Key => ({
  pk: userPartition(tenantId, userId),
  sk: `SUB#${stateSk}`,
});
/** From the merchant's number to who has it: an order of an offer, the payment that pays it, or a payment by itself. */
export const orderNoKey = (tenantId: string, orderNo: string): Key => head(`ORDERNO#${tenantId}#${orderNo}`);

export const listOfOrders = (tenantId: string, state: string, shard: number): string =>
  `ORDER#${tenantId}#${state}#${shard}`;
/** `owner` index: what one user has ordered or used, newest first. */
export const ordersOfUser = (tenantId: string, userId: string): string => `ORDER#${tenantId}#${userId}`;
