/** The sandbox payout provider's calls, without HTTP. */

import type { Limits } from "../../core/foundation/domain/limits.ts";
import { type CallDeps, hold, move, type TooLate } from "../calls.ts";
import type { Hook } from "../channel/store.ts";
import {
  type Asked,
  behaviourOf,
  type Notice,
  type PayAnswer,
  type PayoutState,
  pay,
  referenceOf,
  returnReferenceOf,
  stateOf,
} from "./rules.ts";
import type { PayoutStore } from "./store.ts";

export interface PayoutCallDeps extends CallDeps {
  payouts: PayoutStore;
  limits: Pick<Limits, "withdrawal">;
}

/** `receivedAt`: when the provider received the call. `hooks`: webhooks that are to be sent. */
export async function payOut(
  deps: PayoutCallDeps,
  withdrawalId: string,
  asked: Asked,
  receivedAt: number,
): Promise<{ answer: PayAnswer; hooks: Hook[]; kind: "answered" } | TooLate> {
  const { keyRetentionMs, inFlightMs, callTimeoutMs } = deps.limits.withdrawal;
  const vendor = { behaviourOf, keyRetentionMs: keyRetentionMs.sandbox };
  const done = await move(deps, {
    receivedAt,
    inFlightMs,
    decide: async () => {
      const { answer, writes } = pay(vendor, await deps.payouts.find(withdrawalId), withdrawalId, asked, receivedAt);
      const { notices = [], ...rows } = writes ?? {};
      const hooks = notices.map(hookOf);
      const answered = { kind: "answered" as const, answer, hooks };
      return writes ? { answer: answered, writes: { ...writes, ...rows, hooks } } : { answer: answered };
    },
    commit: ({ payout, effects, hooks }, withinMs) => deps.payouts.commit({ payout, effects, hooks }, withinMs),
  });
  if (done.kind === "answered" && done.answer.kind === "never-answered") await hold(deps, receivedAt, callTimeoutMs);
  return done;
}

export async function queryPayout(
  { payouts, clock }: Pick<PayoutCallDeps, "payouts" | "clock">,
  withdrawalId: string,
): Promise<PayoutState> {
  return stateOf(await payouts.find(withdrawalId), clock());
}

function hookOf({ eventId, type, payout, dueAt }: Notice): Hook {
  const { withdrawalId, asked } = payout;
  const back = type === "payout.returned" ? { returnReference: returnReferenceOf(payout) } : {};
  const body = { eventId, type, withdrawalId, amount: asked.amount, reference: referenceOf(payout), ...back };
  return { eventId, notifyUrl: asked.notifyUrl, body: JSON.stringify(body), attempts: 0, effectAt: dueAt };
}
