/**
 * What the sandbox channel remembers. All moves of one payment go through its one row, which carries a version: each is
 * decided on what was read and written only if that still holds, together with its effects and its webhook.
 */

import type { Position, Put, SandboxTable } from "../store.ts";
import type { Charge, Effect, Refund, Writes } from "./rows.ts";

/** A webhook on its way. */
export interface Hook {
  paymentId?: string;
  eventId: string;
  notifyUrl: string;
  /** The very text that is sent, each time. */
  body: string;
  attempts: number;
  /** When it is sent next, in milliseconds since 1970. */
  effectAt: number;
  deliveredAt?: number;
}

/** What a move writes, its webhook made ready. */
export type Commit = Omit<Writes, "notice"> & { hook?: Hook };

const EFFECTS = "CHANNEL#EFFECTS";
const HOOKS = "CHANNEL#HOOKS";
/** A claim that takes longer has lost its turn. */
const CLAIM_MS = 5000;

export class ChannelStore {
  readonly #table: SandboxTable;

  constructor(table: SandboxTable) {
    this.#table = table;
  }

  findCharge(paymentId: string): Promise<Charge | undefined> {
    return this.#table.get(`CHARGE#${paymentId}`);
  }

  findRefund(refundId: string): Promise<Refund | undefined> {
    return this.#table.get(`REFUND#${refundId}`);
  }

  findHook(eventId: string): Promise<Hook | undefined> {
    return this.#table.get(`HOOK#${eventId}`);
  }

  /** The payment that was first charged with the key. */
  async findKeyOwner(providerKey: string): Promise<string | undefined> {
    return (await this.#table.get<{ paymentId: string }>(`CHARGEKEY#${providerKey}`))?.paymentId;
  }

  /** `false`: another move was first, so nothing is written. */
  commit({ charge, key, refund, effects = [], hook }: Commit, withinMs: number): Promise<boolean> {
    const puts = [
      ...(charge ? [changed(charge)] : []),
      ...(key ? [{ pk: `CHARGEKEY#${key.providerKey}`, row: key }] : []),
      ...(refund ? [{ pk: `REFUND#${refund.refundId}`, row: refund }] : []),
      ...effects.map((row) => ({ pk: `EFFECT#${row.kind}#${row.id}`, row: { ...row, effectsPk: EFFECTS } })),
      ...(hook ? [hookPut(hook, true)] : []),
    ];
    return this.#table.putAll(puts, withinMs);
  }

  /** What had taken effect by `nowMs`, newest first; `next` is absent on the last page. */
  listEffects(nowMs: number, limit: number, after?: Position): Promise<{ rows: Effect[]; next?: Position }> {
    return this.#table.listNewest<Effect>(EFFECTS, { nowMs, limit, after });
  }

  listDueHooks(nowMs: number, limit: number): Promise<Hook[]> {
    return this.#table.listOldest(HOOKS, nowMs, limit);
  }

  /** The right to send a webhook until `nextAt`; `null`: this is the last time. `undefined`: somebody else has it. */
  async claimHook(hook: Hook, nextAt: number | null): Promise<Hook | undefined> {
    const claimed = { ...hook, attempts: hook.attempts + 1, effectAt: nextAt ?? hook.effectAt };
    const only = {
      condition: "attempts = :attempts AND attribute_not_exists(deliveredAt)",
      values: { ":attempts": hook.attempts },
    };
    const isOurs = await this.#table.putAll([{ ...hookPut(claimed, nextAt !== null), only }], CLAIM_MS);
    return isOurs ? claimed : undefined;
  }

  /** It leaves the index, so it is not due again. */
  async closeHook(hook: Hook, deliveredAt: number): Promise<void> {
    const only = { condition: "attribute_exists(pk)" };
    await this.#table.putAll([{ ...hookPut({ ...hook, deliveredAt }, false), only }], CLAIM_MS);
  }
}

/** As long as it is due, it is in the index of those that are. One that was read keeps its key: an earlier release named it otherwise. */
export function hookPut(hook: Hook, isDue: boolean): Put {
  const { effectsPk: _, pk = `HOOK#${hook.eventId}`, ...row } = hook as Hook & { effectsPk?: string; pk?: string };
  return { pk, row: isDue ? { ...row, effectsPk: HOOKS } : row };
}

function changed(charge: Charge): Put {
  const put = { pk: `CHARGE#${charge.paymentId}`, row: charge };
  if (charge.version === 1) return put;
  return { ...put, only: { condition: "version = :before", values: { ":before": charge.version - 1 } } };
}
