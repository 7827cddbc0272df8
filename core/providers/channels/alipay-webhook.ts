/** Alipay's asynchronous notifications: a form in the body, signed with RSA2 over the other parameters. `docs/channels.md`. */

import { createVerify } from "node:crypto";
import type { ChannelConfig, ChannelEvent, RawWebhook, WebhookVerdict, WebhookVerifier } from "../../domain/channel.ts";
import { publicKeyOf } from "./alipay-keys.ts";
import { idOf } from "./alipay-number.ts";
import { formOf, signingText } from "./signed-form.ts";
import { REFERENCE } from "./vendor-call.ts";
import { moneyOfYuan } from "./yuan.ts";

export const alipayWebhooks: WebhookVerifier = {
  claimedPaymentId({ body }) {
    return idOf(formOf(body)?.get("out_trade_no") ?? "");
  },

  verify({ body }: RawWebhook, config: ChannelConfig): WebhookVerdict {
    if (config.channel !== "alipay") return { kind: "refused", httpStatus: 401, why: "app" };
    const form = formOf(body);
    const signature = signatureIn(form);
    if (form === undefined || signature === undefined) return { kind: "refused", httpStatus: 400, why: "malformed" };
    if (!isSigned(form, signature, config.alipayPublicKeys))
      return { kind: "refused", httpStatus: 401, why: "signature" };
    if (form.get("app_id") !== config.appId) return { kind: "refused", httpStatus: 401, why: "app" };

    const event = eventOf(form, config.appId);
    return event === undefined ? { kind: "refused", httpStatus: 400, why: "malformed" } : { kind: "event", event };
  },

  reply: { httpStatus: 200, contentType: "text/plain", body: "success" },
};

/** Exactly one spelling of the signature is taken: decoders of base64 overlook much. */
function signatureIn(form: Map<string, string> | undefined): Buffer | undefined {
  const sign = form?.get("sign");
  if (sign === undefined || form?.get("sign_type") !== "RSA2") return undefined;
  const bytes = Buffer.from(sign, "base64");
  return bytes.length > 0 && bytes.toString("base64") === sign ? bytes : undefined;
}

/** Verifying compares nothing that is secret, so it may stop at the key that fits. */
function isSigned(form: Map<string, string>, signature: Buffer, publicKeys: readonly string[]): boolean {
  const content = signingText(form, (name) => name === "sign" || name === "sign_type");
  return publicKeys.some((key) =>
    createVerify("RSA-SHA256").update(content, "utf8").verify(publicKeyOf(key), signature),
  );
}

function eventOf(form: Map<string, string>, appId: string): ChannelEvent | undefined {
  const paymentId = idOf(form.get("out_trade_no") ?? "");
  const eventId = form.get("notify_id") ?? "";
  const tradeNo = form.get("trade_no") ?? "";
  const amount = moneyOfYuan(form.get("total_amount"));
  if (paymentId === undefined || !REFERENCE.test(eventId) || !REFERENCE.test(tradeNo) || amount === undefined) {
    return undefined;
  }
  return { eventId, type: typeOf(form), paymentId, amount, providerReference: tradeNo, appId };
}

/** A refund is told with the trade's state too, which still says TRADE_SUCCESS when only a part went back. */
function typeOf(form: Map<string, string>): ChannelEvent["type"] {
  if (form.has("gmt_refund") || form.has("refund_fee")) return "refunded";
  switch (form.get("trade_status")) {
    case "TRADE_SUCCESS":
    case "TRADE_FINISHED":
      return "paid";
    case "TRADE_CLOSED":
      return "closed";
    default:
      return "other";
  }
}
