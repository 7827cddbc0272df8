import { reviewKey } from "../../core/foundation/store/keys.ts";
import type { LedgerEntry } from "../../core/money/domain/ledger.ts";
import type { Withdrawal } from "../../core/withdrawals/domain/withdrawal.ts";
import type { PayoutReturn } from "../../core/withdrawals/store/return-store.ts";
import type { WithdrawalNumber } from "../../core/withdrawals/store/withdrawal-no-store.ts";
import type { Row } from "../rows.ts";

/** What really took effect at a payout provider, by the provider's own word. */
export interface PayoutEffect {
  kind: "payout" | "return";
  withdrawalId: string;
  /** Minor units of `currency`. */
  amount: number;
  currency: string;
  providerKey: string;
}

export interface WithdrawalFacts {
  id: string;
  head: Withdrawal & Row;
  /** One row for each key that has agreed. */
  votes: Row[];
  /** Ledger rows of its payout. */
  payouts: (LedgerEntry & Row)[];
  returns: (PayoutReturn & Row)[];
  /** Ledger rows of its returns. */
  paybacks: (LedgerEntry & Row)[];
  review: Row | undefined;
  effects: PayoutEffect[];
}

export interface WithdrawalWorldFacts {
  withdrawals: ReadonlyMap<string, WithdrawalFacts>;
  withdrawalNumbers: readonly (WithdrawalNumber & Row)[];
  /** What each day has counted. */
  days: readonly ({ tenantId: string; currency: string; day: string; used: number } & Row)[];
  /** Effects, returns and ledger rows of no withdrawal. */
  strayPayouts: readonly { subject: string }[];
}

export function withdrawalFactsOf(
  of: <T>(entity: string) => (T & Row)[],
  row: (key: { pk: string; sk: string }) => Row | undefined,
  ledger: readonly (LedgerEntry & Row)[],
  effects: readonly PayoutEffect[],
): WithdrawalWorldFacts {
  const rows = Map.groupBy(of<Row>("WD"), ({ pk }) => pk);
  const byId = <T extends { withdrawalId: string }>(all: readonly T[]) => Map.groupBy(all, (one) => one.withdrawalId);
  const taken = byId(effects);
  const returned = byId(of<PayoutReturn>("RETURN"));
  const payouts = Map.groupBy(
    ledger.filter(({ kind }) => kind === "withdrawal-paid"),
    ({ subjectId }) => subjectId,
  );
  const returns = ledger.flatMap((entry) => (entry.kind === "withdrawal-returned" ? [entry] : []));
  const paybacks = byId(returns);
  const withdrawals = new Map<string, WithdrawalFacts>();
  for (const own of rows.values()) {
    const head = own.find(({ sk }) => sk === "HEAD") as (Withdrawal & Row) | undefined;
    if (!head) continue;
    const { tenantId, withdrawalId: id } = head;
    withdrawals.set(id, {
      id,
      head,
      votes: own.filter(({ sk }) => sk.startsWith("APPROVAL#")),
      payouts: payouts.get(id) ?? [],
      returns: returned.get(id) ?? [],
      paybacks: paybacks.get(id) ?? [],
      review: row(reviewKey({ tenantId, subjectId: id })),
      effects: taken.get(id) ?? [],
    });
  }
  const strays = [...taken.keys(), ...returned.keys(), ...payouts.keys(), ...paybacks.keys()];
  return {
    withdrawals,
    withdrawalNumbers: of("WDNO"),
    days: of("WDDAY"),
    strayPayouts: strays.filter((id) => !withdrawals.has(id)).map((subject) => ({ subject })),
  };
}

/** Its money is neither the merchant's to use nor gone. */
export function isHeld({ state }: Pick<Withdrawal, "state">): boolean {
  return state !== "CONFIRMED" && state !== "CANCELLED";
}
