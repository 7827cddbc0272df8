import { wholeNumber } from "../command.js";
import { EXIT, mistake } from "../exit.js";
import { printable } from "../text.js";
import { writing } from "../writing.js";

/** @typedef {import("../../index.js").Schemas["Payment"]} Payment */

const WAIT_SECONDS = 120;
const TIMEOUT = { value: "SECONDS", does: `how long to wait: ${WAIT_SECONDS}` };

/** @type {Record<string, import("../exit.js").Exit>} all others may still change, or wait for somebody */
const ENDS = {
  SUCCEEDED: EXIT.done,
  PARTIALLY_REFUNDED: EXIT.done,
  DECLINED: EXIT.refused,
  CANCELLED: EXIT.refused,
  REFUNDED: EXIT.refused,
};

/** @type {import("../command.js").Command} */
const create = {
  name: "payments create",
  does: "asks for a payment of an order",
  more: [
    "The order number sees to it that an order is not paid twice: while a payment of it is open, or when it is paid, another one is refused and that one is named.",
    "Without --wait it is done when the payment is accepted; with it, as of payments wait.",
  ],
  takes: [],
  options: {
    "order-no": { value: "NO", does: "your number of the order", isNeeded: true },
    amount: { value: "N", does: "in minor units: 1999 is 19.99 USD, 1999 JPY, 1.999 KWD", isNeeded: true },
    currency: { value: "CUR", does: "ISO 4217: USD", isNeeded: true },
    channel: { value: "NAME", does: "sandbox, stripe, alipay or epay", isNeeded: true },
    "payment-method": { value: "NAME", does: "the channel's; the sandbox has pm_ok, pm_declined, pm_action, ..." },
    "customer-id": { value: "ID", does: "your customer's" },
    description: { value: "TEXT", does: "what the customer reads" },
    "return-url": { value: "URL", does: "where the channel's page sends the customer" },
    "order-id": { value: "ID", does: "an order of an offer that it pays" },
    "idempotency-key": { value: "KEY", does: "the request's name; a new one unless told otherwise" },
    wait: { does: "until it has ended, or waits for somebody" },
    timeout: TIMEOUT,
  },
  examples: [
    "npx tender payments create --order-no A-1001 --amount 1999 --currency USD \\",
    "  --channel sandbox --payment-method pm_ok --wait",
  ],
  run: async (context) => {
    const { values, screen } = context;
    const { "order-no": orderNo = "", currency = "", channel, "payment-method": paymentMethod, description } = values;
    const { "customer-id": customerId, "return-url": returnUrl, "order-id": orderId, amount = "" } = values;
    if (!/^[1-9]\d{0,12}$/.test(amount))
      throw mistake("--amount is a whole number of minor units: 1999 for 19.99 USD, 1999 for 1999 JPY.");
    const money = { amount: Number(amount), currency };
    // The API is who knows the channels. What was not given is not in the JSON.
    const body = /** @type {import("../../index.js").Body<"createPayment">} */ ({
      ...{ orderNo, amount: money, channel, paymentMethod, customerId, description, returnUrl, orderId },
    });
    const timeoutMs = wholeNumber(values, "timeout", WAIT_SECONDS, 1) * 1000;
    const tender = context.tender();
    const accepted = await writing(context, (options) => tender.payments.create(body, options));
    if (values.wait !== undefined) {
      screen.note(`${printable(accepted.paymentId)} is accepted.`);
      return await ended(context, accepted.paymentId, undefined, timeoutMs);
    }
    if (screen.isJson) screen.json(accepted);
    else screen.facts(Object.entries(accepted));
    return EXIT.done;
  },
};

/** @type {import("../command.js").Command} */
const get = {
  name: "payments get",
  does: "shows a payment as it is now",
  more: [],
  takes: ["PAYMENTID"],
  options: {},
  examples: ["npx tender payments get pay_acme_01KFZ0C1PX01PXJTQRNHNVN4FK"],
  run: async (context) => {
    const [id = ""] = context.words;
    show(context, await context.tender().payments.get(id, { signal: context.io.signal }));
    return EXIT.done;
  },
};

/** @type {import("../command.js").Command} */
const wait = {
  name: "payments wait",
  does: "waits until a payment has ended, or waits for somebody itself",
  more: [
    "0 if it is SUCCEEDED, 2 if it is DECLINED, CANCELLED or REFUNDED, 3 if it has not ended: it is under way still, the customer has to act (REQUIRES_ACTION), or a person of the platform (NEEDS_REVIEW).",
    "With --until: 0 if it has come to one of these statuses, 2 if it has ended as another.",
  ],
  takes: ["PAYMENTID"],
  options: {
    until: { value: "A,B", does: "statuses to wait for: SUCCEEDED,DECLINED,CANCELLED" },
    timeout: TIMEOUT,
  },
  examples: [
    "npx tender payments wait pay_acme_01KFZ0C1PX01PXJTQRNHNVN4FK",
    "npx tender payments wait $PAYMENT --until SUCCEEDED --timeout 600",
  ],
  run: (context) => {
    const [id = ""] = context.words;
    const until = context.values.until?.split(",").map((status) => status.trim().toUpperCase());
    return ended(context, id, until, wholeNumber(context.values, "timeout", WAIT_SECONDS, 1) * 1000);
  },
};

export const payments = [create, get, wait];

/**
 * @param {import("../command.js").Context} context
 * @param {string} id
 * @param {string[] | undefined} until
 * @param {number} timeoutMs
 */
async function ended(context, id, until, timeoutMs) {
  const { signal } = context.io;
  const statuses = /** @type {Payment["status"][] | undefined} */ (until);
  const payment = await context.tender().payments.waitFor(id, { until: statuses, timeoutMs, signal });
  show(context, payment);
  if (until) return EXIT.done;
  if (payment.status === "REQUIRES_ACTION") context.screen.note("The customer has to act: send them to paymentUrl.");
  if (payment.status === "NEEDS_REVIEW") context.screen.note("It waits for a person of the platform.");
  return ENDS[payment.status] ?? EXIT.pending;
}

/**
 * @param {import("../command.js").Context} context
 * @param {Payment} payment
 */
function show({ screen }, payment) {
  if (screen.isJson) return screen.json(payment);
  const { paymentId, status, orderNo, amount, channel, refunded, reason, paymentUrl, createdAt, updatedAt } = payment;
  screen.facts([
    ["paymentId", paymentId],
    ["status", status],
    ["reason", reason],
    ["orderNo", orderNo],
    ["amount", `${amount.amount} ${amount.currency} (minor units)`],
    ["refunded", refunded?.amount > 0 ? `${refunded.amount} ${refunded.currency}` : null],
    ["channel", channel],
    ["paymentUrl", paymentUrl],
    ["createdAt", createdAt],
    ["updatedAt", updatedAt],
  ]);
}
