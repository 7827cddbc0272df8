/** The sandbox channel's webhooks, verified on their very bytes. The wire is described in `docs/channels-sandbox.md`. */

import * as z from "zod/mini";
import { isAmount } from "../../foundation/domain/money.ts";
import { SANDBOX_SIGNATURE_HEADER, verifyWebhook } from "../../foundation/domain/webhook-signature.ts";
import { jsonOf } from "../../foundation/providers/bounded-fetch.ts";
import type { ChannelEvent, WebhookVerdict, WebhookVerifier } from "../domain/channel.ts";

const PRINTABLE = /^[\x20-\x7e]{1,128}$/;

const EVENT = z.object({
  eventId: z.string().check(z.regex(PRINTABLE)),
  type: z.string(),
  paymentId: z.string().check(z.regex(PRINTABLE)),
  orderNo: z.string().check(z.minLength(1), z.maxLength(256)),
  amount: z.object({ amount: z.number().check(z.refine(isAmount)), currency: z.string() }),
  providerReference: z.string().check(z.regex(PRINTABLE)),
  refunded: z.exactOptional(z.object({ amount: z.int().check(z.gte(0)), currency: z.string() })),
  dispute: z.exactOptional(
    z.object({
      reference: z.string().check(z.regex(PRINTABLE)),
      status: z.string().check(z.regex(PRINTABLE)),
      stage: z.enum(["inquiry", "taken", "over"]),
    }),
  ),
  at: z.exactOptional(z.int().check(z.gte(0))),
});

const TYPES = new Map<string, ChannelEvent["type"]>([
  ["charge.paid", "paid"],
  ["charge.declined", "declined"],
  ["charge.refunded", "refunded"],
  ["charge.disputed", "disputed"],
]);

export const sandboxWebhooks: WebhookVerifier = {
  read({ headers, body }, nowMs) {
    const json = jsonOf(body);
    return {
      kind: "unverified",
      claimedPaymentId: z.pick(EVENT, { paymentId: true }).safeParse(json).data?.paymentId,
      verify(config): WebhookVerdict {
        // Another channel's account says nothing about who signs here.
        if (config.channel !== "sandbox") return refused(401, "app");
        const header = headers[SANDBOX_SIGNATURE_HEADER.toLowerCase()];
        const verdict = verifyWebhook(config.webhookSecrets, Math.floor(nowMs / 1000), header, body);
        if (verdict === "stale") return refused(401, "timestamp");
        if (verdict !== "valid") return refused(401, "signature");

        const { success, data } = EVENT.safeParse(json);
        if (!success) return refused(400, "malformed");
        const type = TYPES.get(data.type);
        return type === undefined ? { kind: "ignored", why: "type" } : { kind: "event", event: { ...data, type } };
      },
    };
  },

  reply: { httpStatus: 200, contentType: "application/json", body: '{"received":true}' },
};

function refused(httpStatus: 400 | 401, why: "malformed" | "signature" | "timestamp" | "app"): WebhookVerdict {
  return { kind: "refused", httpStatus, why };
}
