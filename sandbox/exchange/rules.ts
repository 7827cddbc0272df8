/**
 * What an exchange does with a card: pure functions from rows to an answer and what is to be written. And the magic codes of the
 * sandbox exchange: `TEST-<KIND>-<amount>-<anything>` or `TEST-<KIND>-<anything>`.
 */

import { createHash } from "node:crypto";
import { normaliseCode } from "../../core/foundation/domain/gift-card-code.ts";
import { isAmount, type Money } from "../../core/foundation/domain/money.ts";
import type { DeclineReason } from "../../core/redemptions/domain/outcome.ts";
import type { Step } from "../calls.ts";

export interface Behaviour {
  /** From receipt of the call to its effect; `null`: there never is one. Below `exchange.inFlightMs` of every profile. */
  effectAfterMs: number | null;
  /** The caller waits in vain, and only a lookup tells. */
  neverAnswers?: true;
  /** The first call of each provider key is answered 500 and has no effect. */
  failsFirst?: true;
  /** Every send counts as a call of its own, as at an exchange that knows no idempotency keys. */
  ignoresKeys?: true;
  /** Each call that arrives takes effect. */
  repeatsEffects?: true;
  /** Why it is refused, where it has no effect. @default refused */
  declined?: DeclineReason;
}

export const BEHAVIOURS = {
  OK: { effectAfterMs: 0, why: "the plain case" },
  SLOW: { effectAfterMs: 2000, why: "a crash can be put between the call and its effect" },
  REJECT: { effectAfterMs: null, why: "a definitive refusal" },
  "TIMEOUT-THEN-OK": { effectAfterMs: 0, neverAnswers: true, why: "the reply is lost, the effect is not" },
  "TIMEOUT-NEVER": { effectAfterMs: null, neverAnswers: true, why: "an outcome that nobody can ever learn" },
  "500-ONCE": { effectAfterMs: 0, failsFirst: true, why: "a failure that a resend mends" },
  "NOKEY-TIMEOUT-THEN-OK": {
    effectAfterMs: 2500,
    neverAnswers: true,
    ignoresKeys: true,
    why: "'not found' is a lie for a while, and a resend is refused because of ourselves",
  },
} as const satisfies Record<string, Behaviour & { why: string }>;

export type CardKind = keyof typeof BEHAVIOURS;

export interface Card {
  behaviour: Behaviour;
  /** In minor units of the account's currency. */
  amount: number;
}

const DEFAULT_AMOUNT = 1000;

/** Longest first: kinds hold hyphens, and none may be read as the beginning of another. */
const KINDS = (Object.keys(BEHAVIOURS) as CardKind[]).sort((a, b) => b.length - a.length);

/** `undefined`: no card of this exchange. Letters' case and spaces do not matter, hyphens part the words. */
export function parseCard(code: string): { kind: CardKind; amount: number } | undefined {
  const text = code.replace(/\s/g, "").toUpperCase();
  const kind = KINDS.find((each) => text.startsWith(`TEST-${each}-`));
  if (kind === undefined) return undefined;

  const rest = text.slice(`TEST-${kind}-`.length);
  const [, digits, anything = ""] = /^(?:(\d+)-)?(.*)$/.exec(rest) ?? [];
  const amount = digits === undefined ? DEFAULT_AMOUNT : Number(digits);
  return anything !== "" && isAmount(amount) ? { kind, amount } : undefined;
}

/** The sandbox's own cards. */
export function cardOf(code: string): Card | undefined {
  const card = parseCard(code);
  return card && { behaviour: BEHAVIOURS[card.kind], amount: card.amount };
}

/** The same for every way to write one card. A hash, so that a real code sent here by mistake is not kept. */
export function cardKeyOf(code: string): string {
  return createHash("sha256").update(normaliseCode(code)).digest("hex");
}

export interface RedemptionCall {
  providerKey: string;
  code: string;
  account: { accountId: string; currency: string };
  /** When the exchange received the call. */
  receivedAt: number;
}

/** The first call with a provider key: later ones with the key must ask for the same. */
export interface Call {
  providerKey: string;
  cardKey: string;
  accountId: string;
  currency: string;
  /** Refused whatever else is known of the card. */
  declined?: DeclineReason;
}

