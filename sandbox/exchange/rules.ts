/** What the sandbox exchange does with a code: magic codes are `TEST-<KIND>-<amount>-<anything>` or `TEST-<KIND>-<anything>`. */

import { createHash } from "node:crypto";
import { normaliseCode } from "../../core/foundation/domain/gift-card-code.ts";
import { isAmount } from "../../core/foundation/domain/money.ts";

export interface Behaviour {
  /** From receipt of the call to its effect; `null`: there never is one. Below `exchangeInFlightMs` of every profile. */
  effectAfterMs: number | null;
  /** `never`: the caller waits in vain, and only a lookup tells. */
  answers: "outcome" | "never";
  /** The first call of each provider key is answered 500 and has no effect. */
  failsFirst?: true;
  /** Every send counts as a call of its own, as at an exchange that knows no idempotency keys. */
  ignoresKeys?: true;
  why: string;
}

export const BEHAVIOURS = {
  OK: { effectAfterMs: 0, answers: "outcome", why: "the plain case" },
  SLOW: { effectAfterMs: 2000, answers: "outcome", why: "a crash can be put between the call and its effect" },
  REJECT: { effectAfterMs: null, answers: "outcome", why: "a definitive refusal" },
  "TIMEOUT-THEN-OK": { effectAfterMs: 0, answers: "never", why: "the reply is lost, the effect is not" },
  "TIMEOUT-NEVER": { effectAfterMs: null, answers: "never", why: "an outcome that nobody can ever learn" },
  "500-ONCE": { effectAfterMs: 0, answers: "outcome", failsFirst: true, why: "a failure that a resend mends" },
  "NOKEY-TIMEOUT-THEN-OK": {
    effectAfterMs: 2500,
    answers: "never",
    ignoresKeys: true,
    why: "'not found' is a lie for a while, and a resend is refused because of ourselves",
  },
} as const satisfies Record<string, Behaviour>;

export type CardKind = keyof typeof BEHAVIOURS;

export interface Card {
  kind: CardKind;
  /** In minor units of the account's currency. */
  amount: number;
}

const DEFAULT_AMOUNT = 1000;

/** Longest first: kinds hold hyphens, and none may be read as the beginning of another. */
const KINDS = (Object.keys(BEHAVIOURS) as CardKind[]).sort((a, b) => b.length - a.length);

/** `undefined`: no card of this exchange. Letters' case and spaces do not matter, hyphens part the words. */
export function parseCard(code: string): Card | undefined {
  const text = code.replace(/\s/g, "").toUpperCase();
  const kind = KINDS.find((each) => text.startsWith(`TEST-${each}-`));
  if (kind === undefined) return undefined;

  const rest = text.slice(`TEST-${kind}-`.length);
  const [, digits, anything = ""] = /^(?:(\d+)-)?(.*)$/.exec(rest) ?? [];
  const amount = digits === undefined ? DEFAULT_AMOUNT : Number(digits);
  return anything !== "" && isAmount(amount) ? { kind, amount } : undefined;
}

/** The same for every way to write one card. A hash, so that a real code sent here by mistake is not kept. */
export function cardKeyOf(code: string): string {
  return createHash("sha256").update(normaliseCode(code)).digest("hex");
}
