/** The client of the epay (易支付) form protocol, version 1: MD5 signatures. What it cannot do is told in `docs/channels.md`. */

import * as z from "zod/mini";
import { plainText } from "../../foundation/providers/signed-form.ts";
import {
  baseUrlOf,
  fetchJson,
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
  ChannelConfig,
  ChargeCall,
  ChargeOutcome,
  ChargeRef,
  PaymentChannel,
  RefundCall,
  RefundOutcome,
} from "../domain/channel.ts";
import { signEpay } from "./epay-signature.ts";

type EpayConfig = Extract<ChannelConfig, { channel: "epay" }>;

/** Numbers come quoted or bare, depending on the house that runs the gateway. */
const NUMBER = z.pipe(z.union([z.number(), z.string()]), z.transform(String));
const TEXT = z.catch(z.string(), "");
const HEAD = z.object({ code: z.catch(NUMBER, ""), msg: TEXT });
const CREATED = z.object({
  trade_no: z.catch(z.optional(z.string()), undefined),
  payurl: TEXT,
  qrcode: TEXT,
  urlscheme: TEXT,
});
const ORDER = z.object({
  pid: NUMBER,
  out_trade_no: z.string(),
  trade_no: z.string(),
  money: z.union([z.number(), z.string()]),
  status: NUMBER,
});

/** The protocol's states: 0 not paid, 1 paid; houses that refund add 2 for what went back. */
type Order = { state: "unpaid" } | { state: "paid" | "refunded"; tradeNo: string };
type OrderAnswer = Order | { state: "none" } | Unknown;

const NO_SUCH_ORDER = /订单号?不存在|order (does )?not (exist|found)/i;
/** Longest text that every known gateway keeps whole: 127 bytes, three for a Chinese character. */
const NAME_MAX_CHARS = 40;

export function makeEpayChannel(config: EpayConfig, deps: VendorDeps): PaymentChannel {
  const base = baseUrlOf(config.gateway);
  const key = config.keys[0] ?? "";
  if (key === "" || config.pid === "") throw new Error("The epay channel needs a pid and a key");
  const gateway: Gateway = { base, key, pid: config.pid };
  const left = ({ timeoutMs }: { timeoutMs: number }): TimeLeft => timeLeft(deps, timeoutMs);

  return {
    charge: (call) => charge(gateway, config, call, left(call)),

    async query(ref) {
      const order = await orderOf(gateway, ref, left(ref));
      if ("outcome" in order) return order;
      switch (order.state) {
        case "none":
          return { outcome: "not-found" };
        case "unpaid":
          return { outcome: "requires-action" };
        case "paid":
          return { outcome: "succeeded", amount: ref.amount, providerReference: order.tradeNo };
        case "refunded":
          return { outcome: "declined", reason: "refused" };
      }
    },

    /** The protocol closes nothing: an unpaid order is left to itself, and a payment that comes later is a late success. */
    async cancel(call) {
      const order = await orderOf(gateway, call, left(call));
      if ("outcome" in order) return order;
      switch (order.state) {
        case "none":
          return { outcome: "not-found" };
        case "unpaid":
          return { outcome: "cancelled", amount: 0 };
        case "paid":
          return { outcome: "captured", amount: call.amount, providerReference: order.tradeNo };
        case "refunded":
          return { outcome: "cancelled", amount: call.amount.amount };
      }
    },

    refund: (call) => refund(gateway, call, left(call)),

    /** Only a full refund shows on the order. Never `not-found`: that would allow a second send. */
    async queryRefund(call) {
      const order = await orderOf(gateway, { ...call, amount: call.chargeAmount }, left(call));
      if ("outcome" in order) return order;
      const whole = sameMoney(call.amount, call.chargeAmount);
      if (order.state === "refunded" && whole) return { outcome: "succeeded", providerReference: order.tradeNo };
      return unknown("pending");
    },
  };
}

interface Gateway {
  base: string;
  key: string;
  pid: string;
}

async function charge(
  { base, key }: Gateway,
  config: EpayConfig,
  call: ChargeCall,
  left: TimeLeft,
): Promise<ChargeOutcome> {
  const form = chargeForm(config, call);
  if (form === undefined) return { outcome: "declined", reason: "amount-unsupported" };
  const { customerIp } = call;
  const called = config.create === "mapi" && form.has("type") && customerIp !== undefined;
  if (called) form.set("clientip", customerIp);
  const signed = new URLSearchParams([...form, ["sign", signEpay(form, key)], ["sign_type", "MD5"]]);
  // A page of the vendor: opening it creates the order, so nothing is sent from here.
  if (!called) return { outcome: "requires-action", paymentUrl: `${base}/submit.php?${signed}` };

  const answer = await fetchJson(`${base}/mapi.php`, { method: "POST", form: signed }, left);
  return "unknown" in answer ? unknown(answer.unknown) : readCreated(answer.json);
}

