/** Notifications of the epay protocol: a form in the query (GET) or in the body (POST), signed with MD5. `docs/channels.md`. */

import type { ChannelConfig, ChannelEvent, RawWebhook, WebhookVerdict, WebhookVerifier } from "../../domain/channel.ts";
import { verifyEpay } from "./epay-signature.ts";
import { formOf } from "./signed-form.ts";
import { REFERENCE } from "./vendor-call.ts";
import { moneyOfYuan } from "./yuan.ts";

export const epayWebhooks: WebhookVerifier = {
  claimedPaymentId(raw) {
    return formIn(raw)?.get("out_trade_no");
  },

  verify(raw: RawWebhook, config: ChannelConfig): WebhookVerdict {
    if (config.channel !== "epay") return { kind: "refused", httpStatus: 401, why: "app" };
    const form = formIn(raw);
    if (form === undefined) return { kind: "refused", httpStatus: 400, why: "malformed" };
    const verdict = verifyEpay(form, config.keys);
    if (verdict === "malformed") return { kind: "refused", httpStatus: 400, why: "malformed" };
    if (verdict === "mismatched") return { kind: "refused", httpStatus: 401, why: "signature" };
    if (form.get("pid") !== config.pid) return { kind: "refused", httpStatus: 401, why: "app" };

    const event = eventOf(form, config.pid);
    return event === undefined ? { kind: "refused", httpStatus: 400, why: "malformed" } : { kind: "event", event };
  },

  reply: { httpStatus: 200, contentType: "text/plain", body: "success" },
};

function formIn({ body, query }: RawWebhook): Map<string, string> | undefined {
  return body.length > 0 ? formOf(body) : new Map(Object.entries(query));
}

function eventOf(form: Map<string, string>, pid: string): ChannelEvent | undefined {
  const paymentId = form.get("out_trade_no") ?? "";
  const tradeNo = form.get("trade_no") ?? "";
  const status = form.get("trade_status") ?? "";
  const amount = moneyOfYuan(form.get("money"));
  if (![paymentId, tradeNo, status].every((text) => REFERENCE.test(text)) || amount === undefined) return undefined;
  return {
    // Twice the same payment in the same state is the same event, however often it is told.
    eventId: `${tradeNo}:${status}`,
    type: status === "TRADE_SUCCESS" ? "paid" : "other",
    paymentId,
    amount,
    providerReference: tradeNo,
    appId: pid,
  };
}
