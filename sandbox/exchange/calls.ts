/** The sandbox exchange's two calls, without HTTP. */

import type { Limits } from "../../core/foundation/domain/limits.ts";
import { type CallDeps, hold, move, type TooLate } from "../calls.ts";
import {
  cardKeyOf,
  cardOf,
  type ExchangeBody,
  lookUp,
  type RedemptionAnswer,
  type RedemptionCall,
  redeem,
} from "./rules.ts";
import type { ExchangeStore } from "./store.ts";

export interface ExchangeDeps extends CallDeps {
  store: ExchangeStore;
  limits: Pick<Limits, "exchange">;
}

export async function redeemCard(deps: ExchangeDeps, call: RedemptionCall): Promise<RedemptionAnswer | TooLate> {
  const { store, limits, clock, wait } = deps;
  const card = cardOf(call.code);
  const answer = await move(deps, {
    receivedAt: call.receivedAt,
    inFlightMs: limits.exchange.inFlightMs,
    decide: async () => {
      const [known, effect] = await Promise.all([
        store.findCall(call.providerKey),
        store.findEffect(cardKeyOf(call.code)),
      ]);
      return redeem(card, { call: known, effect }, call);
    },
    commit: (writes, withinMs) => store.commit(writes, withinMs),
  });
  if (answer.kind === "never-answered") await hold(deps, call.receivedAt, limits.exchange.callTimeoutMs);
  if (answer.kind === "answered" && answer.at !== undefined) await wait(Math.max(0, answer.at - clock()));
  return answer;
}

export async function lookUpCall(
  { store, clock }: Pick<ExchangeDeps, "store" | "clock">,
  providerKey: string,
): Promise<ExchangeBody> {
  const call = await store.findCall(providerKey);
  return lookUp({ call, effect: call && (await store.findEffect(call.cardKey)) }, providerKey, clock());
}