/** The key travels in the address: that is the protocol. `fetchJson` repeats no address, in no error. */
async function orderOf({ base, key, pid }: Gateway, ref: ChargeRef, left: TimeLeft): Promise<OrderAnswer> {
  const query = new URLSearchParams({ act: "order", pid, key, out_trade_no: ref.paymentId });
  const answer = await fetchJson(`${base}/api.php?${query}`, { method: "GET" }, left);
  if ("unknown" in answer) return unknown(answer.unknown);
  return readOrder(answer.json, ref, pid);
}

/**
 * There is no refund number: a second send would pay back twice. So nothing here ever leads to one, and a full refund, the
 * only one that shows, is looked for before it is sent.
 */
async function refund(gateway: Gateway, call: RefundCall, left: TimeLeft): Promise<RefundOutcome> {
  const { base, key, pid } = gateway;
  const money = yuanOf(call.amount);
  if (money === undefined) return { outcome: "declined", reason: "amount-unsupported" };
  const ref = { ...call, amount: call.chargeAmount };
  if (sameMoney(call.amount, call.chargeAmount)) {
    const before = await orderOf(gateway, ref, left);
    if ("outcome" in before) return before;
    if (before.state === "refunded") return { outcome: "succeeded", providerReference: before.tradeNo };
    if (before.state !== "paid") return { outcome: "declined", reason: "not-captured" };
  }
  const form = new URLSearchParams({ pid, key, out_trade_no: call.paymentId, money });
  const answer = await fetchJson(`${base}/api.php?act=refund`, { method: "POST", form }, left);
  if ("unknown" in answer) return unknown(answer.unknown);
  const head = HEAD.safeParse(answer.json);
  if (!head.success || head.data.code === "") return unknown("response-invalid");
  if (head.data.code === "1")
    return { outcome: "succeeded", providerReference: call.providerReference ?? call.refundId };

  const order = await orderOf(gateway, ref, left);
  if ("outcome" in order) return order;
  if (order.state === "paid") return { outcome: "declined", reason: "refused" };
  return order.state === "refunded" ? unknown("request-refused") : { outcome: "declined", reason: "not-captured" };
}

/** `undefined`: not an amount in yuan. */
function chargeForm(config: EpayConfig, call: ChargeCall): Map<string, string> | undefined {
  const money = yuanOf(call.amount);
  if (money === undefined) return undefined;
  const type = call.paymentMethod ?? config.type;
  const name = plainText(call.description ?? "", NAME_MAX_CHARS) || plainText(call.orderNo, NAME_MAX_CHARS) || "order";
  const form = new Map([
    ["pid", config.pid],
    ["out_trade_no", call.paymentId],
    ["notify_url", call.notifyUrl],
    // Required by the protocol; a customer who is not awaited anywhere comes to the notification's answer.
    ["return_url", call.returnUrl ?? call.notifyUrl],
    ["name", name],
    ["money", money],
  ]);
  if (type !== undefined) form.set("type", type);
  return form;
}

function readCreated(json: unknown): ChargeOutcome {
  const head = HEAD.safeParse(json);
  if (!head.success || head.data.code === "") return unknown("response-invalid");
  // No list of refusals is published: any of them may hide an order that an earlier send made.
  if (head.data.code !== "1") return unknown("request-refused");
  const created = CREATED.parse(json);
  const paymentUrl =
    webUrlOf(created.payurl) ?? webUrlOf(created.qrcode) ?? appUrlOf(created.qrcode) ?? appUrlOf(created.urlscheme);
  const tradeNo = created.trade_no;
  const reference = tradeNo !== undefined && REFERENCE.test(tradeNo) ? { providerReference: tradeNo } : {};
  return paymentUrl === undefined
    ? { outcome: "unpayable", ...reference }
    : { outcome: "requires-action", paymentUrl, ...reference };
}

/** What a QR code or a link for the two wallets holds. */
function appUrlOf(text: string): string | undefined {
  return /^(weixin|alipays?):\/\/[\x21-\x7e]{1,512}$/.test(text) ? text : undefined;
}

function readOrder(json: unknown, ref: ChargeRef, pid: string): OrderAnswer {
  const head = HEAD.safeParse(json);
  if (!head.success || head.data.code === "") return unknown("response-invalid");
  // Each house has its own number for "no such order"; its words are alike. Anything else, a wrong key too, proves nothing.
  if (head.data.code !== "1") return NO_SUCH_ORDER.test(head.data.msg) ? { state: "none" } : unknown("request-refused");
  const parsed = ORDER.safeParse(json);
  if (!parsed.success) return unknown("response-invalid");
  const order = parsed.data;
  if (order.pid !== pid || order.out_trade_no !== ref.paymentId) return unknown("response-invalid");
  if (!sameMoney(moneyOfYuan(order.money), ref.amount)) return unknown("amount-mismatch");
  if (order.status === "0") return { state: "unpaid" };
  if ((order.status !== "1" && order.status !== "2") || !REFERENCE.test(order.trade_no))
    return unknown("response-invalid");
  return { state: order.status === "1" ? "paid" : "refunded", tradeNo: order.trade_no };
}
