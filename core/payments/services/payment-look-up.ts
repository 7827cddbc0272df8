import type { LookUpView } from "../../../contract/answers/platform.ts";
import { TerminalError } from "../../foundation/domain/errors.ts";
import { tenantOf } from "../../foundation/domain/ids.ts";
import type { Caller } from "../../foundation/services/deps.ts";
import { type Found, lookUp } from "../../foundation/services/look-ups.ts";
import { type ChargeQueryOutcome, chargeKeyOf, type RefundQueryOutcome } from "../domain/channel.ts";
import { channelOf } from "../saga/drive.ts";
import { readPayment } from "../store/payment-store.ts";
import { findRefund, readRefund } from "../store/refund-store.ts";
import { readSaga } from "../store/saga-store.ts";
import type { ChannelDeps } from "./deps.ts";
import { refundCallOf } from "./refund-call.ts";
import { channelSentTo } from "./sent-account.ts";

/** What became of a payment's charge, by its channel's own word: asked of the account that it was sent to. */
export async function lookUpPayment(deps: ChannelDeps, caller: Caller, paymentId: string): Promise<LookUpView> {
  const tenantId = tenantOf(caller, "pay", paymentId);
  const payment = await readPayment(deps.tables, { tenantId, paymentId });
  if (!payment) throw new TerminalError("not-found", "there is no payment with this id");
  const { steps } = await readSaga(deps.tables, payment);
  const { orderNo, amount, channel } = payment;
  return lookUp(deps, caller, {
    tenantId,
    subjectId: paymentId,
    asked: { provider: channel, key: chargeKeyOf(paymentId) },
    calls: deps.limits.charge,
    ask: async (timeoutMs) => {
      const { port } = await channelOf({ deps, payment, steps });
      const providerReference = payment.providerReference ?? steps.get("AwaitPayment")?.callback?.providerReference;
      return chargeFound(await port.query({ paymentId, orderNo, amount, providerReference, timeoutMs }));
    },
  });
}

export async function lookUpRefund(deps: ChannelDeps, caller: Caller, refundId: string): Promise<LookUpView> {
  const tenantId = tenantOf(caller, "ref", refundId);
  const pointer = await findRefund(deps.tables, tenantId, refundId);
  const refund = pointer && (await readRefund(deps.tables, pointer));
  const payment = refund && (await readPayment(deps.tables, refund));
  if (!payment) throw new TerminalError("not-found", "there is no refund with this id");
  return lookUp(deps, caller, {
    tenantId,
    subjectId: refundId,
    asked: { provider: payment.channel, key: refundId },
    calls: deps.limits.refund,
    ask: async (timeoutMs) => {
      const { port } = await channelSentTo(deps, payment, refund.account);
      return refundFound(await port.queryRefund(refundCallOf(refund, payment, timeoutMs)));
    },
  });
}

/** A customer who may still pay is no end. */
function chargeFound(outcome: ChargeQueryOutcome): Found {
  switch (outcome.outcome) {
    case "succeeded":
      return { answer: "succeeded", providerReference: outcome.providerReference, amount: outcome.amount };
    case "declined":
    case "not-found":
      return { answer: outcome.outcome };
    case "requires-action":
    case "unpayable":
      return {
        answer: "unknown",
        ...(outcome.providerReference === undefined ? {} : { providerReference: outcome.providerReference }),
      };
    case "unknown":
      return { answer: "unknown" };
  }
}

function refundFound(outcome: RefundQueryOutcome): Found {
  const { outcome: answer } = outcome;
  return answer === "succeeded" ? { answer, providerReference: outcome.providerReference } : { answer };
}
