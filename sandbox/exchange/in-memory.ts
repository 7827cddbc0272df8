import type { ListCall, Listed } from "../../core/foundation/domain/listing.ts";
import type {
  ExchangeEntry,
  GiftCardExchange,
  LookupCall,
  RedeemCall,
} from "../../core/redemptions/domain/exchange.ts";
import type { LookupOutcome, RedeemOutcome } from "../../core/redemptions/domain/outcome.ts";
import { type Call, type Card, cardKeyOf, type Effect, type ExchangeBody, lookUp, redeem } from "./rules.ts";

/** One key, two cards or accounts: no caller of ours does that, but for what a restore has made it forget. */
export class KeyReused extends Error {
  override readonly name = "KeyReused";
}

/** The exchange's rules over rows in memory, behind Tender's port and without a wire: what tests and the proof play. */
export class ExchangeInMemory implements GiftCardExchange {
  readonly #effects: Effect[] = [];
  readonly #calls = new Map<string, Call>();
  readonly #cardOf: (code: string) => Card | undefined;
  readonly #clock: () => number;

  constructor(cardOf: (code: string) => Card | undefined, clock: () => number = () => 0) {
    this.#cardOf = cardOf;
    this.#clock = clock;
  }

  get effects(): readonly Effect[] {
    return this.#effects.filter(({ effectAt }) => effectAt <= this.#clock());
  }

  async redeem({ code, providerKey, account }: RedeemCall): Promise<RedeemOutcome> {
    const cardKey = cardKeyOf(code);
    const known = {
      call: this.#calls.get(providerKey),
      effect: this.#effects.find((each) => each.cardKey === cardKey),
    };
    const call = { code, providerKey, account, receivedAt: this.#clock() };
    const { answer, writes } = redeem(this.#cardOf(code), known, call);
    if (writes?.call) this.#calls.set(providerKey, writes.call);
    if (writes?.effect) this.#effects.push(writes.effect);
    switch (answer.kind) {
      case "answered": {
        const told = outcomeOf(answer.body);
        return told.outcome === "not-found" ? { outcome: "unknown", reason: "timeout" } : told;
      }
      case "failed":
        return { outcome: "unknown", reason: "server-error" };
      case "never-answered":
        return { outcome: "unknown", reason: "timeout" };
      case "key-reused":
        throw new KeyReused(`the key ${providerKey} stands for another card or account`);
    }
  }

  /** It remembers what took effect, and no more. */
  async lookup({ providerKey }: LookupCall): Promise<LookupOutcome> {
    const effect = this.#effects.find((each) => each.providerKey === providerKey);
    return outcomeOf(lookUp({ call: undefined, effect }, providerKey, this.#clock()));
  }

  async list({ sinceMs }: ListCall): Promise<Listed<ExchangeEntry>> {
    const since = this.effects.filter(({ effectAt }) => effectAt >= sinceMs);
    const entries = since.map(({ providerKey, amount, currency }) => ({ providerKey, amount: { amount, currency } }));
    return { outcome: "listed", entries };
  }
}

function outcomeOf(body: ExchangeBody): LookupOutcome {
  switch (body.status) {
    case "succeeded": {
      const { amount, accountId } = body;
      const account = accountId === undefined ? {} : { accountId };
      return { outcome: "succeeded", amount, providerReference: `reference-${body.providerKey}`, ...account };
    }
    case "declined":
      return { outcome: "declined", reason: body.reason };
    case "not_found":
      return { outcome: "not-found" };
  }
}
