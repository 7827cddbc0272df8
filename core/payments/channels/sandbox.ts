/** The HTTP adapter to the sandbox channel. The wire is described in `docs/channels-sandbox.md`. */

import * as z from "zod/mini";
import type { VendorDoubt } from "../../foundation/domain/call-doubt.ts";
import { LIMITS } from "../../foundation/domain/limits.ts";
import { isAmount, type Money } from "../../foundation/domain/money.ts";
import { makeSignedPost, type SignedPeer } from "../../foundation/providers/signed-post.ts";
import { statementsOf } from "../../foundation/providers/statements.ts";
import { unknown, webUrlOf } from "../../foundation/providers/vendor-call.ts";
import type { ChargeDecline, ChargeOutcome, PaymentChannel, RefundOutcome } from "../domain/channel.ts";

export interface SandboxChannelOptions extends Omit<SignedPeer, "name" | "callTimeoutMs"> {
  /** Longest time for one call; a caller with less time left gives less. @default the production limit */
  callTimeoutMs?: number;
}

const DECLINES = [
  "card-declined",
  "insufficient-funds",
  "method-refused",
  "expired",
  "refused",
] as const satisfies readonly ChargeDecline[];
const REFUND_DECLINES = ["refused", "exceeds-charge", "not-captured"] as const;

const REFERENCE = z.string().check(z.regex(/^[\x20-\x7e]{1,128}$/));
const MONEY = z.object({ amount: z.number().check(z.refine(isAmount)), currency: z.string() });
const PAYMENT = { paymentId: z.string() };
const REFUND = { refundId: z.string() };

const SUCCEEDED = z.object({ ...PAYMENT, status: z.literal("succeeded"), amount: MONEY, reference: REFERENCE });
const REQUIRES_ACTION = z.object({
  ...PAYMENT,
  status: z.literal("requires_action"),
  amount: MONEY,
  paymentUrl: z.string().check(
    z.maxLength(2048),
    z.refine((text) => webUrlOf(text) !== undefined),
  ),
  reference: REFERENCE,
});
const DECLINED = z.object({ ...PAYMENT, status: z.literal("declined"), reason: z.enum(DECLINES) });
const NOT_FOUND = z.object({ ...PAYMENT, status: z.literal("not_found") });
const CANCELLED = z.object({
  ...PAYMENT,
  status: z.literal("cancelled"),
  amount: z.object({
    amount: z.number().check(z.refine((value) => value === 0 || isAmount(value))),
    currency: z.string(),
  }),
});
const REFUNDED = z.object({ ...REFUND, ...SUCCEEDED.shape });
const REFUND_DECLINED = z.object({ ...REFUND, status: z.literal("declined"), reason: z.enum(REFUND_DECLINES) });
const REFUND_NOT_FOUND = z.object({ ...REFUND, status: z.literal("not_found") });

const SUM = z.int().check(z.gte(0));
const STATED = z.object({
  ...PAYMENT,
  ...{ orderNo: z.string(), amount: MONEY, reference: REFERENCE, voided: SUM, refunded: SUM },
  refunds: z.array(z.object({ ...REFUND, amount: z.int().check(z.gte(1)) })),
});

const CHARGE_ANSWER = z.discriminatedUnion("status", [SUCCEEDED, REQUIRES_ACTION, DECLINED]);
const QUERY_ANSWER = z.discriminatedUnion("status", [SUCCEEDED, REQUIRES_ACTION, DECLINED, NOT_FOUND]);
const CANCEL_ANSWER = z.discriminatedUnion("status", [CANCELLED, NOT_FOUND]);
const REFUND_ANSWER = z.discriminatedUnion("status", [REFUNDED, REFUND_DECLINED]);
const REFUND_QUERY_ANSWER = z.discriminatedUnion("status", [REFUNDED, REFUND_DECLINED, REFUND_NOT_FOUND]);

