import type { Posting } from "../../core/money/domain/ledger.ts";

/** A head row of a wallet, of an account or of the ledger, or of anything else. */
export type SummedRow = { pk: string } & Record<string, unknown>;

export interface Difference {
  /** What does not fit: a wallet, an account, a ledger row. */
  of: string;
  detail: string;
}

interface Sum {
  booked: number;
  held?: number;
}

/** Adds up the rows of a main table, one after the other: what wallets and accounts hold, and what the ledger says that they do. */
export class SumsOf {
  /** Wallets, accounts and ledger rows that were added. */
  rows = 0;
  readonly #sums = new Map<string, Sum>();
  readonly #torn: Difference[] = [];

  add(row: SummedRow): void {
    const [kind] = row.pk.split("#");
    if (kind === "LEDGER") this.#book(row.pk, row.postings as Posting[]);
    else if (kind === "WALLET")
      this.#of(`wallet:${row.tenantId} ${row.currency}`).held = Number(row.available) + Number(row.frozen);
    else if (kind === "ACC") this.#of(`account:${row.accountId} ${row.currency}`).held = Number(row.balance);
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

  #of(name: string): Sum {
    const sum = this.#sums.get(name) ?? { booked: 0 };
    this.#sums.set(name, sum);
    return sum;
  }

  /** After all rows. Amounts in minor units. */
  differences(): Difference[] {
    const found = [...this.#sums].flatMap(([of, { booked, held }]): Difference[] => {
      if (held === booked || (held === undefined && booked === 0)) return [];
      const has = held === undefined ? "there is no row of it" : `it holds ${held}`;
      return [{ of, detail: `${has}, and ${booked} was booked` }];
    });
    return [...this.#torn, ...found];
  }
}
