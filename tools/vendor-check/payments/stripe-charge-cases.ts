import { ANY_TEXT, type Case } from "../case.ts";
import type { PaymentTrial } from "./payment-trial.ts";

const TESTING = "https://docs.stripe.com/testing";
const KEYS = "https://docs.stripe.com/api/idempotent_requests";
const CURRENCIES = "https://docs.stripe.com/currencies";
const ACTION = "pm_card_threeDSecure2Required";
const SUCCEEDED = { outcome: "succeeded", providerReference: ANY_TEXT };
const OPEN = { outcome: "requires-action" };
const declined = (reason: string) => ({ outcome: "declined", reason });
const unknown = (reason: string) => ({ outcome: "unknown", reason });

const charge = (paymentMethod?: string) => (trial: PaymentTrial) =>
  trial.charge(paymentMethod === undefined ? {} : { paymentMethod });
const query = (trial: PaymentTrial) => trial.query();

function answered(name: string, paymentMethod: string, must: object, why: string, says: string): Case<PaymentTrial> {
  const steps = [{ does: `charge ${paymentMethod}`, call: charge(paymentMethod), must: { ...must } }];
  return { name, why, page: { says, url: TESTING }, steps };
}

function money(name: string, amount: number, currency: string, says: string): Case<PaymentTrial> {
  return {
    name,
    why: "A wrong factor charges a hundred times too much, or too little.",
    page: { says, url: CURRENCIES },
    subject: { amount: { amount, currency } },
    steps: [
      {
        does: `charge ${amount} of the smallest unit of ${currency}`,
        call: charge(),
        must: { ...SUCCEEDED, amount: { amount, currency } },
      },
      { does: "look it up", call: query, must: { outcome: "succeeded", amount: { amount, currency } } },
    ],
  };
}

function offClock(name: string, madeAtOffsetMs: number): Case<PaymentTrial> {
  return {
    name,
    why: "The list is read from the time in our number on: a clock that is off must not turn a charge into not found.",
    page: { says: "created is measured by Stripe's clock", url: "https://docs.stripe.com/api/payment_intents/list" },
    subject: { madeAtOffsetMs },
    steps: [
      { does: "charge pm_card_visa", call: charge(), must: SUCCEEDED },
      { does: "look it up by our number", call: query, must: "as at first" },
    ],
  };
}

