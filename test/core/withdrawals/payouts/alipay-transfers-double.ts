/** Alipay's transfers as its documents describe them: by the merchant's own number, once. */

import {
  APP_ID,
  failure,
  isSigned,
  type KeyPair,
  signedAnswer,
  success,
} from "../../payments/channels/alipay-double.ts";
import { startVendorDouble, type VendorCall, type VendorDouble } from "../../payments/channels/vendor-double.ts";

interface Order {
  status: string;
  biz: Record<string, unknown>;
  error_code?: string;
}

export interface TransfersDouble extends VendorDouble {
  orders: Map<string, Order>;
  /** Replaces the next answer's content; the signature covers what is sent. */
  next: object | undefined;
  /** What becomes of a transfer that is taken, or why it is not. */
  becomes: Partial<Order> & { refused?: string };
}

/** Who has no account there, and whose name nobody has who has one. */
const NOBODY = "nobody@example.invalid";
const NO_NAME = "别的名字";
const BALANCE_YUAN = 1_000_000;
const LEAST_YUAN = 0.1;

export async function startAlipayTransfersDouble(app: KeyPair, alipay: KeyPair): Promise<TransfersDouble> {
  const orders = new Map<string, Order>();

  function vendor(call: VendorCall) {
    const params = {
      ...Object.fromEntries(call.url.searchParams),
      ...Object.fromEntries(new URLSearchParams(call.body)),
    };
    const { sign = "", ...signed } = params as Record<string, string>;
    if (!isSigned(signed, sign, app.publicKey) || params.app_id !== APP_ID)
      return { body: JSON.stringify({ error_response: { code: "40002", sub_code: "isv.invalid-signature" } }) };
    const method = signed.method ?? "";
    const answer = double.next ?? act(method, JSON.parse(signed.biz_content ?? "{}"));
    double.next = undefined;
    return { type: "text/html;charset=utf-8", body: signedAnswer(method, answer, alipay.privateKey) };
  }

  function act(method: string, biz: Record<string, unknown>): object {
    const number = String(biz.out_biz_no);
    const known = orders.get(number);
    const about = { out_biz_no: number, order_id: `order-${number.slice(-4)}` };
    if (method === "alipay.fund.trans.common.query") {
      if (!known) return failure("ORDER_NOT_EXIST");
      const { status, error_code: code } = known;
      return success({ ...about, status, trans_amount: known.biz.trans_amount, error_code: code });
    }
    if (known) return success({ ...about, status: known.status });
    const refused = double.becomes.refused ?? refusalOf(biz);
    if (refused) return failure(refused);
    const { status = "SUCCESS", ...more } = double.becomes;
    orders.set(number, { status, biz, ...more });
    return success({ ...about, status, trans_date: "2025-11-27 15:45:57" });
  }

  const own: Pick<TransfersDouble, "orders" | "next" | "becomes"> = { orders, next: undefined, becomes: {} };
  const double: TransfersDouble = Object.assign(await startVendorDouble(vendor), own);
  return double;
}

function refusalOf({ trans_amount: amount, payee_info: payee }: Record<string, unknown>): string | undefined {
  const { identity, name } = (payee ?? {}) as { identity?: string; name?: string };
  if (identity === NOBODY) return "PAYEE_NOT_EXIST";
  if (name === NO_NAME) return "PAYEE_USER_INFO_ERROR";
  if (Number(amount) > BALANCE_YUAN) return "PAYER_BALANCE_NOT_ENOUGH";
  return Number(amount) < LEAST_YUAN ? "AMOUNT_LESS_THAN_MIN" : undefined;
}
