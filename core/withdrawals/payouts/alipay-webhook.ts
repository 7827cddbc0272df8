/** Alipay's word on transfers: a signed form with the order as JSON in it. `docs/payouts.md`. */

import * as z from "zod/mini";
import { idOf } from "../../foundation/providers/alipay-number.ts";
import { signatureIn, signerOf } from "../../foundation/providers/alipay-signature.ts";
import { jsonOf } from "../../foundation/providers/bounded-fetch.ts";
import { formOf } from "../../foundation/providers/signed-form.ts";
import { REFERENCE } from "../../foundation/providers/vendor-call.ts";
import { moneyOfYuan } from "../../foundation/providers/yuan.ts";
import type { PayoutVerdict, PayoutVerifier } from "../domain/payout-provider.ts";

const CHANGED = "alipay.fund.trans.order.changed";
const TEXT = z.optional(z.string());
const ORDER = z.object({
  out_biz_no: z.string(),
  order_id: TEXT,
  status: TEXT,
  trans_amount: z.optional(z.union([z.string(), z.number()])),
});

export const alipayPayoutWebhooks: PayoutVerifier = {
  verify({ body }, config): PayoutVerdict {
    const form = formOf(body);
    const signature = signatureIn(form);
    if (form === undefined || signature === undefined) return { kind: "refused", httpStatus: 400, why: "malformed" };
    if (config.provider !== "alipay") return { kind: "refused", httpStatus: 401, why: "app" };
    // Its messages are signed with their `sign_type`, its notifications without: which one this is, only the signature says.
    const signers = [signerOf(form, signature), signerOf(form, signature, ["sign"])];
    // Verifying compares nothing that is secret, so it may stop at the key that fits.
    if (!config.alipayPublicKeys.some((key) => signers.some((isSignedBy) => isSignedBy(key))))
      return { kind: "refused", httpStatus: 401, why: "signature" };
    if (form.get("app_id") !== config.appId) return { kind: "ignored", why: "account" };
    return form.get("msg_method") === CHANGED ? verdictOn(form) : { kind: "ignored", why: "type" };
  },

  reply: { httpStatus: 200, contentType: "text/plain", body: "success" },
};

function verdictOn(form: Map<string, string>): PayoutVerdict {
  const order = ORDER.safeParse(jsonOf(Buffer.from(form.get("biz_content") ?? "")));
  const eventId = form.get("notify_id") ?? "";
  if (!order.success || !REFERENCE.test(eventId)) return { kind: "refused", httpStatus: 400, why: "malformed" };
  const { out_biz_no: number, order_id: reference = "", status, trans_amount: told } = order.data;
  const withdrawalId = idOf(number);
  if (withdrawalId === undefined || !withdrawalId.startsWith("wdr_")) return { kind: "ignored", why: "foreign" };
  const isNamed = REFERENCE.test(reference);
  const about = { eventId, withdrawalId, ...(isNamed ? { providerReference: reference } : {}) };
  const amount = moneyOfYuan(told);
  switch (status) {
    case "SUCCESS":
      return { kind: "event", event: { ...about, type: "paid", ...(amount === undefined ? {} : { amount }) } };
    case "FAIL":
    case "CLOSED":
      return { kind: "event", event: { ...about, type: "failed", reason: "refused" } };
    case "REFUND":
      // All of it comes back, once.
      if (amount === undefined || !isNamed) return { kind: "refused", httpStatus: 400, why: "malformed" };
      return { kind: "event", event: { ...about, type: "returned", returns: [{ reference, amount }] } };
    default:
      return { kind: "ignored", why: "type" };
  }
}
