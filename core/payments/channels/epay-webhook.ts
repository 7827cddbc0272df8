/** Notifications of the epay protocol: a form in the query (GET) or in the body (POST), signed with MD5. `docs/channels.md`. */

import { claimedTenantOf } from "../../foundation/domain/ids.ts";
import { formOf, PARAMETERS_MAX } from "../../foundation/providers/signed-form.ts";
import { REFERENCE } from "../../foundation/providers/vendor-call.ts";
import { moneyOfYuan } from "../../foundation/providers/yuan.ts";
import type { ChannelEvent, RawWebhook, WebhookVerdict, WebhookVerifier } from "../domain/channel.ts";
import { signerOf } from "./epay-signature.ts";

export const epayWebhooks: WebhookVerifier = {
  read(raw) {
    const form = formIn(raw);
    const isSignedBy = form && signerOf(form);
    if (form === undefined || isSignedBy === undefined) return { kind: "refused", httpStatus: 400, why: "malformed" };
    return {
      kind: "unverified",
      claimedPaymentId: form.get("out_trade_no"),
      claimedAccountId: form.get("pid"),
      verify(config): WebhookVerdict {
        if (config.channel !== "epay") return { kind: "refused", httpStatus: 401, why: "app" };
        if (!isSignedBy(config.keys)) return { kind: "refused", httpStatus: 401, why: "signature" };
        if (form.get("pid") !== config.pid) return { kind: "ignored", why: "account" };
        return verdictOn(form, config.pid);
      },
    };
  },

  reply: { httpStatus: 200, contentType: "text/plain", body: "success" },
};

function formIn({ body, query }: RawWebhook): Map<string, string> | undefined {
  if (body.length > 0) return formOf(body);
  const parameters = Object.entries(query);
  return parameters.length > PARAMETERS_MAX ? undefined : new Map(parameters);
}

function verdictOn(form: Map<string, string>, pid: string): WebhookVerdict {
  const paymentId = form.get("out_trade_no") ?? "";
  const tradeNo = form.get("trade_no") ?? "";
  const status = form.get("trade_status") ?? "";
  if (claimedTenantOf("pay", paymentId) === undefined) return { kind: "ignored", why: "foreign" };
  // The protocol knows this one state; what a house means by another is published nowhere.
  if (status !== "TRADE_SUCCESS") return { kind: "ignored", why: "type" };
  if (!REFERENCE.test(tradeNo)) return { kind: "refused", httpStatus: 400, why: "malformed" };
  // An amount that cannot be read is left out: whoever applies the event misses it, and a person gets to see it.
  const amount = moneyOfYuan(form.get("money"));
  // Twice the same payment in the same state is the same event, however often it is told.
  const event: ChannelEvent = { eventId: `${tradeNo}:${status}`, type: "paid", paymentId };
  return {
    kind: "event",
    event: { ...event, ...(amount === undefined ? {} : { amount }), providerReference: tradeNo, appId: pid },
  };
}
