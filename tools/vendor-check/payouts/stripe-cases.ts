import { LONGEST_TENANT_ID } from "../bench.ts";
import { ANY_TEXT, type Case } from "../case.ts";
import type { PayoutTrial } from "./payout-trial.ts";

const TRANSFERS = "https://docs.stripe.com/api/transfers/create";
const LIST = {
  says: "Transfers are listed by their transfer_group",
  url: "https://docs.stripe.com/api/transfers/list",
};
const KEYS = "https://docs.stripe.com/api/idempotent_requests";
const CODES = "https://docs.stripe.com/error-codes";
const CURRENCIES = "https://docs.stripe.com/currencies";
const PAID = { outcome: "paid", providerReference: ANY_TEXT };
const NOT_FOUND = { outcome: "not-found" };
const POOR = { outcome: "declined", reason: "platform-balance-insufficient" };
const declined = (reason: string) => ({ outcome: "declined", reason });
const unknown = (reason: string) => ({ outcome: "unknown", reason });
export const pay = { does: "pay 19.70 USD", call: (trial: PayoutTrial) => trial.pay(), must: PAID };
const query = (trial: PayoutTrial) => trial.query();

function told(name: string, amount: number, currency: string, says: string): Case<PayoutTrial> {
  return {
    name,
    why: "A wrong factor pays out a hundred times too much, or too little.",
    page: { says, url: CURRENCIES },
    subject: { amount: { amount, currency } },
    // A test balance may hold none of this currency: then the refusal says so, and the amount was understood.
    steps: [
      { does: `pay ${amount} of the smallest unit of ${currency}`, call: (trial) => trial.pay(), must: [PAID, POOR] },
    ],
  };
}

export const stripePayoutCases: Case<PayoutTrial>[] = [
  {
    name: "A payout is made",
    why: "The plain case. The test balance is filled by charging pm_card_bypassPending.",
    page: { says: "A transfer moves money from the platform's balance to a connected account", url: TRANSFERS },
    steps: [pay],
  },
  {
    name: "The same key twice has one effect",
    why: "Every lost answer is followed by a second send.",
    page: { says: "The first result of a key is repeated for at least 24 hours", url: KEYS },
    steps: [
      pay,
      { ...pay, does: "pay it again", must: "as at first" },
      { does: "look it up", call: query, must: "as at first" },
    ],
  },
  {
    name: "The same key to another account is refused, and stays in doubt",
    why: "A refused repetition says nothing of the first send.",
    page: { says: "Parameters that differ from the first request's are an error", url: KEYS },
    steps: [
      pay,
      {
        does: "pay under its key to another account",
        call: (trial) => trial.pay({ account: "acct_other" }),
        must: unknown("request-refused"),
      },
    ],
  },
  {
    name: "Our number finds the payout at once",
    why: "The look-up is what gives money back, or does not.",
    page: LIST,
    steps: [pay, { does: "look it up", call: query, must: "as at first" }],
  },
  {
    name: "A number that was never sent is not found",
    why: "Only then may it be sent again.",
    page: LIST,
    steps: [{ does: "look up a new number", call: query, must: NOT_FOUND }],
  },
  {
    name: "A payout whose answer is lost is in doubt, found, and not made twice",
    why: "The heart of it: what came of a call that nobody heard the end of.",
    page: { says: "Retry with the same key after a connection error", url: KEYS },
    steps: [
      {
        does: "pay and lose the answer",
        call: (trial) => trial.losing(() => trial.pay()),
        must: unknown("connection-failed"),
      },
      { does: "look it up", call: query, must: PAID },
      { ...pay, does: "pay it again", must: "as before" },
    ],
  },
  {
    name: "An account that nobody has is declined",
    why: "The amount goes back to the wallet, at once and for good.",
    page: { says: "resource_missing: the resource does not exist", url: `${CODES}#resource-missing` },
    steps: [
      {
        does: "pay to acct_gone",
        call: (trial) => trial.pay({ account: "acct_gone" }),
        must: declined("account-unknown"),
      },
      { does: "look it up", call: query, must: NOT_FOUND },
    ],
  },
  {
    name: "More than the balance holds is declined",
    why: "The amount goes back to the wallet; ours is the balance to fill.",
    page: { says: "balance_insufficient", url: `${CODES}#balance-insufficient` },
    subject: { amount: { amount: 99_999_999, currency: "USD" } },
    steps: [
      { does: "pay 999,999.99 USD", call: (trial) => trial.pay(), must: POOR },
      { does: "look it up", call: query, must: NOT_FOUND },
    ],
  },
  told("Yen have no decimals", 500, "JPY", "JPY is zero-decimal"),
  told("Dinars have three decimals, of which the last is 0", 5000, "KWD", "KWD is three-decimal, rounded to tens"),
  {
    name: "What Stripe cannot count is declined and not sent",
    why: "Nothing is ever rounded.",
    page: { says: "The last digit of a three-decimal amount must be 0", url: CURRENCIES },
    subject: { amount: { amount: 1505, currency: "KWD" } },
    steps: [{ ...pay, does: "pay 1.505 KWD", must: declined("amount-unsupported"), sendsNothing: true }],
  },
  {
    name: "Our longest number is taken whole",
    why: "It is the group by which the payout is found.",
    page: {
      says: "transfer_group and metadata are texts; values of metadata up to 500 characters",
      url: "https://docs.stripe.com/api/metadata",
    },
    subject: { tenantId: LONGEST_TENANT_ID },
    steps: [pay, { does: "look it up", call: query, must: "as at first" }],
  },
  {
    name: "A wrong key is ours to mend",
    why: "It must raise the alarm, and give nothing back.",
    page: { says: "401: no valid API key provided", url: "https://docs.stripe.com/api/errors" },
    steps: [
      { does: "pay with another key", call: (trial) => trial.pay({}, "wrong key"), must: unknown("channel-unusable") },
      { does: "look it up with it", call: (trial) => trial.query("wrong key"), must: unknown("channel-unusable") },
    ],
  },
];
