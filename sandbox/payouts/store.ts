/** What the sandbox payout provider remembers: each payout in one row with a version, written together with its effects and webhooks. */

import { type Hook, hookPut } from "../channel/store.ts";
import type { Position, SandboxTable } from "../store.ts";
import type { Effect, Payout, Writes } from "./rules.ts";

/** What a move writes, its webhooks made ready. */
export type Commit = Omit<Writes, "notices"> & { hooks: Hook[] };

const EFFECTS = "PAYOUTS#EFFECTS";

export class PayoutStore {
  readonly #table: SandboxTable;

  constructor(table: SandboxTable) {
    this.#table = table;
  }

  find(withdrawalId: string): Promise<Payout | undefined> {
    return this.#table.get(`PAYOUT#${withdrawalId}`);
  }

  /** `false`: another move was first, so nothing is written. */
  commit({ payout, effects, hooks }: Commit, withinMs: number): Promise<boolean> {
    const put = { pk: `PAYOUT#${payout.withdrawalId}`, row: payout };
    const only = { condition: "version = :before", values: { ":before": payout.version - 1 } };
    const puts = [
      payout.version === 1 ? put : { ...put, only },
      ...effects.map((row) => ({ pk: `EFFECT#${row.kind}#${row.id}`, row: { ...row, effectsPk: EFFECTS } })),
      ...hooks.map((hook) => hookPut(hook, true)),
    ];
    return this.#table.putAll(puts, withinMs);
  }

  /** What had taken effect by `nowMs`, newest first; `next` is absent on the last page. */
  listEffects(nowMs: number, limit: number, after?: Position): Promise<{ rows: Effect[]; next?: Position }> {
    return this.#table.listNewest<Effect>(EFFECTS, { nowMs, limit, after });
  }
}
