/** The HTTP adapter to the sandbox payout provider, and its webhooks. The wire is described in `docs/payouts-sandbox.md`. */

import * as z from "zod/mini";
import type { VendorDoubt } from "../../foundation/domain/call-doubt.ts";
import { isAmount } from "../../foundation/domain/money.ts";
import { SANDBOX_SIGNATURE_HEADER, verifyWebhook } from "../../foundation/domain/webhook-signature.ts";
import { jsonOf } from "../../foundation/providers/bounded-fetch.ts";
import { makeSignedPost, type SignedPeer } from "../../foundation/providers/signed-post.ts";
import { statementsOf } from "../../foundation/providers/statements.ts";
import { sameMoney, unknown } from "../../foundation/providers/vendor-call.ts";
import type {
  PayoutEvent,
  PayoutProvider,
  PayoutQueryOutcome,
  PayoutRef,
  PayoutVerdict,
  PayoutVerifier,
} from "../domain/payout-provider.ts";

const TEXT = z.string().check(z.regex(/^[\x20-\x7e]{1,160}$/));
const MONEY = z.object({ amount: z.number().check(z.refine(isAmount)), currency: z.string() });
const ABOUT = { withdrawalId: z.string() };
const ANSWER = z.discriminatedUnion("status", [
  z.object({ ...ABOUT, status: z.literal("paid"), amount: MONEY, reference: TEXT }),
  z.object({ ...ABOUT, status: z.literal("pending") }),
  z.object({ ...ABOUT, status: z.literal("declined"), reason: TEXT }),
  z.object({ ...ABOUT, status: z.literal("not_found") }),
]);

const STATED = z.object({
  ...{ ...ABOUT, amount: MONEY, reference: TEXT },
  returns: z.array(z.object({ reference: TEXT, amount: MONEY })),
});

export interface SandboxPayoutOptions extends Omit<SignedPeer, "name"> {
  /** Where it sends its webhooks. */
  notifyUrl: string;
}

/** Throws when the options cannot work, so that a wrong deployment stops at its start and not payout by payout. */
export function makeSandboxPayouts({ notifyUrl, ...peer }: SandboxPayoutOptions): PayoutProvider {
  const post = makeSignedPost({ ...peer, name: "sandbox payout provider" });

  async function ask(path: string, ref: PayoutRef, content: object): Promise<PayoutQueryOutcome> {
    const { withdrawalId, timeoutMs, net } = ref;
    const answer = await post(path, withdrawalId, { withdrawalId, ...content }, timeoutMs);
    if ("unknown" in answer) return unknown(answer.unknown);
    const { success, data } = ANSWER.safeParse(answer.json);
    if (!success || data.withdrawalId !== withdrawalId) return unknown("response-invalid");
    switch (data.status) {
      case "paid":
        if (!sameMoney(data.amount, net)) return unknown("amount-mismatch");
        return { outcome: "paid", providerReference: data.reference };
      case "pending":
        return unknown("pending");
      case "declined":
        return { outcome: "declined", reason: data.reason };
      case "not_found":
        return { outcome: "not-found" };
    }
  }

  return {
    async pay(call) {
      const { withdrawalNo, net: amount, account, holder } = call;
      const told = await ask("/pay", call, { withdrawalNo, amount, account, holder, notifyUrl });
      // Of what it was just asked to do it cannot say that there is nothing.
      return told.outcome === "not-found" ? unknown("response-invalid" satisfies VendorDoubt) : told;
    },
    query: (ref) => ask("/query", ref, {}),
    list: statementsOf(post, STATED, ({ withdrawalId, amount: net, reference: providerReference, returns }) => {
      return { withdrawalId, net, providerReference, returns };
    }),
  };
}

const COMMON = { eventId: TEXT, withdrawalId: TEXT, amount: MONEY, reference: TEXT };
const EVENT = z.discriminatedUnion("type", [
  z.object({ ...COMMON, type: z.literal("payout.paid") }),
  z.object({ ...COMMON, type: z.literal("payout.returned"), returnReference: TEXT }),
]);
const TYPED = z.object({ type: z.string() });

export const sandboxPayoutWebhooks: PayoutVerifier = {
  verify({ headers, body }, config, nowMs): PayoutVerdict {
    if (config.provider !== "sandbox") return { kind: "refused", httpStatus: 401, why: "app" };
    const header = headers[SANDBOX_SIGNATURE_HEADER.toLowerCase()];
    const verdict = verifyWebhook(config.webhookSecrets, Math.floor(nowMs / 1000), header, body);
    if (verdict !== "valid")
      return { kind: "refused", httpStatus: 401, why: verdict === "stale" ? "timestamp" : "signature" };
    const json = jsonOf(body);
    const { success, data } = EVENT.safeParse(json);
    if (success) return { kind: "event", event: eventOf(data) };
    const isOther = !["payout.paid", "payout.returned", undefined].includes(TYPED.safeParse(json).data?.type);
    return isOther ? { kind: "ignored", why: "type" } : { kind: "refused", httpStatus: 400, why: "malformed" };
  },

  reply: { httpStatus: 200, contentType: "application/json", body: '{"received":true}' },
};

function eventOf(told: z.output<typeof EVENT>): PayoutEvent {
  const { eventId, withdrawalId, amount, reference: providerReference } = told;
  const about = { eventId, withdrawalId, providerReference };
  return told.type === "payout.paid"
    ? { ...about, type: "paid", amount }
    : { ...about, type: "returned", returns: [{ reference: told.returnReference, amount }] };
}
