/** All of these look at one trade of 10.00 yuan that a person has paid: each takes a part of it that no other takes. */

import { declined, unknown } from "../alipay-cases.ts";
import { ANY_TEXT, type Case } from "../case.ts";
import { notified } from "../webhook-twists.ts";
import type { PaymentTrial } from "./payment-trial.ts";

const API = "https://opendocs.alipay.com/open";
const QUERY = `${API}/82ea786a_alipay.trade.query`;
const REFUND = `${API}/357441a2_alipay.trade.fastpay.refund.query`;
const REFUNDS = `${API}/3aea9b48_alipay.trade.refund`;
const NOTIFY = "https://opendocs.alipay.com/open/270/105902";
const DONE = { outcome: "succeeded", providerReference: ANY_TEXT };
const PAID = { type: "paid", eventId: ANY_TEXT, amount: { amount: 1000, currency: "CNY" } };
/** Alipay asks to wait ten seconds before a refund is looked for. */
const SHOWS_WITHIN_MS = 15_000;
const refund = (label: string, amount: number) => (trial: PaymentTrial) => trial.refund(label, amount);
const queryRefund = (label: string, amount: number) => (trial: PaymentTrial) => trial.queryRefund(label, amount);

const ofPaid = (
  one: Pick<Case<PaymentTrial>, "name" | "why" | "steps">,
  says: string,
  url: string,
  more: ("webhook" | "person")[] = [],
): Case<PaymentTrial> => ({ ...one, page: { says, url }, needs: ["person", ...more], subject: { paid: true } });

export const alipayPaidCases: Case<PaymentTrial>[] = [
  ofPaid(
    {
      name: "What was paid is found as paid",
      why: "A webhook may be lost; the look-up may not.",
      steps: [{ does: "look it up", call: (trial) => trial.query(), must: DONE }],
    },
    "TRADE_SUCCESS",
    QUERY,
  ),
  ofPaid(
    {
      name: "Another amount than ours is not taken for ours",
      why: "A number that was used before, for another amount, is not this payment.",
      steps: [
        {
          does: "look it up as one of 10.01",
          call: (trial) => trial.query("own", { amount: 1001, currency: "CNY" }),
          must: unknown("amount-mismatch"),
        },
      ],
    },
    "total_amount is the order's",
    QUERY,
  ),
  ofPaid(
    {
      name: "What was paid is not charged again under its number",
      why: "A second send comes after each lost answer.",
      steps: [
        {
          does: "charge it again",
          call: (trial) => trial.charge(),
          must: [unknown("request-refused"), { outcome: "requires-action" }],
        },
        { does: "look it up", call: (trial) => trial.query(), must: DONE },
      ],
    },
    "ACQ.TRADE_HAS_SUCCESS; a page shows it when it is opened",
    `${API}/8ad49e4a_alipay.trade.precreate`,
  ),
  ofPaid(
    {
      name: "What was paid is not cancelled, and says so",
      why: "The saga then refunds, with a number; a cancel of Alipay's would give all back without one.",
      steps: [{ does: "cancel it", call: (trial) => trial.cancel(), must: { ...DONE, outcome: "captured" } }],
    },
    "Cancel refunds what was paid",
    `${API}/13399511_alipay.trade.cancel`,
  ),
  ofPaid(
    {
      name: "A part is refunded and found",
      why: "The plain refund.",
      steps: [
        { does: "refund 1.00", call: refund("part", 100), must: DONE },
        { does: "look the refund up", call: queryRefund("part", 100), must: DONE, withinMs: SHOWS_WITHIN_MS },
      ],
    },
    "fund_change=Y: money has moved",
    REFUNDS,
  ),
  ofPaid(
    {
      name: "The same refund number twice refunds once",
      why: "A refund is sent again after each lost answer.",
      steps: [
        { does: "refund 1.00", call: refund("twice", 100), must: DONE },
        { does: "refund it again", call: refund("twice", 100), must: unknown("pending") },
        { does: "look the refund up", call: queryRefund("twice", 100), must: DONE, withinMs: SHOWS_WITHIN_MS },
      ],
    },
    "The same out_request_no again moves nothing: fund_change=N",
    REFUNDS,
  ),
  ofPaid(
    {
      name: "The same refund number for another amount is refused, and stays in doubt",
      why: "A refused repetition says nothing of the first send.",
      steps: [
        { does: "refund 1.00", call: refund("other", 100), must: DONE },
        { does: "refund 2.00 under its number", call: refund("other", 200), must: unknown("request-refused") },
      ],
    },
    "ACQ.DISCORDANT_REPEAT_REQUEST",
    REFUNDS,
  ),
  ofPaid(
    {
      name: "A refund whose answer is lost is in doubt and found",
      why: "It must neither be given up nor made twice.",
      steps: [
        {
          does: "refund 1.00 and lose the answer",
          call: (trial) => trial.losing(() => trial.refund("lost", 100)),
          must: unknown("connection-failed"),
        },
        { does: "look the refund up", call: queryRefund("lost", 100), must: DONE, withinMs: SHOWS_WITHIN_MS },
      ],
    },
    "Ask with out_request_no when the result is unknown",
    REFUND,
  ),
  ofPaid(
    {
      name: "A refund that was never sent is not found",
      why: "Only then may it be sent again.",
      steps: [{ does: "look up a new refund", call: queryRefund("never", 100), must: { outcome: "not-found" } }],
    },
    "Without a refund in the answer there is none",
    REFUND,
  ),
  ofPaid(
    {
      name: "More than is left is not refunded",
      why: "What goes out too much is nobody's money but ours.",
      steps: [{ does: "refund 10.00 more", call: refund("too much", 1000), must: declined("exceeds-charge") }],
    },
    "ACQ.REASON_TRADE_REFUND_FEE_ERR",
    REFUNDS,
  ),
  ofPaid(
    {
      name: "Alipay's notification is taken, and refused when it is changed or another's",
      why: "A proxy that rewrites bodies, or a wrong public key, shows only here.",
      steps: notified(PAID, "public key"),
    },
    "RSA2 over all parameters but sign and sign_type",
    NOTIFY,
    ["webhook"],
  ),
  {
    name: "A notification that is old is refused",
    why: "Who records one could play it again.",
    page: { says: "The signature covers no time that is promised to be the sending's", url: NOTIFY },
    impossible: "Alipay signs no time of sending; a repeated notification has the same id and is applied once",
    steps: [],
  },
];
