import { LIMITS } from "../../core/foundation/domain/limits.ts";
import type { GiftCardExchange, LookupCall, RedeemCall } from "../../core/redemptions/domain/exchange.ts";
import type { LookupOutcome, RedeemOutcome } from "../../core/redemptions/domain/outcome.ts";

/** What an exchange makes of one call with a code: the real world behind the port. */
export type Behaviour = "ok" | "declined" | "reply-lost" | "never" | "error-once" | "no-keys-late";

export interface Effect {
  code: string;
  providerKey: string;
  amount: number;
  accountId: string;
}

/** A scripted exchange: it remembers effects as a vendor would, whoever crashes on our side. */
export class ScriptedExchange implements GiftCardExchange {
  readonly effects: Effect[] = [];
  readonly calls: string[] = [];
  readonly #behaviour: (code: string) => Behaviour;
  readonly #clock: () => number;
  readonly #seen = new Set<string>();
  readonly #late: { at: number; effect: Effect }[] = [];

  constructor(behaviour: (code: string) => Behaviour, clock: () => number) {
    this.#behaviour = behaviour;
    this.#clock = clock;
  }

  async redeem(call: RedeemCall): Promise<RedeemOutcome> {
    this.calls.push(call.providerKey);
    const first = !this.#seen.has(call.providerKey);
    this.#seen.add(call.providerKey);
    const behaviour = this.#behaviour(call.code);
    switch (behaviour) {
      case "declined":
        return { outcome: "declined", reason: "code-invalid" };
      case "never":
        return { outcome: "unknown", reason: "timeout" };
      case "error-once":
        if (first) return { outcome: "unknown", reason: "server-error" };
        break;
      case "no-keys-late":
        if (!first) return { outcome: "declined", reason: "code-used" };
        this.#late.push({ at: this.#clock() + LIMITS.demo.exchangeInFlightMs, effect: this.#effect(call) });
        return { outcome: "unknown", reason: "timeout" };
      default:
    }
    const known = this.#arrived().find(({ code }) => code === call.code);
    if (known && known.providerKey !== call.providerKey) return { outcome: "declined", reason: "code-used" };
    if (!known) this.effects.push(this.#effect(call));
    if (behaviour === "reply-lost") return { outcome: "unknown", reason: "timeout" };
    return this.#succeeded(call.account.currency, call.providerKey);
  }

  async lookup(call: LookupCall): Promise<LookupOutcome> {
    const found = this.#arrived().find(({ providerKey }) => providerKey === call.providerKey);
    return found ? this.#succeeded(call.account.currency, call.providerKey) : { outcome: "not-found" };
  }

  #arrived(): Effect[] {
    const now = this.#clock();
    for (const late of this.#late.splice(0)) {
      if (late.at <= now) this.effects.push(late.effect);
      else this.#late.push(late);
    }
    return this.effects;
  }

  #effect(call: RedeemCall): Effect {
    return { code: call.code, providerKey: call.providerKey, amount: 1000, accountId: call.account.accountId };
  }

  #succeeded(currency: string, providerKey: string): RedeemOutcome {
    return { outcome: "succeeded", amount: { amount: 1000, currency }, providerReference: `ref-${providerKey}` };
  }
}
