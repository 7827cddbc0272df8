/** Alipay's asynchronous notifications: a form in the body, signed with RSA2 over the other parameters. `docs/channels.md`. */

import type { Money } from "../../foundation/domain/money.ts";
import { idOf } from "../../foundation/providers/alipay-number.ts";
import { signatureIn, signerOf } from "../../foundation/providers/alipay-signature.ts";
import { formOf } from "../../foundation/providers/signed-form.ts";
import { REFERENCE } from "../../foundation/providers/vendor-call.ts";
import { moneyOfYuan } from "../../foundation/providers/yuan.ts";
import type { AlipayConfig, ChannelEvent, WebhookVerdict, WebhookVerifier } from "../domain/channel.ts";

export const alipayWebhooks: WebhookVerifier = {
  read({ body }) {
    const form = formOf(body);
    const signature = signatureIn(form);
    if (form === undefined || signature === undefined) return { kind: "refused", httpStatus: 400, why: "malformed" };
    const isSignedBy = signerOf(form, signature);
    return {
      kind: "unverified",
      claimedPaymentId: idOf(form.get("out_trade_no") ?? ""),
      claimedAccountId: form.get("app_id"),
      verify(config): WebhookVerdict {
        if (config.channel !== "alipay") return { kind: "refused", httpStatus: 401, why: "app" };
        // Verifying compares nothing that is secret, so it may stop at the key that fits.
        if (!config.alipayPublicKeys.some(isSignedBy)) return { kind: "refused", httpStatus: 401, why: "signature" };
        if (!isOurs(form, config)) return { kind: "ignored", why: "account" };
        return verdictOn(form, config.appId);
      },
    };
  },

  reply: { httpStatus: 200, contentType: "text/plain", body: "success" },
};

/** Alipay has one key for all apps of an account, and an app may collect for several sellers. */
function isOurs(form: Map<string, string>, { appId, sellerId }: AlipayConfig): boolean {
  return form.get("app_id") === appId && (sellerId === undefined || form.get("seller_id") === sellerId);
}

function verdictOn(form: Map<string, string>, appId: string): WebhookVerdict {
  const paymentId = idOf(form.get("out_trade_no") ?? "");
  const type = typeOf(form);
  if (paymentId === undefined) return { kind: "ignored", why: "foreign" };
  if (type === undefined) return { kind: "ignored", why: "type" };
  const eventId = form.get("notify_id") ?? "";
  if (!REFERENCE.test(eventId)) return { kind: "refused", httpStatus: 400, why: "malformed" };
  // What cannot be read is left out: whoever applies the event misses it, and a person gets to see it.
  const tradeNo = form.get("trade_no") ?? "";
  const amount = moneyOfYuan(form.get("total_amount"));
  const refunded = refundedIn(form);
  const refundId = idOf(form.get("out_biz_no") ?? "");
  const event: ChannelEvent = {
    ...{ eventId, type, paymentId, appId },
    ...(amount === undefined ? {} : { amount }),
    ...(REFERENCE.test(tradeNo) ? { providerReference: tradeNo } : {}),
    ...(type === "refunded" && typeof refunded === "object" ? { refunded } : {}),
    ...(type === "refunded" && refundId !== undefined ? { refundId } : {}),
  };
  return { kind: "event", event };
}

/** A refund is told with the trade's state too, which still says TRADE_SUCCESS when only a part went back. */
function typeOf(form: Map<string, string>): ChannelEvent["type"] | undefined {
  if (refundedIn(form) !== "nothing") return "refunded";
  switch (form.get("trade_status")) {
    case "TRADE_SUCCESS":
    case "TRADE_FINISHED":
      return "paid";
    case "TRADE_CLOSED":
      return "closed";
    default:
      return undefined;
  }
}

/** All that has gone back of the trade: the amount says so, and not that the parameter is there. */
function refundedIn(form: Map<string, string>): Money | "nothing" | "unreadable" {
  const fee = form.get("refund_fee") ?? "";
  if (/^0+(\.0+)?$/.test(fee)) return "nothing";
  if (fee === "" && (form.get("gmt_refund") ?? "") === "") return "nothing";
  return moneyOfYuan(fee) ?? "unreadable";
}
