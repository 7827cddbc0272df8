/** The client of Alipay: QR codes (`precreate`) or its pages (`page`), in CNY. The wire is described in `docs/channels.md`. */

import {
  type AlipayAnswer,
  type AlipayGateway,
  beijingTime,
  doubtOf,
  openGateway,
  succeeded,
} from "../../foundation/providers/alipay-gateway.ts";
import { numberOf, requestNumberOf } from "../../foundation/providers/alipay-number.ts";
import { plainText } from "../../foundation/providers/signed-form.ts";
import {
  REFERENCE,
  sameMoney,
  type TimeLeft,
  timeLeft,
  type Unknown,
  unknown,
  type VendorDeps,
  webUrlOf,
} from "../../foundation/providers/vendor-call.ts";
import { moneyOfYuan, yuanOf } from "../../foundation/providers/yuan.ts";
import type {
  AlipayConfig,
  CancelCall,
  CancelOutcome,
  ChargeCall,
  ChargeOutcome,
  ChargeRef,
  PaymentChannel,
  RefundCall,
  RefundOutcome,
  RefundQueryOutcome,
} from "../domain/channel.ts";

const SUBJECT_MAX_CHARS = 128;
const NO_TRADE = "ACQ.TRADE_NOT_EXIST";

/** Refusals of the request itself: there is no trade and will be none. */
const CHARGE_REFUSALS = new Set(["ACQ.EXIST_FORBIDDEN_WORD", "ACQ.ACCESS_FORBIDDEN"]);

const REFUND_REFUSALS: Record<string, "refused" | "exceeds-charge" | "not-captured"> = {
  "ACQ.REASON_TRADE_REFUND_FEE_ERR": "exceeds-charge",
  "ACQ.REFUND_AMT_NOT_EQUAL_TOTAL": "exceeds-charge",
  "ACQ.TRADE_NOT_EXIST": "not-captured",
  "ACQ.TRADE_STATUS_ERROR": "not-captured",
  "ACQ.REASON_TRADE_STATUS_INVALID": "not-captured",
  "ACQ.TRADE_HAS_CLOSE": "not-captured",
  "ACQ.TRADE_HAS_FINISHED": "refused",
  "ACQ.SELLER_BALANCE_NOT_ENOUGH": "refused",
};

/** Throws when the configuration cannot work, so that a wrong one stops at its start and not payment by payment. */
export async function makeAlipayChannel(config: AlipayConfig, deps: VendorDeps): Promise<PaymentChannel> {
  const gateway = await openGateway(config, deps.clock);

  return {
    async charge(call) {
      const biz = tradeOf(call);
      if (biz === undefined) return { outcome: "declined", reason: "amount-unsupported" };
      const { notifyUrl, returnUrl } = call;
      if (config.mode === "page") {
        const page = { ...biz, product_code: "FAST_INSTANT_TRADE_PAY" };
        return {
          outcome: "requires-action",
          paymentUrl: gateway.pageUrl({ method: "alipay.trade.page.pay", biz: page, notifyUrl, returnUrl }),
        };
      }
      const left = timeLeft(deps, call.timeoutMs);
      const answer = await gateway.call({ method: "alipay.trade.precreate", biz, notifyUrl }, left);
      return "unknown" in answer ? unknown(answer.unknown) : readPrecreated(answer, call);
    },

    async query(ref) {
      const trade = await findTrade(gateway, ref, timeLeft(deps, ref.timeoutMs));
      if ("outcome" in trade) return trade;
      switch (trade.state) {
        case "none":
          return { outcome: "not-found" };
        case "waiting":
          return { outcome: "requires-action", providerReference: trade.tradeNo };
        case "paid":
          return { outcome: "succeeded", amount: ref.amount, providerReference: trade.tradeNo };
        // Never paid, or paid and given back in full: in both cases nothing is captured and nothing will be.
        case "closed":
          return { outcome: "declined", reason: "expired" };
      }
    },

    /** Asks first, as Alipay demands: what is paid is refunded, not cancelled. */
    async cancel(call) {
      const left = timeLeft(deps, call.timeoutMs);
      const trade = await findTrade(gateway, call, left);
      const ended = cancelOutcomeOf(trade, call);
      if (ended !== undefined) return ended;
      // A page that nobody opened has no trade to close; a code that nobody scanned can be cancelled all the same.
      if (config.mode === "precreate") return await cancelTrade(gateway, call, left);
      return "state" in trade && trade.state === "none"
        ? { outcome: "not-found" }
        : await closeTrade(gateway, call, left);
    },

    async refund(call) {
      const refundAmount = yuanOf(call.amount);
      if (refundAmount === undefined) return { outcome: "declined", reason: "amount-unsupported" };
      const left = timeLeft(deps, call.timeoutMs);
      const biz = { ...tradeRef(call), refund_amount: refundAmount, out_request_no: requestNumberOf(call.refundId) };
      const answer = await gateway.call({ method: "alipay.trade.refund", biz }, left);
      if ("unknown" in answer) return unknown(answer.unknown);
      if (succeeded(answer)) return readRefunded(answer, call);

      const reason = REFUND_REFUSALS[answer.sub_code ?? ""];
      if (reason === undefined) return unknown(doubtOf(answer));
      // An earlier send of ours may be what makes this one impossible.
      const earlier = await queryRefund(gateway, call, left);
      return earlier.outcome === "not-found" ? { outcome: "declined", reason } : earlier;
    },

    queryRefund: (call) => queryRefund(gateway, call, timeLeft(deps, call.timeoutMs)),
  };
}

