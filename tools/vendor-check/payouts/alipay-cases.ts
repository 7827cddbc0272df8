import { declined, ERRORS, misconfigured, NOT_FOUND, unknown } from "../alipay-cases.ts";
import { LONGEST_TENANT_ID } from "../bench.ts";
import { ANY_TEXT, type Case } from "../case.ts";
import { notified } from "../webhook-twists.ts";
import type { PayoutTrial } from "./payout-trial.ts";

const TRANSFER = "https://opendocs.alipay.com/open/62987723_alipay.fund.trans.uni.transfer";
const QUERY = "https://opendocs.alipay.com/open/58a29899_alipay.fund.trans.common.query";
const PAID = { outcome: "paid", providerReference: ANY_TEXT };
const pay = { does: "pay 1.00", call: (trial: PayoutTrial) => trial.pay(), must: PAID };
const query = (trial: PayoutTrial) => trial.query();

export const alipayPayoutCases: Case<PayoutTrial>[] = [
  {
    name: "A payout is made",
    why: "The plain case: signature, certificates, payee and name are taken.",
    page: { says: "SUCCESS with an order_id", url: TRANSFER },
    steps: [pay],
  },
  {
    name: "The same number twice is one transfer",
    why: "Every lost answer is followed by a second send.",
    page: { says: "out_biz_no is unique; asked again, it tells of the same order", url: TRANSFER },
    steps: [pay, { ...pay, does: "pay it again", must: "as at first" }],
  },
  {
    name: "Our number finds the payout",
    why: "The look-up is what gives money back, or does not.",
    page: { says: "Asked for by out_biz_no, product_code and biz_scene", url: QUERY },
    steps: [pay, { does: "look it up", call: query, must: "as at first", withinMs: 15_000 }],
  },
  {
    name: "A number that was never sent is not found",
    why: "Only then may it be sent again.",
    page: { says: "ORDER_NOT_EXIST", url: QUERY },
    steps: [{ does: "look up a new number", call: query, must: NOT_FOUND }],
  },
  {
    name: "A payout whose answer is lost is in doubt, found, and not made twice",
    why: "The heart of it: what came of a call that nobody heard the end of.",
    page: { says: "When the result is unknown, ask, or send again under the same number", url: TRANSFER },
    steps: [
      {
        does: "pay and lose the answer",
        call: (trial) => trial.losing(() => trial.pay()),
        must: unknown("connection-failed"),
      },
      { does: "look it up", call: query, must: PAID, withinMs: 15_000 },
      { ...pay, does: "pay it again", must: "as before" },
    ],
  },
  {
    name: "A payee whom nobody knows is declined",
    why: "The amount goes back to the wallet, at once and for good.",
    page: { says: "PAYEE_NOT_EXIST", url: TRANSFER },
    steps: [
      {
        does: "pay to nobody@example.invalid",
        call: (trial) => trial.pay({ account: "nobody@example.invalid" }),
        must: declined("account-unknown"),
      },
      { does: "look it up", call: query, must: NOT_FOUND },
    ],
  },
  {
    name: "A payee with another name is declined",
    why: "The name is what keeps a mistyped login from being paid.",
    page: { says: "PAYEE_USER_INFO_ERROR", url: TRANSFER },
    steps: [
      {
        does: "pay to the payee as 别的名字",
        call: (trial) => trial.pay({ holder: "别的名字" }),
        must: declined("holder-mismatch"),
      },
    ],
  },
  {
    name: "More than the balance holds is declined",
    why: "The amount goes back to the wallet; ours is the balance to fill.",
    page: { says: "PAYER_BALANCE_NOT_ENOUGH, BALANCE_IS_NOT_ENOUGH", url: TRANSFER },
    subject: { amount: { amount: 9_999_999_999, currency: "CNY" } },
    steps: [
      {
        does: "pay 99,999,999.99",
        call: (trial) => trial.pay(),
        // A bound of the account's for one transfer is refused first, and is not one of the listed refusals.
        must: [declined("platform-balance-insufficient"), unknown("request-refused")],
      },
      { does: "look it up", call: query, must: NOT_FOUND },
    ],
  },
  {
    name: "Less than the smallest transfer is declined",
    why: "It would be refused each time again.",
    page: { says: "AMOUNT_LESS_THAN_MIN, EXCEED_LIMIT_SM_MIN_AMOUNT", url: TRANSFER },
    subject: { amount: { amount: 1, currency: "CNY" } },
    steps: [{ does: "pay 0.01", call: (trial) => trial.pay(), must: declined("amount-unsupported") }],
  },
  {
    name: "Anything but yuan is declined and not sent",
    why: "Yen and dinars must not become yuan.",
    page: { says: "trans_amount in yuan, two decimals", url: TRANSFER },
    subject: { amount: { amount: 500, currency: "JPY" } },
    steps: [{ ...pay, does: "pay 500 JPY", must: declined("amount-unsupported"), sendsNothing: true }],
  },
  {
    name: "Our longest number is taken",
    why: "A merchant with a long name must not find out at its first withdrawal.",
    page: { says: "out_biz_no: up to 64 characters", url: TRANSFER },
    subject: { tenantId: LONGEST_TENANT_ID },
    steps: [pay],
  },
  {
    name: "A wrong private key is ours to mend",
    why: "It must raise the alarm, and give nothing back.",
    page: { says: "isv.invalid-signature", url: ERRORS },
    steps: [
      {
        does: "pay, signed by another key",
        call: (trial) => trial.pay({}, "wrong key"),
        must: unknown("channel-unusable"),
      },
    ],
  },
  ...misconfigured("was paid out"),
  {
    name: "Alipay's notification is taken, and refused when it is changed or another's",
    why: "A proxy that rewrites bodies, or a wrong public key, shows only here.",
    page: { says: "alipay.fund.trans.order.changed, subscribed to in the console", url: TRANSFER },
    needs: ["webhook"],
    steps: [pay, ...notified<PayoutTrial>({ type: "paid" }, "public key")],
  },
  {
    name: "A payout that comes back is told as a return",
    why: "It is credited to the wallet once.",
    page: { says: "REFUND: the bank gave it back", url: QUERY },
    impossible: "the sandbox's transfers to its own payees do not come back",
    steps: [],
  },
  {
    name: "A notification that is old is refused",
    why: "Who records one could play it again.",
    page: { says: "A repeated notification has the same notify_id", url: TRANSFER },
    impossible: "Alipay signs no time of sending; a repeated notification has the same id and is applied once",
    steps: [],
  },
];
