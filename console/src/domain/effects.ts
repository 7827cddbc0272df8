import type { WalletList } from "../../../contract/answers/money.ts";
import type { Money } from "../../../core/foundation/domain/money.ts";
import type { Posting } from "../../../core/money/domain/ledger.ts";

/** What one place gets, or loses. */
export interface Effect {
  /** A ledger account, or a part of a wallet. */
  place: string;
  /** Minor units; what comes is positive. */
  change: number;
  currency: string;
  /** A part of the merchant's wallet, of which one can read what is in it. */
  part?: "available" | "frozen";
}

/** As the ledger's row will have it. */
export function ofPostings(postings: readonly Posting[]): Effect[] {
  return postings.map(({ ledgerAccount, amount, currency }) => ({ place: ledgerAccount, change: amount, currency }));
}

export function ofWallet(part: "available" | "frozen", change: number, { currency }: Money): Effect {
  return { place: `wallet, ${part}`, change, currency, part };
}

/** An effect beside what there was. */
export interface Shown extends Effect {
  before: number | undefined;
  after: number | undefined;
}

/** Of a wallet's parts, before and after; of other places only the posting is known here. */
export function shown(effects: readonly Effect[], wallets: WalletList | undefined): Shown[] {
  return effects.map((effect) => {
    const wallet = wallets?.items.find(({ currency }) => currency === effect.currency);
    const before = effect.part && wallet ? wallet[effect.part].amount : undefined;
    return { ...effect, before, after: before === undefined ? undefined : before + effect.change };
  });
}
