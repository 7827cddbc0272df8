/** Payouts by Alipay: a transfer to an Alipay account, in CNY. The wire is described in `docs/payouts.md`. */

import {
  type AlipayAnswer,
  type AlipayApp,
  type AlipayGateway,
  doubtOf,
  openGateway,
  succeeded,
} from "../../foundation/providers/alipay-gateway.ts";
import { numberOf } from "../../foundation/providers/alipay-number.ts";
import { plainText } from "../../foundation/providers/signed-form.ts";
import {
  REFERENCE,
  sameMoney,
  type TimeLeft,
  timeLeft,
  unknown,
  type VendorDeps,
} from "../../foundation/providers/vendor-call.ts";
import { moneyOfYuan, yuanOf } from "../../foundation/providers/yuan.ts";
import type {
  PayoutCall,
  PayoutOutcome,
  PayoutProvider,
  PayoutQueryOutcome,
  PayoutRef,
} from "../domain/payout-provider.ts";

const KIND = { product_code: "TRANS_ACCOUNT_NO_PWD", biz_scene: "DIRECT_TRANSFER" };
const TITLE_MAX_CHARS = 128;
const NO_ORDER = "ORDER_NOT_EXIST";

/** Refusals of what is asked for: there is no transfer and, asked for in the same way, there will be none. */
const REFUSALS: Record<string, string> = {
  PAYEE_NOT_EXIST: "account-unknown",
  PAYEE_ACC_OCUPIED: "account-unknown",
  PAYEE_USER_INFO_ERROR: "holder-mismatch",
  PAYEE_CERT_INFO_ERROR: "holder-mismatch",
  PAYEE_USERINFO_STATUS_ERROR: "account-cannot-receive",
  PAYEE_USER_TYPE_ERROR: "account-cannot-receive",
  PAYEE_CERTIFY_LEVEL_LIMIT: "account-cannot-receive",
  PERMIT_NON_BANK_LIMIT_PAYEE: "account-cannot-receive",
  PAYER_BALANCE_NOT_ENOUGH: "platform-balance-insufficient",
  BALANCE_IS_NOT_ENOUGH: "platform-balance-insufficient",
  AMOUNT_LESS_THAN_MIN: "amount-unsupported",
  EXCEED_LIMIT_SM_MIN_AMOUNT: "amount-unsupported",
};

/** Throws when the configuration cannot work, so that a wrong one stops at its start and not payout by payout. */
export async function makeAlipayPayouts(config: AlipayApp, deps: VendorDeps): Promise<PayoutProvider> {
  const gateway = await openGateway(config, deps.clock);
  return {
    pay: (call) => pay(gateway, call, timeLeft(deps, call.timeoutMs)),
    query: (ref) => query(gateway, ref, timeLeft(deps, ref.timeoutMs)),
  };
}

async function pay(gateway: AlipayGateway, call: PayoutCall, left: TimeLeft): Promise<PayoutOutcome> {
  const amount = yuanOf(call.net);
  if (amount === undefined) return { outcome: "declined", reason: "amount-unsupported" };
  const biz = {
    ...KIND,
    out_biz_no: numberOf(call.withdrawalId),
    trans_amount: amount,
    order_title: plainText(call.withdrawalNo, TITLE_MAX_CHARS) || "withdrawal",
    payee_info: payeeOf(call),
  };
  const answer = await gateway.call({ method: "alipay.fund.trans.uni.transfer", biz }, left);
  if ("unknown" in answer) return unknown(answer.unknown);
  if (succeeded(answer)) return told(answer, call);
  const code = answer.sub_code ?? "";
  const reason = Object.hasOwn(REFUSALS, code) ? REFUSALS[code] : undefined;
  if (reason === undefined) return unknown(doubtOf(answer));
  // An earlier send of ours may be what makes this one impossible.
  const earlier = await query(gateway, call, left);
  return earlier.outcome === "not-found" ? { outcome: "declined", reason } : earlier;
}

/** A user's number has sixteen digits and begins with 2088; whatever else is what people log in with, and their name is asked for. */
function payeeOf({ account, holder }: PayoutCall): Record<string, string> {
  const isUserId = /^2088\d{12}$/.test(account);
  return {
    identity: account,
    identity_type: isUserId ? "ALIPAY_USER_ID" : "ALIPAY_LOGON_ID",
    ...(holder === undefined ? {} : { name: holder }),
  };
}

async function query(gateway: AlipayGateway, ref: PayoutRef, left: TimeLeft): Promise<PayoutQueryOutcome> {
  const biz = { ...KIND, out_biz_no: numberOf(ref.withdrawalId) };
  const answer = await gateway.call({ method: "alipay.fund.trans.common.query", biz }, left);
  if ("unknown" in answer) return unknown(answer.unknown);
  if (succeeded(answer)) return told(answer, ref);
  return answer.sub_code === NO_ORDER ? { outcome: "not-found" } : unknown(doubtOf(answer));
}

/** A question is answered with the amount; the answer to the transfer itself does not repeat it. */
function told(answer: AlipayAnswer, { withdrawalId, net }: PayoutRef): PayoutOutcome {
  const { out_biz_no: number, order_id: providerReference = "", status, trans_amount: amount } = answer;
  if (number !== numberOf(withdrawalId)) return unknown("response-invalid");
  if (amount !== undefined && !sameMoney(moneyOfYuan(amount), net)) return unknown("amount-mismatch");
  switch (status) {
    case "SUCCESS":
    // Paid out, and given back since: the notification of it books that.
    case "REFUND":
      return REFERENCE.test(providerReference) ? { outcome: "paid", providerReference } : unknown("response-invalid");
    case "FAIL":
    case "CLOSED":
      return { outcome: "declined", reason: refusalOf(answer) };
    case "DEALING":
    case "WAIT_PAY":
      return unknown("pending");
    default:
      return unknown("response-invalid");
  }
}

function refusalOf({ error_code: code = "" }: AlipayAnswer): string {
  return (Object.hasOwn(REFUSALS, code) ? REFUSALS[code] : undefined) ?? "refused";
}
