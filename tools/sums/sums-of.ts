import type { Posting } from "../../core/money/domain/ledger.ts";
import type { Wallet } from "../../core/money/store/wallet-store.ts";
import type { Refund } from "../../core/payments/domain/payment.ts";
import type { Account } from "../../core/redemptions/domain/account.ts";
import type { Withdrawal } from "../../core/withdrawals/domain/withdrawal.ts";
import { isOpenRefund } from "../../invariants/payments/facts.ts";
import { isHeld } from "../../invariants/withdrawals/facts.ts";

/** A row of a wallet, an account, the ledger, a refund or a withdrawal, or of anything else. */
export type SummedRow = { pk: string; sk: string } & Record<string, unknown>;

export interface Difference {
  /** What does not fit: a wallet, an account, a ledger row. */
  of: string;
  detail: string;
}

interface Sum {
  booked: number;
  /** By open refunds and withdrawals. */
  held: number;
  /** What its own row says. */
  row?: { total: number; frozen: number };
}

/**
 * I4 over a table of any size. Rows come one after the other in any order, and what stays in memory is one sum for each wallet
 * and account: what they have, what the ledger says that they have, and what is frozen of it and why. Minor units.
 */
export class SumsOf {
  /** Rows that were added. */
  rows = 0;
  readonly #sums = new Map<string, Sum>();
  readonly #torn: Difference[] = [];

  add(row: SummedRow): void {
    const [kind] = row.pk.split("#", 1);
    const isHead = row.sk === "HEAD";
    if (kind === "LEDGER") this.#book(row.pk, row.postings as Posting[]);
    else if (kind === "WALLET" && isHead) this.#wallet(row as object as Wallet);
    else if (kind === "ACC" && isHead) this.#account(row as object as Account);
    else if (kind === "WD" && isHead) this.#withdrawal(row as object as Withdrawal);
    else if (kind === "PAY" && row.sk.startsWith("REFUND#")) this.#refund(row as object as Refund);
    else return;
    this.rows++;
  }

  #book(pk: string, postings: readonly Posting[]): void {
    const left = new Map<string, number>();
    for (const { ledgerAccount, amount, currency } of postings) {
      left.set(currency, (left.get(currency) ?? 0) + amount);
      // The other side of each is a vendor, of whom there is no row.
      if (/^(wallet|account):/.test(ledgerAccount)) this.#of(`${ledgerAccount} ${currency}`).booked += amount;
    }
    for (const [currency, sum] of left)
      if (sum !== 0) this.#torn.push({ of: pk, detail: `its postings come to ${sum} ${currency}` });
  }

  #wallet({ tenantId, currency, available, frozen }: Wallet): void {
    this.#of(walletName(tenantId, currency)).row = { total: available + frozen, frozen };
  }

  #account({ accountId, currency, balance }: Account): void {
    this.#of(`account:${accountId} ${currency}`).row = { total: balance, frozen: 0 };
  }

  #withdrawal({ state, tenantId, amount }: Withdrawal): void {
    if (isHeld({ state })) this.#of(walletName(tenantId, amount.currency)).held += amount.amount;
  }

  /** One before a person still holds its money; what was paid too late never was in the wallet. */
  #refund({ tenantId, origin, state, amount }: Refund): void {
    if (origin === "late-success" || !(isOpenRefund({ state }) || state === "NEEDS_REVIEW")) return;
    this.#of(walletName(tenantId, amount.currency)).held += amount.amount;
  }

  #of(name: string): Sum {
    const sum = this.#sums.get(name) ?? { booked: 0, held: 0 };
    this.#sums.set(name, sum);
    return sum;
  }

  /** After all rows. */
  differences(): Difference[] {
    return [...this.#torn, ...[...this.#sums].flatMap(([of, sum]) => faults(sum).map((detail) => ({ of, detail })))];
  }
}

const walletName = (tenantId: string, currency: string) => `wallet:${tenantId} ${currency}`;

function faults({ booked, held, row }: Sum): string[] {
  if (!row) return booked === 0 && held === 0 ? [] : [`there is no row of it, and ${booked} was booked`];
  const { total, frozen } = row;
  return [
    ...(total === booked ? [] : [`it holds ${total}, and ${booked} was booked`]),
    ...(frozen === held ? [] : [`${frozen} of it are frozen, and open refunds and withdrawals hold ${held}`]),
    ...(frozen < 0 || total < frozen ? [`it is below zero: ${total - frozen} available and ${frozen} frozen`] : []),
  ];
}