/** Throws when the options cannot work, so that a wrong deployment stops at its start and not payment by payment. */
export function makeSandboxChannel(options: SandboxChannelOptions): PaymentChannel {
  const callTimeoutMs = LIMITS.production.charge.callTimeoutMs;
  const post = makeSignedPost({ callTimeoutMs, ...options, name: "sandbox channel" });

  /** The answer of one call in the form that the call may have, about the thing that it asked about. */
  async function ask<Form extends z.ZodMiniType<{ status: string }>>(
    path: string,
    form: Form,
    call: { key: string; timeoutMs: number; content: { paymentId: string } | { refundId: string } },
  ): Promise<{ read: z.output<Form> } | { doubt: VendorDoubt }> {
    const answer = await post(path, call.key, call.content, call.timeoutMs);
    if ("unknown" in answer) return { doubt: answer.unknown };
    const { success, data } = form.safeParse(answer.json);
    return success && isAbout(data, call.content) ? { read: data } : { doubt: "response-invalid" };
  }

  return {
    list: statementsOf(post, STATED, ({ reference, ...entry }) => ({ ...entry, providerReference: reference })),

    async charge({ providerKey, timeoutMs, ...call }) {
      const { paymentId, orderNo, amount, paymentMethod, notifyUrl, returnUrl } = call;
      const content = { providerKey, paymentId, orderNo, amount, paymentMethod, notifyUrl, returnUrl };
      const answer = await ask("/charges", CHARGE_ANSWER, { key: providerKey, timeoutMs, content });
      return "doubt" in answer ? unknown(answer.doubt) : chargeOutcomeOf(answer.read, amount);
    },

    async query({ paymentId, amount, timeoutMs }) {
      const call = { key: paymentId, timeoutMs, content: { paymentId } };
      const answer = await ask("/charges/query", QUERY_ANSWER, call);
      if ("doubt" in answer) return unknown(answer.doubt);
      return answer.read.status === "not_found" ? { outcome: "not-found" } : chargeOutcomeOf(answer.read, amount);
    },

    async cancel({ compensationKey, paymentId, amount, timeoutMs }) {
      const call = { key: compensationKey, timeoutMs, content: { paymentId, compensationKey } };
      const answer = await ask("/charges/cancel", CANCEL_ANSWER, call);
      if ("doubt" in answer) return unknown(answer.doubt);
      if (answer.read.status === "not_found") return { outcome: "not-found" };
      const voided = answer.read.amount;
      if (voided.currency !== amount.currency || voided.amount > amount.amount) return unknown("amount-mismatch");
      return { outcome: "cancelled", amount: voided.amount };
    },

    async refund({ providerKey, refundId, paymentId, amount, timeoutMs }) {
      const call = { key: providerKey, timeoutMs, content: { refundId, paymentId, amount } };
      const answer = await ask("/refunds", REFUND_ANSWER, call);
      return "doubt" in answer ? unknown(answer.doubt) : refundOutcomeOf(answer.read, paymentId, amount);
    },

    async queryRefund({ providerKey, refundId, paymentId, amount, timeoutMs }) {
      const call = { key: providerKey, timeoutMs, content: { refundId } };
      const answer = await ask("/refunds/query", REFUND_QUERY_ANSWER, call);
      if ("doubt" in answer) return unknown(answer.doubt);
      if (answer.read.status === "not_found") return { outcome: "not-found" };
      return refundOutcomeOf(answer.read, paymentId, amount);
    },
  };
}

function chargeOutcomeOf(answer: z.output<typeof CHARGE_ANSWER>, amount: Money): ChargeOutcome {
  if (answer.status === "declined") return { outcome: "declined", reason: answer.reason };
  if (!isSame(answer.amount, amount)) return unknown("amount-mismatch");
  const { reference: providerReference } = answer;
  if (answer.status === "succeeded") return { outcome: "succeeded", amount: answer.amount, providerReference };
  return { outcome: "requires-action", paymentUrl: answer.paymentUrl, providerReference };
}

function refundOutcomeOf(answer: z.output<typeof REFUND_ANSWER>, paymentId: string, amount: Money): RefundOutcome {
  if (answer.status === "declined") return { outcome: "declined", reason: answer.reason };
  if (answer.paymentId !== paymentId) return unknown("response-invalid");
  if (!isSame(answer.amount, amount)) return unknown("amount-mismatch");
  return { outcome: "succeeded", providerReference: answer.reference };
}

function isAbout(answer: object, content: { paymentId: string } | { refundId: string }): boolean {
  const { refundId, paymentId } = answer as { refundId?: string; paymentId?: string };
  return "refundId" in content ? refundId === content.refundId : paymentId === content.paymentId;
}

function isSame(one: Money, other: Money): boolean {
  return one.amount === other.amount && one.currency === other.currency;
}
