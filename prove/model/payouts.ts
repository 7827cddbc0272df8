import type { Limits } from "../../core/foundation/domain/limits.ts";
import { PayoutsInMemory } from "../../sandbox/payouts/in-memory.ts";
import { BEHAVIOURS, type Behaviour, behaviourOf, type Notice } from "../../sandbox/payouts/rules.ts";

/** Accounts of the sandbox, and one more. */
export const PAYOUT_ACCOUNTS = [
  ...(Object.keys(BEHAVIOURS) as (keyof typeof BEHAVIOURS)[]),
  "pd_silently_paid",
] as const;
export type PayoutAccount = (typeof PAYOUT_ACCOUNTS)[number];

/** Paid after a while, and only a query tells: found out between two lookups, or too late. */
const SILENT: Behaviour = { becomes: "paid", neverAnswers: true, takesMs: 600_000 };

/** The payout provider: what it did is the truth that rows are judged by. */
export class PayoutModel extends PayoutsInMemory {
  /** What it wants to tell. */
  onNotices: (notices: readonly Notice[]) => void = () => {};

  constructor({ withdrawal }: Limits, clock: () => number) {
    const behaviour = (account: string) => (account === "pd_silently_paid" ? SILENT : behaviourOf(account));
    super({ behaviourOf: behaviour, keyRetentionMs: withdrawal.keyRetentionMs.sandbox }, clock);
  }

  protected override onTold(notices: readonly Notice[]): void {
    this.onNotices(notices);
  }
}
