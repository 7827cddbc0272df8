import { ANY_TEXT, type Case } from "../case.ts";
import type { PaymentTrial } from "./payment-trial.ts";

const CANCEL = "https://docs.stripe.com/api/payment_intents/cancel";
const REFUNDS = "https://docs.stripe.com/api/refunds/create";
const ACTION = "pm_card_threeDSecure2Required";
const CANCELLED = { outcome: "cancelled", amount: 0 };
const DONE = { outcome: "succeeded", providerReference: ANY_TEXT };
const OPEN = { outcome: "requires-action" };
const declined = (reason: string) => ({ outcome: "declined", reason });
const unknown = (reason: string) => ({ outcome: "unknown", reason });
const gone = (amount: number, currency = "USD") => ({ outcome: "found", refunded: { amount, currency } });

const cancel = (trial: PaymentTrial) => trial.cancel();
const query = (trial: PaymentTrial) => trial.query();
const trade = (trial: PaymentTrial) => trial.trade();
const refund = (label: string, amount: number) => (trial: PaymentTrial) => trial.refund(label, amount);
const open = {
  does: `charge ${ACTION}`,
  call: (trial: PaymentTrial) => trial.charge({ paymentMethod: ACTION }),
  must: OPEN,
};
const paid = { paid: true } as const;

export const stripeUndoCases: Case<PaymentTrial>[] = [
  {
    name: "What nobody has paid yet is cancelled, and stays so",
    why: "After a cancel the customer must not be able to pay.",
    page: { says: "A canceled intent can make no more charges", url: CANCEL },
    steps: [
      open,
      { does: "cancel it", call: cancel, must: CANCELLED },
      { does: "cancel it again", call: cancel, must: CANCELLED },
      { does: "look it up", call: query, must: declined("refused") },
    ],
  },
  {
    name: "What is captured is not cancelled, and says so",
    why: "The saga then refunds; a false word would keep the customer's money.",
    page: { says: "Only intents that have not succeeded can be canceled", url: CANCEL },
    subject: paid,
    steps: [{ does: "cancel a captured charge", call: cancel, must: { ...DONE, outcome: "captured" } }],
  },
  {
    name: "A cancel closes the key of a charge that has not come yet",
    why: "A charge may be on its way while its payment is cancelled.",
    page: {
      says: "Parameters that differ from the first request's are an error",
      url: "https://docs.stripe.com/api/idempotent_requests",
    },
    steps: [
      { does: "cancel what was never charged", call: cancel, must: CANCELLED },
      { does: "charge it now", call: (trial) => trial.charge(), must: unknown("request-refused") },
      { does: "look it up", call: query, must: declined("refused") },
    ],
  },
  {
    name: "Parts are refunded one by one",
    why: "Each part moves once, and the sum is the vendor's.",
    page: { says: "A charge can be refunded in parts until it is refunded whole", url: REFUNDS },
    subject: paid,
    steps: [
      { does: "refund 5.00", call: refund("one", 500), must: DONE },
      { does: "refund 7.00", call: refund("two", 700), must: DONE },
      { does: "ask what has gone back", call: trade, must: gone(1200) },
    ],
  },
  {
    name: "More than is left is not refunded",
    why: "What goes out too much is nobody's money but ours.",
    page: { says: "It is an error to refund more money than is left on the charge", url: REFUNDS },
    subject: paid,
    steps: [
      { does: "refund 15.00 of 19.99", call: refund("one", 1500), must: DONE },
      { does: "refund 5.00 more", call: refund("two", 500), must: declined("exceeds-charge") },
      { does: "ask what has gone back", call: trade, must: gone(1500) },
    ],
  },
  {
    name: "Of a charge that is refunded whole nothing more is refunded",
    why: "It is another refusal of the vendor's, and must be read as well.",
    page: { says: "charge_already_refunded", url: "https://docs.stripe.com/error-codes#charge-already-refunded" },
    subject: paid,
    steps: [
      { does: "refund all", call: refund("one", 1999), must: DONE },
      { does: "refund 1.00 more", call: refund("two", 100), must: declined("exceeds-charge") },
    ],
  },
  {
    name: "The same refund key twice refunds once",
    why: "A refund is sent again after each lost answer.",
    page: { says: "The first result of a key is repeated", url: "https://docs.stripe.com/api/idempotent_requests" },
    subject: paid,
    steps: [
      { does: "refund 5.00", call: refund("one", 500), must: DONE },
      { does: "refund it again", call: refund("one", 500), must: "as at first" },
      { does: "ask what has gone back", call: trade, must: gone(500) },
    ],
  },
  {
    name: "A refund whose answer is lost is in doubt and found",
    why: "It must neither be given up nor made twice.",
    page: { says: "Refunds are listed by their intent", url: "https://docs.stripe.com/api/refunds/list" },
    subject: paid,
    steps: [
      {
        does: "refund 5.00 and lose the answer",
        call: (trial) => trial.losing(() => trial.refund("one", 500)),
        must: unknown("connection-failed"),
      },
      { does: "look the refund up", call: (trial) => trial.queryRefund("one", 500), must: DONE },
      { does: "ask what has gone back", call: trade, must: gone(500) },
    ],
  },
  {
    name: "A refund that was never sent is not found",
    why: "Only then may it be sent again.",
    page: { says: "Refunds are listed by their intent", url: "https://docs.stripe.com/api/refunds/list" },
    subject: paid,
    steps: [
      { does: "look up a new refund", call: (trial) => trial.queryRefund("one", 500), must: { outcome: "not-found" } },
    ],
  },
  {
    name: "What was not captured is not refunded",
    why: "Nothing may go back that never came.",
    page: { says: "A refund needs a successful charge", url: REFUNDS },
    steps: [open, { does: "refund 5.00 of it", call: refund("one", 500), must: declined("not-captured") }],
  },
  {
    name: "A part of an amount without decimals is refunded as such",
    why: "The factor must be the same on the way back.",
    page: { says: "JPY is zero-decimal", url: "https://docs.stripe.com/currencies#zero-decimal" },
    subject: { paid: true, amount: { amount: 500, currency: "JPY" } },
    steps: [
      { does: "refund 200 JPY of 500", call: refund("one", 200), must: DONE },
      { does: "ask what has gone back", call: trade, must: gone(200, "JPY") },
    ],
  },
  {
    name: "A dispute takes money back",
    why: "It has to be held in the merchant's wallet.",
    page: {
      says: "pm_card_createDispute is disputed as soon as it is charged",
      url: "https://docs.stripe.com/testing#disputes",
    },
    needs: ["webhook"],
    steps: [
      {
        does: "charge pm_card_createDispute",
        call: (trial) => trial.charge({ paymentMethod: "pm_card_createDispute" }),
        must: DONE,
      },
      {
        does: "wait for the webhook of the dispute",
        call: (trial) => trial.webhookOf("disputed"),
        must: { kind: "event", event: { type: "disputed", providerReference: ANY_TEXT } },
      },
    ],
  },
];
