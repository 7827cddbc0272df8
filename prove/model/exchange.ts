import type { ListCall, Listed } from "../../core/foundation/domain/listing.ts";
import type { ExchangeEntry, LookupCall, RedeemCall } from "../../core/redemptions/domain/exchange.ts";
import type { LookupOutcome, RedeemOutcome } from "../../core/redemptions/domain/outcome.ts";
import { ExchangeInMemory, KeyReused } from "../../sandbox/exchange/in-memory.ts";
import type { Behaviour } from "../../sandbox/exchange/rules.ts";

/** How a card behaves at its exchange. Lost, late and repeated calls are the world's doing and may befall any of them. */
export const CARDS = {
  good: { effectAfterMs: 0 },
  invalid: { effectAfterMs: null, declined: "code-invalid" },
  "used-elsewhere": { effectAfterMs: null, declined: "code-used" },
  "fails-once": { effectAfterMs: 0, failsFirst: true },
  "no-keys": { effectAfterMs: 0, ignoresKeys: true },
  "no-keys-twice": { effectAfterMs: 0, ignoresKeys: true, repeatsEffects: true },
  /** Never found, either. */
  silent: { effectAfterMs: null, neverAnswers: true },
} as const satisfies Record<string, Behaviour>;
export type CardKind = keyof typeof CARDS;

/** Minor units: every card is worth the same, so that sums tell how many took effect. */
export const CARD_AMOUNT = 1000;

/** The exchange: what it did is the truth that rows are judged by. */
export class ExchangeModel extends ExchangeInMemory {
  readonly #cards: Map<string, CardKind>;

  constructor() {
    const cards = new Map<string, CardKind>();
    super((code) => ({ behaviour: CARDS[cards.get(code) ?? "invalid"], amount: CARD_AMOUNT }));
    this.#cards = cards;
  }

  issue(code: string, kind: CardKind): void {
    this.#cards.set(code, kind);
  }

  kindOf(code: string): CardKind {
    return this.#cards.get(code) ?? "invalid";
  }

  /** After a restore a key may come again with another account: it is refused at the door, and nobody knows more. */
  refusesReusedKeys = false;

  override async redeem(call: RedeemCall): Promise<RedeemOutcome> {
    return super.redeem(call).catch((error: unknown) => {
      if (!(this.refusesReusedKeys && error instanceof KeyReused)) throw error;
      return { outcome: "unknown", reason: "request-refused" };
    });
  }

  /** It has no clock: all that it knows. */
  override list(call: ListCall): Promise<Listed<ExchangeEntry>> {
    return super.list({ ...call, sinceMs: 0 });
  }

  override async lookup(call: LookupCall): Promise<LookupOutcome> {
    const isSilent = call.code !== undefined && this.kindOf(call.code) === "silent";
    return isSilent ? { outcome: "unknown", reason: "timeout" } : super.lookup(call);
  }
}
