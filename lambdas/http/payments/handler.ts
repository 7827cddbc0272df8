import { api } from "../../middleware/api.ts";
import { paymentChannels } from "../../runtime/channels.ts";
import { once } from "../../runtime/runtime.ts";
import { httpDeps } from "../../runtime/secrets.ts";
import { log, metrics } from "../../runtime/telemetry.ts";
import { cancelOrder } from "./cancel-order.ts";
import { cancelPayment } from "./cancel-payment.ts";
import { createPayment } from "./create-payment.ts";
import { createRefund } from "./create-refund.ts";
import { getOrder } from "./get-order.ts";
import { getPayment } from "./get-payment.ts";
import { getPaymentTimeline } from "./get-payment-timeline.ts";
import { getRefund } from "./get-refund.ts";
import { listPayments } from "./list-payments.ts";
import { listRefunds } from "./list-refunds.ts";

const base = httpDeps();
// Accepting a payment asks who has which channel, and calls none.
const channels = paymentChannels({ log, metrics });

export const handler = api(
  [
    createPayment,
    listPayments,
    getPayment,
    getPaymentTimeline,
    cancelPayment,
    createRefund,
    listRefunds,
    getRefund,
    getOrder,
    cancelOrder,
  ],
  once(async () => ({ ...(await base()), channels })),
);
