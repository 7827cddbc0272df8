import { LIMITS } from "../../core/foundation/domain/limits.ts";
import type { RedeemCall } from "../../core/redemptions/domain/exchange.ts";
import type { RedeemOutcome } from "../../core/redemptions/domain/outcome.ts";
import { ExchangeInMemory } from "../../sandbox/exchange/in-memory.ts";
import type { Behaviour as CardBehaviour } from "../../sandbox/exchange/rules.ts";

/** What an exchange makes of one call with a code: the real world behind the port. */
const BEHAVIOURS = {
  ok: { effectAfterMs: 0 },
  declined: { effectAfterMs: null, declined: "code-invalid" },
  "reply-lost": { effectAfterMs: 0, neverAnswers: true },
  never: { effectAfterMs: null, neverAnswers: true },
  "error-once": { effectAfterMs: 0, failsFirst: true },
  "no-keys-late": { effectAfterMs: LIMITS.demo.exchange.inFlightMs, neverAnswers: true, ignoresKeys: true },
} as const satisfies Record<string, CardBehaviour>;
export type Behaviour = keyof typeof BEHAVIOURS;

/** The exchange's own rules, and what each code does to them: it remembers effects, whoever crashes on our side. */
export class ScriptedExchange extends ExchangeInMemory {
  readonly calls: string[] = [];

  constructor(behaviour: (code: string) => Behaviour, clock: () => number) {
    super((code) => ({ behaviour: BEHAVIOURS[behaviour(code)], amount: 1000 }), clock);
  }

  override redeem(call: RedeemCall): Promise<RedeemOutcome> {
    this.calls.push(call.providerKey);
    return super.redeem(call);
  }
}
