/** The sandbox exchange's two calls, without HTTP. */

import type { Limits } from "../../core/foundation/domain/limits.ts";
import type { DeclineReason } from "../../core/redemptions/domain/outcome.ts";
import { BEHAVIOURS, type Behaviour, cardKeyOf, parseCard } from "./rules.ts";
import type { Effect, ExchangeStore } from "./store.ts";

export interface ExchangeDeps {
  store: ExchangeStore;
  limits: Pick<Limits, "exchangeCallTimeoutMs" | "exchangeInFlightMs">;
  /** Milliseconds since 1970. */
  clock: () => number;
  wait: (ms: number) => Promise<unknown>;
}

export interface RedemptionCall {
  providerKey: string;
  code: string;
  account: { accountId: string; currency: string };
  /** When the exchange received the call; its effect comes within `exchangeInFlightMs` of it, or never. */
  receivedAt: number;
  /** Unique to this send. */
  sendId: string;
}

export type ExchangeBody =
  | { status: "succeeded"; providerKey: string; amount: { amount: number; currency: string }; reference: string }
  | { status: "declined"; providerKey: string; reason: DeclineReason }
  | { status: "not_found"; providerKey: string };

export type RedemptionAnswer =
  | { kind: "answered"; body: ExchangeBody }
  /** The provider key stands for another card or account. */
  | { kind: "key-reused" }
  /** 500: no effect. */
  | { kind: "failed" }
  /** 503: too old to take effect in time, so it never will. */
  | { kind: "too-late" }
  /** 504: whether it took effect is not told. */
  | { kind: "never-answered" };

/** How long after the caller's own timeout a held call is let go. */
const HOLD_MARGIN_MS = 1000;
/** A write that starts this close to the in-flight bound might land behind it. */
const WRITE_MARGIN_MS = 500;

export async function redeemCard(deps: ExchangeDeps, call: RedemptionCall): Promise<RedemptionAnswer> {
  const { providerKey, code, account, sendId, receivedAt } = call;
  const card = parseCard(code);
  const behaviour: Behaviour | undefined = card && BEHAVIOURS[card.kind];
  const effectAfterMs = behaviour?.effectAfterMs ?? null;
  // Nothing is remembered of a call without answer and effect: its lookup says "not found" for ever.
  if (behaviour?.answers === "never" && effectAfterMs === null) return await holdUntilGone(deps, receivedAt);

  const cardKey = cardKeyOf(code);
  const reason = card === undefined ? "code-invalid" : effectAfterMs === null ? "refused" : undefined;
  const { accountId, currency } = account;
  const noted = await deps.store.noteCall({
    providerKey,
    cardKey,
    accountId,
    currency,
    sendId,
    ...(reason && { declined: reason }),
  });
  const first = noted.row;
  if (first.cardKey !== cardKey || first.accountId !== accountId || first.currency !== currency)
    return { kind: "key-reused" };
  // The first answer stands, also for the same card written without the hyphens that make it readable.
  if (first.declined) return declined(providerKey, first.declined);
  if (card === undefined || behaviour === undefined || effectAfterMs === null)
    return declined(providerKey, "code-invalid");
  if (behaviour.failsFirst && noted.ours) return { kind: "failed" };
  const withinMs = receivedAt + deps.limits.exchangeInFlightMs - WRITE_MARGIN_MS - deps.clock();
  if (withinMs <= 0) return { kind: "too-late" };

  const effectAt = receivedAt + effectAfterMs;
  const effect = { code, cardKey, amount: card.amount, currency, providerKey, sendId, effectAt };
  const taken = await deps.store.takeEffect(effect, withinMs);
  const isTakenByAnother = taken.row.providerKey !== providerKey || (behaviour.ignoresKeys && !taken.ours);
  if (isTakenByAnother) return declined(providerKey, "code-used");
  if (behaviour.answers === "never") return await holdUntilGone(deps, receivedAt);
  await deps.wait(Math.max(0, taken.row.effectAt - deps.clock()));
  return { kind: "answered", body: succeeded(taken.row) };
}

export async function lookUpCall(
  deps: Pick<ExchangeDeps, "store" | "clock">,
  providerKey: string,
): Promise<ExchangeBody> {
  const call = await deps.store.findCall(providerKey);
  if (call === undefined) return { status: "not_found", providerKey };
  if (call.declined) return { status: "declined", providerKey, reason: call.declined };

  const effect = await deps.store.findEffect(call.cardKey);
  if (effect !== undefined && effect.providerKey !== providerKey)
    return { status: "declined", providerKey, reason: "code-used" };
  if (effect === undefined || effect.effectAt > deps.clock()) return { status: "not_found", providerKey };
  return succeeded(effect);
}

function declined(providerKey: string, reason: DeclineReason): RedemptionAnswer {
  return { kind: "answered", body: { status: "declined", providerKey, reason } };
}

function succeeded({ providerKey, amount, currency, cardKey }: Effect): ExchangeBody {
  return { status: "succeeded", providerKey, amount: { amount, currency }, reference: `sbx_${cardKey.slice(0, 20)}` };
}

async function holdUntilGone(deps: ExchangeDeps, receivedAt: number): Promise<RedemptionAnswer> {
  const goneAt = receivedAt + deps.limits.exchangeCallTimeoutMs + HOLD_MARGIN_MS;
  await deps.wait(Math.max(0, goneAt - deps.clock()));
  return { kind: "never-answered" };
}