/** `undefined`: not an amount in yuan. */
function tradeOf(call: ChargeCall): Record<string, string> | undefined {
  const total = yuanOf(call.amount);
  if (total === undefined) return undefined;
  const { expiresAtMs, description = "", orderNo } = call;
  const subject = plainText(description, SUBJECT_MAX_CHARS) || plainText(orderNo, SUBJECT_MAX_CHARS) || "order";
  return {
    out_trade_no: numberOf(call.paymentId),
    total_amount: total,
    subject,
    ...(expiresAtMs === undefined ? {} : { time_expire: beijingTime(expiresAtMs) }),
  };
}

function tradeRef({ paymentId }: { paymentId: string }): { out_trade_no: string } {
  return { out_trade_no: numberOf(paymentId) };
}

function readPrecreated(answer: AlipayAnswer, call: ChargeCall): ChargeOutcome {
  if (!succeeded(answer)) {
    if (answer.sub_code === "ACQ.TOTAL_FEE_EXCEED") return { outcome: "declined", reason: "amount-unsupported" };
    if (CHARGE_REFUSALS.has(answer.sub_code ?? "")) return { outcome: "declined", reason: "refused" };
    if (answer.sub_code === "ACQ.TRADE_HAS_CLOSE") return { outcome: "declined", reason: "expired" };
    // ACQ.TRADE_HAS_SUCCESS among them: an earlier code of ours was paid, and a query says by how much.
    return unknown(doubtOf(answer));
  }
  const paymentUrl = webUrlOf(answer.qr_code);
  if (answer.out_trade_no !== numberOf(call.paymentId)) return unknown("response-invalid");
  return paymentUrl === undefined ? { outcome: "unpayable" } : { outcome: "requires-action", paymentUrl };
}

type Trade = { state: "none" } | { state: "waiting" | "paid"; tradeNo: string } | { state: "closed"; paid: boolean };

async function findTrade(gateway: AlipayGateway, ref: ChargeRef, left: TimeLeft): Promise<Trade | Unknown> {
  const answer = await gateway.call({ method: "alipay.trade.query", biz: tradeRef(ref) }, left);
  if ("unknown" in answer) return unknown(answer.unknown);
  if (!succeeded(answer)) return answer.sub_code === NO_TRADE ? { state: "none" } : unknown(doubtOf(answer));

  const { trade_no: tradeNo = "", trade_status: status } = answer;
  if (answer.out_trade_no !== numberOf(ref.paymentId) || !REFERENCE.test(tradeNo)) return unknown("response-invalid");
  if (!sameMoney(moneyOfYuan(answer.total_amount), ref.amount)) return unknown("amount-mismatch");
  if (status === "TRADE_SUCCESS" || status === "TRADE_FINISHED") return { state: "paid", tradeNo };
  if (status === "WAIT_BUYER_PAY") return { state: "waiting", tradeNo };
  // The date of payment tells a trade that was given back from one that was never paid. An empty one is none.
  return status === "TRADE_CLOSED"
    ? { state: "closed", paid: (answer.send_pay_date ?? "") !== "" }
    : unknown("response-invalid");
}

