import { head } from "../../foundation/store/keys.ts";
import type { Key } from "../../foundation/store/table.ts";

export const orderKey = (tenantId: string, orderId: string): Key => head(`ORDER#${tenantId}#${orderId}`);
export const offerKey = (tenantId: string, offerId: string): Key => head(`OFFER#${tenantId}#${offerId}`);
/** Each in a partition of its own: together they take what one could not. */
export const stockKey = (tenantId: string, offerId: string, slot: number): Key =>
  head(`STOCK#${tenantId}#${offerId}#${slot}`);
export const subscriptionKey = (tenantId: string, subscriptionId: string): Key =>
  head(`SUB#${tenantId}#${subscriptionId}`);
/** No key names a user: each has the user's mark. */
export const quotaKey = (tenantId: string, offerId: string, userMark: string): Key =>
  head(`QUOTA#${tenantId}#${offerId}#${userMark}`);
export const userPartition = (tenantId: string, userMark: string): string => `USER#${tenantId}#${userMark}`;
export const userKey = (tenantId: string, userMark: string): Key => head(userPartition(tenantId, userMark));
/** Under its user, so that one consistent query finds all subscriptions; `stateSk` is its creation's ULID. */
export const userSubscriptionKey = (tenantId: string, userMark: string, stateSk: string): Key => ({
  pk: userPartition(tenantId, userMark),
  sk: `SUB#${stateSk}`,
});
/** From the merchant's number to who has it: an order of an offer, the payment that pays it, or a payment by itself. */
export const orderNoKey = (tenantId: string, orderNo: string): Key => head(`ORDERNO#${tenantId}#${orderNo}`);

export const listOfOrders = (tenantId: string, state: string, shard: number): string =>
  `ORDER#${tenantId}#${state}#${shard}`;
/** `owner` index: what one user has ordered or used, newest first; what was forgotten is not in it. */
export const ordersOfUser = (tenantId: string, userMark: string): string => `ORDER#${tenantId}#${userMark}`;