export const stripeChargeCases: Case<PaymentTrial>[] = [
  answered("A card that works is charged", "pm_card_visa", SUCCEEDED, "The plain case.", "pm_card_visa succeeds"),
  answered(
    "A card that is declined is declined",
    "pm_card_chargeDeclined",
    declined("card-declined"),
    "A refusal must end the payment, and not leave it in doubt.",
    "card_declined with generic_decline",
  ),
  answered(
    "A card without money is declined for that",
    "pm_card_chargeDeclinedInsufficientFunds",
    declined("insufficient-funds"),
    "The merchant's customer is told why.",
    "card_declined with insufficient_funds",
  ),
  answered(
    "A payment method that nobody has is declined",
    "pm_missing",
    declined("method-refused"),
    "A typing error of a merchant must not be looked up for a day.",
    "resource_missing for the parameter payment_method",
  ),
  {
    name: "A card that asks for its owner gives a page",
    why: "The customer has to be sent to their bank, and the payment must wait.",
    page: { says: "The card requires 3D Secure 2 on all transactions", url: `${TESTING}#regulatory-cards` },
    steps: [
      { does: `charge ${ACTION}`, call: charge(ACTION), must: { ...OPEN, paymentUrl: ANY_TEXT } },
      { does: "look it up", call: query, must: OPEN },
    ],
  },
  {
    name: "The same without a page to come back to is declined",
    why: "A customer who cannot be sent away must not be waited for.",
    page: {
      says: "error_on_requires_action fails the payment",
      url: "https://docs.stripe.com/api/payment_intents/create",
    },
    steps: [
      {
        does: `charge ${ACTION} without returnUrl`,
        call: (trial) => trial.charge({ paymentMethod: ACTION, returnUrl: undefined }),
        must: declined("method-refused"),
      },
    ],
  },
  {
    name: "What its owner agrees to on the page is captured",
    why: "The whole way of a customer, with the page in a browser.",
    page: { says: "Complete the authentication on the test page", url: `${TESTING}#regulatory-cards` },
    needs: ["person"],
    steps: [
      { does: `charge ${ACTION}`, call: charge(ACTION), must: OPEN },
      {
        does: "a person completes the page",
        call: (trial) => trial.visit("Open this page and complete the authentication"),
        must: { person: "did it" },
      },
      { does: "look it up", call: query, must: SUCCEEDED, withinMs: 30_000 },
    ],
  },
  {
    name: "The same key twice has one effect",
    why: "Every lost answer is followed by a second send: it must not charge twice.",
    page: { says: "The first result of a key is repeated for at least 24 hours", url: KEYS },
    steps: [
      { does: "charge pm_card_visa", call: charge(), must: SUCCEEDED },
      { does: "charge it again", call: charge(), must: "as at first" },
    ],
  },
  {
    name: "The same key with another amount is refused, and stays in doubt",
    why: "A refused repetition says nothing of the first send.",
    page: { says: "Parameters that differ from the first request's are an error", url: KEYS },
    steps: [
      { does: "charge pm_card_visa", call: charge(), must: SUCCEEDED },
      {
        does: "charge one more under the same key",
        call: (trial) => trial.charge({ amount: { amount: 2000, currency: "USD" } }),
        must: unknown("request-refused"),
      },
      { does: "look it up", call: query, must: "as at first" },
    ],
  },
  {
    name: "Our number finds the charge at once",
    why: "Search lags behind; the list must not.",
    page: { says: "Search is not for read-after-write flows", url: "https://docs.stripe.com/search#data-freshness" },
    steps: [
      { does: "charge pm_card_visa", call: charge(), must: SUCCEEDED },
      { does: "look it up by our number alone", call: query, must: "as at first" },
    ],
  },
  {
    name: "A number that was never sent is not found",
    why: "Only then may a charge be sent again, or given up.",
    page: {
      says: "The list has what was created in the time",
      url: "https://docs.stripe.com/api/payment_intents/list",
    },
    steps: [{ does: "look up a new number", call: query, must: { outcome: "not-found" } }],
  },
  {
    name: "A charge whose answer is lost is in doubt, found, and not made twice",
    why: "The heart of it: what came of a call that nobody heard the end of.",
    page: { says: "Retry with the same key after a connection error", url: KEYS },
    steps: [
      {
        does: "charge pm_card_visa and lose the answer",
        call: (trial) => trial.losing(() => trial.charge()),
        must: unknown("connection-failed"),
      },
      { does: "look it up by our number", call: query, must: SUCCEEDED },
      { does: "charge it again", call: charge(), must: "as before" },
    ],
  },
  money("Yen have no decimals", 500, "JPY", "JPY is zero-decimal: 500 is 500 yen"),
  money("Dinars have three decimals, of which the last is 0", 5000, "KWD", "KWD is three-decimal, rounded to tens"),
  money("Icelandic kronur are told with two decimals", 500, "ISK", "ISK is zero-decimal and told as two-decimal"),
  {
    name: "What Stripe cannot count is declined and not sent",
    why: "Nothing is ever rounded.",
    page: { says: "The last digit of a three-decimal amount must be 0", url: CURRENCIES },
    subject: { amount: { amount: 1505, currency: "KWD" } },
    steps: [{ does: "charge 1.505 KWD", call: charge(), must: declined("amount-unsupported"), sendsNothing: true }],
  },
  {
    name: "Less than the smallest charge is declined",
    why: "It would be refused each time again.",
    page: {
      says: "amount_too_small: the minimum is 0.50 USD",
      url: `${CURRENCIES}#minimum-and-maximum-charge-amounts`,
    },
    subject: { amount: { amount: 1, currency: "USD" } },
    steps: [{ does: "charge one cent", call: charge(), must: declined("amount-unsupported") }],
  },
  {
    name: "A wrong key is ours to mend",
    why: "It must raise the alarm, and decline nothing that was sent before.",
    page: { says: "401: no valid API key provided", url: "https://docs.stripe.com/api/errors" },
    steps: [
      {
        does: "charge with another key",
        call: (trial) => trial.charge({}, "wrong key"),
        must: unknown("channel-unusable"),
      },
      { does: "look it up with it", call: (trial) => trial.query("wrong key"), must: unknown("channel-unusable") },
    ],
  },
  offClock("A clock that is four minutes ahead of Stripe's finds its charge", 240_000),
  offClock("A clock that is four minutes behind Stripe's finds its charge", -240_000),
];