/** `undefined`: the trade is open, or there is none yet. */
function cancelOutcomeOf(trade: Trade | Unknown, call: CancelCall): CancelOutcome | undefined {
  if ("outcome" in trade) return trade;
  if (trade.state === "paid") return { outcome: "captured", amount: call.amount, providerReference: trade.tradeNo };
  return trade.state === "closed" ? { outcome: "cancelled", amount: trade.paid ? call.amount.amount : 0 } : undefined;
}

async function cancelTrade(gateway: AlipayGateway, call: CancelCall, left: TimeLeft): Promise<CancelOutcome> {
  const answer = await gateway.call({ method: "alipay.trade.cancel", biz: tradeRef(call) }, left);
  if ("unknown" in answer) return unknown(answer.unknown);
  if (!succeeded(answer)) return await afterRefusal(gateway, call, answer, left);
  if (answer.out_trade_no !== numberOf(call.paymentId)) return unknown("response-invalid");
  if (answer.retry_flag === "Y") return unknown("server-error");
  if (answer.action === "close") return { outcome: "cancelled", amount: 0 };
  // The customer was faster than the cancel, which gave it all back.
  if (answer.action === "refund") return { outcome: "cancelled", amount: call.amount.amount };
  // "Returned when the trade exists": nobody has opened the code yet.
  return (answer.action ?? "") === "" ? { outcome: "not-found" } : unknown("response-invalid");
}

async function closeTrade(gateway: AlipayGateway, call: CancelCall, left: TimeLeft): Promise<CancelOutcome> {
  const answer = await gateway.call({ method: "alipay.trade.close", biz: tradeRef(call) }, left);
  if ("unknown" in answer) return unknown(answer.unknown);
  if (!succeeded(answer)) return await afterRefusal(gateway, call, answer, left);
  const same = answer.out_trade_no === numberOf(call.paymentId);
  return same ? { outcome: "cancelled", amount: 0 } : unknown("response-invalid");
}

/** The trade has moved on since it was asked about, or the refusal is a fault: only the trade can say. */
async function afterRefusal(
  gateway: AlipayGateway,
  call: CancelCall,
  answer: AlipayAnswer,
  left: TimeLeft,
): Promise<CancelOutcome> {
  const trade = await findTrade(gateway, call, left);
  const ended = cancelOutcomeOf(trade, call);
  if (ended !== undefined) return ended;
  return "state" in trade && trade.state === "none" ? { outcome: "not-found" } : unknown(doubtOf(answer));
}

function readRefunded(answer: AlipayAnswer, call: RefundCall): RefundOutcome {
  const { trade_no: tradeNo = "" } = answer;
  if (answer.out_trade_no !== numberOf(call.paymentId) || !REFERENCE.test(tradeNo)) return unknown("response-invalid");
  // N: this call moved no money. An earlier send may have, or it is still on its way; the refund query knows.
  return answer.fund_change === "Y" ? { outcome: "succeeded", providerReference: tradeNo } : unknown("pending");
}

async function queryRefund(gateway: AlipayGateway, call: RefundCall, left: TimeLeft): Promise<RefundQueryOutcome> {
  const biz = { ...tradeRef(call), out_request_no: requestNumberOf(call.refundId) };
  const answer = await gateway.call({ method: "alipay.trade.fastpay.refund.query", biz }, left);
  if ("unknown" in answer) return unknown(answer.unknown);
  if (!succeeded(answer)) return answer.sub_code === NO_TRADE ? { outcome: "not-found" } : unknown(doubtOf(answer));

  const { refund_status: status = "", refund_amount: refunded, trade_no: tradeNo = "" } = answer;
  // 10000 says that the query worked, not the refund: without a refund in it, or with one of nothing, there is none.
  if (status === "" && /^(0+(\.0+)?)?$/.test(String(refunded ?? ""))) return { outcome: "not-found" };
  if (status !== "REFUND_SUCCESS") return unknown("pending");
  if (answer.out_request_no !== biz.out_request_no || answer.out_trade_no !== biz.out_trade_no) {
    return unknown("response-invalid");
  }
  if (!REFERENCE.test(tradeNo)) return unknown("response-invalid");
  if (!sameMoney(moneyOfYuan(refunded), call.amount)) return unknown("amount-mismatch");
  return { outcome: "succeeded", providerReference: tradeNo };
}
