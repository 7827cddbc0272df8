import type { GiftCardExchange, LookupCall, RedeemCall } from "../../core/redemptions/domain/exchange.ts";
import type { LookupOutcome, RedeemOutcome } from "../../core/redemptions/domain/outcome.ts";
import type { ExchangeEffect } from "../../invariants/snapshot.ts";

/** How a card behaves at its exchange. Lost, late and repeated calls are the world's doing and may befall any of them. */
export const CARDS = {
  good: "is redeemed, and the same key always brings the same answer",
  invalid: "is refused",
  "used-elsewhere": "was redeemed by somebody else before",
  "fails-once": "meets a failing server first",
  "no-keys": "at an exchange without keys: a second call finds the code used",
  "no-keys-twice": "at an exchange without keys, where each call that arrives takes effect",
  silent: "is never answered, and never found",
} as const;
export type CardKind = keyof typeof CARDS;

/** Minor units: every card is worth the same, so that sums tell how many took effect. */
export const CARD_AMOUNT = 1000;
const unknown = (reason: "timeout" | "server-error"): RedeemOutcome => ({ outcome: "unknown", reason });

/** The exchange: what it did is the truth that rows are judged by. */
export class ExchangeModel implements GiftCardExchange {
  readonly effects: ExchangeEffect[] = [];
  readonly #cards = new Map<string, CardKind>();
  readonly #seen = new Set<string>();

  issue(code: string, kind: CardKind): void {
    this.#cards.set(code, kind);
  }

  kindOf(code: string): CardKind {
    return this.#cards.get(code) ?? "invalid";
  }

  async redeem(call: RedeemCall): Promise<RedeemOutcome> {
    const { code, providerKey, account } = call;
    const isFirst = !this.#seen.has(providerKey);
    this.#seen.add(providerKey);
    const kind = this.kindOf(code);
    if (kind === "invalid") return { outcome: "declined", reason: "code-invalid" };
    if (kind === "used-elsewhere") return { outcome: "declined", reason: "code-used" };
    if (kind === "silent") return unknown("timeout");
    if (kind === "fails-once" && isFirst) return unknown("server-error");
    const known = this.effects.find((effect) => effect.code === code);
    if (known && kind !== "no-keys-twice") {
      const isOurs = known.providerKey === providerKey && kind !== "no-keys";
      return isOurs ? this.#succeeded(known) : { outcome: "declined", reason: "code-used" };
    }
    const effect = { code, amount: CARD_AMOUNT, currency: account.currency, providerKey };
    this.effects.push(effect);
    return this.#succeeded(effect);
  }

  async lookup({ providerKey, code }: LookupCall): Promise<LookupOutcome> {
    if (code !== undefined && this.kindOf(code) === "silent") return unknown("timeout");
    const found = this.effects.find((effect) => effect.providerKey === providerKey);
    return found ? this.#succeeded(found) : { outcome: "not-found" };
  }

  #succeeded({ amount, currency, providerKey }: ExchangeEffect): RedeemOutcome {
    return { outcome: "succeeded", amount: { amount, currency }, providerReference: `reference-${providerKey}` };
  }
}
