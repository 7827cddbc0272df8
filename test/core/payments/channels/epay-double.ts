/** An epay gateway as its documents describe it: signed creation, queries and refunds with the key itself. */

import { createHash } from "node:crypto";
import { startVendorDouble, type VendorAnswer, type VendorCall, type VendorDouble } from "./vendor-double.ts";

export const PID = "1001";
export const KEY = "89unJUB8HZ54Hj7x4nUj56HN4nUzUJ8i";

export interface EpayOrder {
  money: string;
  status: number;
  form: Record<string, string>;
  refunded: string[];
}

export interface EpayDouble extends VendorDouble {
  orders: Map<string, EpayOrder>;
  /** What the gateway's page does with the form that a customer's browser brings. */
  open(url: string): EpayOrder | undefined;
}

export async function startEpayDouble(): Promise<EpayDouble> {
  const orders = new Map<string, EpayOrder>();

  function create(form: Record<string, string>): EpayOrder | undefined {
    const { sign, sign_type, ...signed } = form;
    if (sign_type !== "MD5" || sign !== md5Of(signed, KEY) || form.pid !== PID) return undefined;
    const number = form.out_trade_no ?? "";
    const order = orders.get(number) ?? { money: form.money ?? "", status: 0, form, refunded: [] };
    orders.set(number, order);
    return order;
  }

  function vendor({ url, body }: VendorCall): VendorAnswer {
    const form = {
      ...Object.fromEntries(url.searchParams),
      ...Object.fromEntries(new URLSearchParams(body)),
    } as Record<string, string>;
    if (url.pathname.endsWith("/mapi.php")) {
      const known = create(form);
      if (known === undefined || !("clientip" in form)) return answer({ code: "error", msg: "签名校验失败" });
      const number = form.out_trade_no ?? "";
      return answer({
        code: 1,
        msg: "success",
        trade_no: `20160806${orders.size}`,
        payurl: `https://pay.example/pay/${number}`,
      });
    }
    if (form.pid !== PID || form.key !== KEY) return answer({ code: -3, msg: "商户密钥错误" });
    const order = orders.get(form.out_trade_no ?? "");
    if (order === undefined) return answer({ code: -1, msg: "订单号不存在" });
    if (form.act === "order") {
      const about = { trade_no: order.status === 0 ? "" : "2016080622555342651", out_trade_no: form.out_trade_no };
      return answer({
        code: 1,
        msg: "查询订单号成功！",
        ...about,
        pid: PID,
        money: order.money,
        status: order.status,
        name: "x",
      });
    }
    if (order.status !== 1) return answer({ code: -1, msg: "只支持退款已支付状态的订单" });
    if (Number(form.money) > Number(order.money)) return answer({ code: -1, msg: "退款金额超过订单金额" });
    order.refunded.push(form.money ?? "");
    if (form.money === order.money) order.status = 2;
    return answer({ code: 1, msg: "退款成功" });
  }

  const http = await startVendorDouble(vendor);
  return Object.assign(http, {
    orders,
    open: (url: string) => create(Object.fromEntries(new URL(url).searchParams)),
  });
}

/** The protocol's own words: sorted, without `sign`, `sign_type` and empty values, not encoded, the key at the end. */
export function md5Of(params: Record<string, string>, key: string): string {
  const names = Object.keys(params).filter((name) => params[name] !== "" && name !== "sign" && name !== "sign_type");
  const text = names
    .sort()
    .map((name) => `${name}=${params[name]}`)
    .join("&");
  return createHash("md5")
    .update(text + key, "utf8")
    .digest("hex");
}

/** These houses send JSON as a page. */
const answer = (body: object): VendorAnswer => ({ type: "text/html; charset=utf-8", body: JSON.stringify(body) });
