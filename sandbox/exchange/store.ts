/** What the sandbox exchange remembers. The row of a card is its effect: it is written once, so a card takes effect at most once. */

import type { Position, SandboxTable } from "../store.ts";
import type { Call, Effect, Writes } from "./rules.ts";

const EFFECTS = "EFFECTS";

export class ExchangeStore {
  readonly #table: SandboxTable;

  constructor(table: SandboxTable) {
    this.#table = table;
  }

  findCall(providerKey: string): Promise<Call | undefined> {
    return this.#table.get(`CALL#${providerKey}`);
  }

  findEffect(cardKey: string): Promise<Effect | undefined> {
    return this.#table.get(`CARD#${cardKey}`);
  }

  commit({ call, effect }: Writes, withinMs: number): Promise<boolean> {
    const puts = [
      ...(call ? [{ pk: `CALL#${call.providerKey}`, row: call }] : []),
      ...(effect ? [{ pk: `CARD#${effect.cardKey}`, row: { ...effect, effectsPk: EFFECTS } }] : []),
    ];
    return this.#table.putAll(puts, withinMs);
  }

  /** What had taken effect by `nowMs`, newest first; `next` is absent on the last page. */
  listEffects(nowMs: number, limit: number, after?: Position): Promise<{ rows: Effect[]; next?: Position }> {
    return this.#table.listNewest<Effect>(EFFECTS, { nowMs, limit, after });
  }
}
