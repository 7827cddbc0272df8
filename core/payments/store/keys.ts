import { createHash } from "node:crypto";
import { head } from "../../foundation/store/keys.ts";
import type { Key } from "../../foundation/store/table.ts";

export const paymentPartition = (tenantId: string, paymentId: string): string => `PAY#${tenantId}#${paymentId}`;
export const paymentKey = (tenantId: string, paymentId: string): Key => head(paymentPartition(tenantId, paymentId));
/** Beside its payment, so that one query reads both. */
export const refundKey = (tenantId: string, paymentId: string, refundId: string): Key => ({
  pk: paymentPartition(tenantId, paymentId),
  sk: `REFUND#${refundId}`,
});
/** A merchant's account at a channel. */
export const channelAccountKey = (tenantId: string, channel: string): Key => head(`CHANNEL#${tenantId}#${channel}`);
/** From a refund's id to its payment. */
export const refundPointerKey = (tenantId: string, refundId: string): Key => head(`REF#${tenantId}#${refundId}`);
export const sagaPartition = (tenantId: string, sagaId: string): string => `SAGA#${tenantId}#${sagaId}`;
export const sagaKey = (tenantId: string, sagaId: string): Key => head(sagaPartition(tenantId, sagaId));
export const stepKey = (tenantId: string, sagaId: string, order: number): Key => ({
  pk: sagaPartition(tenantId, sagaId),
  sk: `STEP#${String(order).padStart(2, "0")}`,
});

/** `owner` index: what one customer has paid, until the customer is forgotten. */
export const paymentsOfCustomer = (tenantId: string, customerMark: string): string => `PAY#${tenantId}#${customerMark}`;

/** `state` index: who has an account at a channel, by the account's mark and the tenant. */
export const listOfChannelAccounts = (channel: string): string => `CHANNEL#${channel}`;
const MARK_CHARS = 16;
/** Tells accounts at a vendor apart without naming them; of a vendor that does not name them in what it sends, there is one. */
export const markOfAccount = (accountId = ""): string =>
  createHash("sha256").update(accountId).digest("hex").slice(0, MARK_CHARS);
export const listOfPayments = (tenantId: string, state: string, shard: number): string =>
  `PAY#${tenantId}#${state}#${shard}`;
export const listOfSagas = (tenantId: string, state: string, shard: number): string =>
  `SAGA#${tenantId}#${state}#${shard}`;
