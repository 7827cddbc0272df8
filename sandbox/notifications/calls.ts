/** The sandbox sender's calls, without HTTP. */

import type { Limits } from "../../core/foundation/domain/limits.ts";
import { type CallDeps, hold, move, type TooLate } from "../calls.ts";
import { type Asked, behaviourOf, type SendAnswer, type SentState, send, stateOf } from "./rules.ts";
import type { SenderStore } from "./store.ts";

export interface SenderCallDeps extends CallDeps {
  messages: SenderStore;
  limits: Pick<Limits, "notification">;
}

/** `receivedAt`: when the sender received the call. */
export async function sendMessage(
  deps: SenderCallDeps,
  providerKey: string,
  asked: Asked,
  receivedAt: number,
): Promise<{ answer: SendAnswer; kind: "answered" } | TooLate> {
  const { keyRetentionMs, inFlightMs, callTimeoutMs } = deps.limits.notification;
  const done = await move(deps, {
    receivedAt,
    inFlightMs,
    decide: async () => {
      const row = await deps.messages.find(providerKey);
      const { answer, writes } = send({ behaviourOf, keyRetentionMs }, row, providerKey, asked, receivedAt);
      const answered = { kind: "answered" as const, answer };
      return writes ? { answer: answered, writes } : { answer: answered };
    },
    commit: (writes, withinMs) => deps.messages.commit(writes, withinMs),
  });
  if (done.kind === "answered" && done.answer.kind === "never-answered") await hold(deps, receivedAt, callTimeoutMs);
  return done;
}

export async function queryMessage(
  { messages, clock }: Pick<SenderCallDeps, "messages" | "clock">,
  providerKey: string,
): Promise<SentState> {
  return stateOf(await messages.find(providerKey), clock());
}
