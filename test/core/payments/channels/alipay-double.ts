/** Alipay's gateway as its documents describe it: signed requests, signed answers, trades that begin when somebody scans. */

import { createSign, createVerify, generateKeyPairSync, type KeyObject } from "node:crypto";
import { startVendorDouble, type VendorAnswer, type VendorCall, type VendorDouble } from "./vendor-double.ts";

export const APP_ID = "2021000000000001";

export interface KeyPair {
  publicKey: KeyObject;
  privateKey: KeyObject;
}
export const makeKeys = (): KeyPair => generateKeyPairSync("rsa", { modulusLength: 2048 });
export const bare = (key: KeyObject, type: "pkcs8" | "spki" | "pkcs1") =>
  key.export({ format: "der", type } as { format: "der"; type: "pkcs1" }).toString("base64");

export interface Trade {
  tradeNo: string;
  status: "WAIT_BUYER_PAY" | "TRADE_SUCCESS" | "TRADE_FINISHED" | "TRADE_CLOSED";
  total: string;
  paidAt?: string;
  refunds: Map<string, string>;
}

export interface AlipayDouble extends VendorDouble {
  trades: Map<string, Trade>;
  codes: Map<string, Record<string, string>>;
  /** What an answer's signature is made with. */
  signer: KeyObject;
  /** Every request whose signature did not hold. */
  forged: VendorCall[];
  /** Replaces the next answers' content; the signature covers what is sent. */
  next: ((content: Record<string, unknown>) => Record<string, unknown>) | undefined;
  scan(number: string, status?: Trade["status"]): Trade;
}

export async function startAlipayDouble(app: KeyPair, alipay: KeyPair): Promise<AlipayDouble> {
  const trades = new Map<string, Trade>();
  const codes = new Map<string, Record<string, string>>();
  const forged: VendorCall[] = [];

  function vendor(call: VendorCall): VendorAnswer {
    const params = {
      ...Object.fromEntries(call.url.searchParams),
      ...Object.fromEntries(new URLSearchParams(call.body)),
    };
    const { sign = "", method = "", ...signed } = params as Record<string, string>;
    if (!isSigned({ ...signed, method }, sign, app.publicKey) || params.app_id !== APP_ID) {
      forged.push(call);
      return { body: JSON.stringify({ error_response: { code: "40002", sub_code: "isv.invalid-signature" } }) };
    }
    const answer = act(method, JSON.parse(params.biz_content ?? "{}"));
    return {
      type: "text/html;charset=utf-8",
      body: signedAnswer(method, double.next?.(answer) ?? answer, double.signer),
    };
  }

  function act(method: string, biz: Record<string, string>): Record<string, unknown> {
    const number = biz.out_trade_no ?? "";
    if (method === "alipay.trade.precreate") {
      if (trades.get(number)?.status === "TRADE_SUCCESS") return failure("ACQ.TRADE_HAS_SUCCESS");
      codes.set(number, biz);
      return success({ out_trade_no: number, qr_code: `https://qr.alipay.com/${number}` });
    }
    const trade = trades.get(number);
    if (method === "alipay.trade.cancel") return cancel(number, trade);
    if (trade === undefined) return failure("ACQ.TRADE_NOT_EXIST");
    const about = { out_trade_no: number, trade_no: trade.tradeNo };
    switch (method) {
      case "alipay.trade.query":
        return success({
          ...{ ...about, trade_status: trade.status, total_amount: trade.total, buyer_logon_id: "a**@b.c" },
          ...(trade.paidAt === undefined ? {} : { send_pay_date: trade.paidAt }),
        });
      case "alipay.trade.close":
        if (trade.status !== "WAIT_BUYER_PAY") return failure("ACQ.REASON_TRADE_STATUS_INVALID");
        trade.status = "TRADE_CLOSED";
        return success(about);
      case "alipay.trade.refund":
        return refund(trade, biz, about);
      default: {
        const amount = trade.refunds.get(biz.out_request_no ?? "");
        const found = { out_request_no: biz.out_request_no, refund_amount: amount, refund_status: "REFUND_SUCCESS" };
        return success(amount === undefined ? {} : { ...about, ...found, total_amount: trade.total });
      }
    }
  }

  function cancel(number: string, trade: Trade | undefined): Record<string, unknown> {
    const head = { out_trade_no: number, retry_flag: "N" };
    if (trade === undefined) return success(head);
    const action = trade.status === "WAIT_BUYER_PAY" ? "close" : "refund";
    trade.status = "TRADE_CLOSED";
    return success({ ...head, trade_no: trade.tradeNo, action });
  }

  const http = await startVendorDouble(vendor);
  const double: AlipayDouble = Object.assign(http, {
    ...{ trades, codes, forged, signer: alipay.privateKey },
    next: undefined as AlipayDouble["next"],
    scan(number: string, status: Trade["status"] = "WAIT_BUYER_PAY") {
      const total = codes.get(number)?.total_amount ?? "";
      const paid = status === "WAIT_BUYER_PAY" ? {} : { paidAt: "2025-11-27 15:45:57" };
      const trade: Trade = { tradeNo: `20251127220014${trades.size}`, status, total, refunds: new Map(), ...paid };
      trades.set(number, trade);
      return trade;
    },
  });
  return double;
}

function refund(trade: Trade, biz: Record<string, string>, about: Record<string, string>): Record<string, unknown> {
  const request = biz.out_request_no ?? "";
  const known = trade.refunds.get(request);
  if (known !== undefined) {
    if (known !== biz.refund_amount) return failure("ACQ.DISCORDANT_REPEAT_REQUEST");
    return success({ ...about, fund_change: "N", refund_fee: known });
  }
  if (trade.status !== "TRADE_SUCCESS") return failure("ACQ.TRADE_STATUS_ERROR");
  const gone = [...trade.refunds.values()].reduce((sum, yuan) => sum + fen(yuan), 0);
  if (gone + fen(biz.refund_amount ?? "") > fen(trade.total)) return failure("ACQ.REASON_TRADE_REFUND_FEE_ERR");
  trade.refunds.set(request, biz.refund_amount ?? "");
  return success({ ...about, fund_change: "Y", refund_fee: biz.refund_amount });
}

const fen = (yuan: string) => Number(yuan.replace(".", ""));
export const success = (content: object) => ({ code: "10000", msg: "Success", ...content });
export const failure = (subCode: string, code = "40004") => ({ code, msg: "Business Failed", sub_code: subCode });

export function signedAnswer(method: string, content: object, key: KeyObject): string {
  // Slashes are escaped by the original too, and the signature covers the text as it is sent.
  const text = JSON.stringify(content).replaceAll("/", "\\/");
  const sign = createSign("RSA-SHA256").update(text, "utf8").sign(key, "base64");
  return `{"${method.replaceAll(".", "_")}_response":${text},"sign":"${sign}"}`;
}

export function contentOf(params: Record<string, string>): string {
  const names = Object.keys(params).sort();
  return names.map((name) => `${name}=${params[name]}`).join("&");
}

export function isSigned(params: Record<string, string>, sign: string, key: KeyObject): boolean {
  return createVerify("RSA-SHA256").update(contentOf(params), "utf8").verify(key, sign, "base64");
}