export interface Effect {
  /** As it was sent; magic codes only. */
  code: string;
  cardKey: string;
  amount: number;
  currency: string;
  /** Absent in what was kept before it was. */
  accountId?: string;
  providerKey: string;
  /** Milliseconds since 1970. Before it, nobody is shown the effect. */
  effectAt: number;
}

export interface Writes {
  call?: Call;
  effect?: Effect;
}

export type ExchangeBody =
  | { status: "succeeded"; providerKey: string; amount: Money; reference: string; accountId?: string }
  | { status: "declined"; providerKey: string; reason: DeclineReason }
  | { status: "not_found"; providerKey: string };

export type RedemptionAnswer =
  /** `at`: not before. */
  | { kind: "answered"; body: ExchangeBody; at?: number }
  /** The provider key stands for another card or account. */
  | { kind: "key-reused" }
  /** 500: no effect. */
  | { kind: "failed" }
  /** 504: whether it took effect is not told. */
  | { kind: "never-answered" };

/** `known`: the key's first call, and the effect of the card. */
export function redeem(
  card: Card | undefined,
  known: { call: Call | undefined; effect: Effect | undefined },
  { providerKey, code, account, receivedAt }: RedemptionCall,
): Step<RedemptionAnswer, Writes> {
  const { behaviour } = card ?? {};
  const effectAfterMs = behaviour?.effectAfterMs ?? null;
  // Nothing is remembered of a call without answer and effect: its lookup says "not found" for ever.
  if (behaviour?.neverAnswers && effectAfterMs === null) return { answer: { kind: "never-answered" } };

  const { accountId, currency } = account;
  const cardKey = cardKeyOf(code);
  const reason = card === undefined ? "code-invalid" : effectAfterMs === null && (behaviour?.declined ?? "refused");
  const call: Call = known.call ?? { providerKey, cardKey, accountId, currency, ...(reason && { declined: reason }) };
  const noted = known.call ? {} : { call };
  const after = (answer: RedemptionAnswer) => (known.call ? { answer } : { answer, writes: noted });
  if (call.cardKey !== cardKey || call.accountId !== accountId || call.currency !== currency)
    return { answer: { kind: "key-reused" } };
  // The first answer stands, also for the same card written without the hyphens that make it readable.
  if (call.declined) return after(declined(providerKey, call.declined));
  if (card === undefined || behaviour === undefined || effectAfterMs === null)
    return after(declined(providerKey, "code-invalid"));
  if (behaviour.failsFirst && !known.call) return after({ kind: "failed" });

  const answerWith = (effect: Effect): RedemptionAnswer =>
    behaviour.neverAnswers
      ? { kind: "never-answered" }
      : { kind: "answered", body: succeeded(effect), at: effect.effectAt };
  if (known.effect && !behaviour.repeatsEffects) {
    const isOurs = known.effect.providerKey === providerKey && !behaviour.ignoresKeys;
    return after(isOurs ? answerWith(known.effect) : declined(providerKey, "code-used"));
  }
  const { amount } = card;
  const effect = { code, cardKey, amount, currency, accountId, providerKey, effectAt: receivedAt + effectAfterMs };
  return { answer: answerWith(effect), writes: { ...noted, effect } };
}

/** What became of the calls with a key. An exchange that keeps no `call` knows its effects and nothing else. */
export function lookUp(
  { call, effect }: { call: Call | undefined; effect: Effect | undefined },
  providerKey: string,
  nowMs: number,
): ExchangeBody {
  if (effect?.providerKey === providerKey && effect.effectAt <= nowMs) return succeeded(effect);
  const isUsed = effect !== undefined && effect.providerKey !== providerKey;
  const reason = call && (call.declined ?? (isUsed ? "code-used" : undefined));
  return reason ? { status: "declined", providerKey, reason } : { status: "not_found", providerKey };
}

function declined(providerKey: string, reason: DeclineReason): RedemptionAnswer {
  return { kind: "answered", body: { status: "declined", providerKey, reason } };
}

function succeeded({ providerKey, amount, currency, cardKey, accountId }: Effect): ExchangeBody {
  const reference = `sbx_${cardKey.slice(0, 20)}`;
  const account = accountId === undefined ? {} : { accountId };
  return { status: "succeeded", providerKey, amount: { amount, currency }, reference, ...account };
}
