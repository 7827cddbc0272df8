import { ACCESS_WRITES } from "../../access/store/access-writes.ts";
import { CODE_WRITES } from "../../codes/store/code-writes.ts";
import { DELIVERY_WRITES } from "../../events/store/delivery-writes.ts";
import { ENDPOINT_HEALTH_WRITES } from "../../events/store/endpoint-health-writes.ts";
import { ENDPOINT_WRITES } from "../../events/store/endpoint-writes.ts";
import { REPLAY_WRITES } from "../../events/store/replay-writes.ts";
import { NOTIFICATION_WRITES } from "../../notifications/store/notification-writes.ts";
import { ORDER_WRITES } from "../../orders/store/order-writes.ts";
import { CHANNEL_ACCOUNT_WRITES } from "../../payments/store/channel-account-writes.ts";
import { CHANNEL_MONEY_WRITES } from "../../payments/store/channel-money-writes.ts";
import { PAYMENT_WRITES } from "../../payments/store/payment-writes.ts";
import { SAGA_WRITES } from "../../payments/store/saga-writes.ts";
import { ACCOUNT_WRITES } from "../../redemptions/store/account-writes.ts";
import { REDEMPTION_WRITES } from "../../redemptions/store/redemption-writes.ts";
import { WITHDRAWAL_WRITES } from "../../withdrawals/store/withdrawal-writes.ts";
import { OTHER_WRITES } from "./other-writes.ts";
import type { WriteCase } from "./write-cases.ts";

/** The cases of every write that the store names. */
export const ALL_WRITES: readonly WriteCase[] = [
  ...REDEMPTION_WRITES,
  ...ACCOUNT_WRITES,
  ...PAYMENT_WRITES,
  ...CHANNEL_MONEY_WRITES,
  ...CHANNEL_ACCOUNT_WRITES,
  ...SAGA_WRITES,
  ...CODE_WRITES,
  ...ORDER_WRITES,
  ...WITHDRAWAL_WRITES,
  ...NOTIFICATION_WRITES,
  ...ACCESS_WRITES,
  ...ENDPOINT_WRITES,
  ...DELIVERY_WRITES,
  ...ENDPOINT_HEALTH_WRITES,
  ...REPLAY_WRITES,
  ...OTHER_WRITES,
];
