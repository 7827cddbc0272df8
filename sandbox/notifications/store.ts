/** What the sandbox sender remembers: each message in one row with a version, written together with its effect. */

import type { Position, SandboxTable } from "../store.ts";
import type { Effect, Sent, Writes } from "./rules.ts";

const EFFECTS = "NOTIFICATIONS#EFFECTS";

export class SenderStore {
  readonly #table: SandboxTable;

  constructor(table: SandboxTable) {
    this.#table = table;
  }

  find(providerKey: string): Promise<Sent | undefined> {
    return this.#table.get(`MESSAGE#${providerKey}`);
  }

  /** `false`: another move was first, so nothing is written. */
  commit({ sent, effects }: Writes, withinMs: number): Promise<boolean> {
    const put = { pk: `MESSAGE#${sent.providerKey}`, row: sent };
    const only = { condition: "version = :before", values: { ":before": sent.version - 1 } };
    const puts = [
      sent.version === 1 ? put : { ...put, only },
      ...effects.map((row) => ({ pk: `EFFECT#notification#${row.id}`, row: { ...row, effectsPk: EFFECTS } })),
    ];
    return this.#table.putAll(puts, withinMs);
  }

  /** What had taken effect by `nowMs`, newest first; `next` is absent on the last page. */
  listEffects(nowMs: number, limit: number, after?: Position): Promise<{ rows: Effect[]; next?: Position }> {
    return this.#table.listNewest<Effect>(EFFECTS, { nowMs, limit, after });
  }
}
