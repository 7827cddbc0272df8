import { RECORDED_CURRENCIES } from "../../foundation/domain/currencies.ts";
import { absent, atLeast, equals, Plus, present } from "../../foundation/store/expression.ts";
import type { Tables, Write } from "../../foundation/store/table.ts";
import { update } from "../../foundation/store/write.ts";
import { walletKey } from "./keys.ts";

/** A merchant's money in one currency, minor units. Every change of it comes with a ledger row or a reservation. */
export interface Wallet {
  tenantId: string;
  currency: string;
  available: number;
  frozen: number;
  /** Who credits it looks at its merchant first: that one was closed, and may still be. */
  isWatched?: boolean;
}

/** As nearly every credit finds it: there, and its merchant has not been closed since the last one. */
export function creditOpenWallet(tenantId: string, currency: string, amount: number): Write {
  return update("wallet.credit-open", walletKey(tenantId, currency), {
    set: { available: new Plus(amount) },
    // Once only by its ledger row in the same transaction.
    only: { exists: present("pk"), isUnwatched: absent("isWatched") },
  });
}

/** By who has looked at its merchant, whose row is checked beside it. The first credit makes the wallet. */
export function creditWallet(tenantId: string, currency: string, amount: number, isClosed = false): Write {
  return update("wallet.credit", walletKey(tenantId, currency), {
    set: {
      tenantId,
      currency,
      available: new Plus(amount),
      frozen: new Plus(0),
      isWatched: isClosed ? true : undefined,
    },
    remove: isClosed ? [] : ["isWatched"],
    only: {},
  });
}

/** Beside the close of its merchant, which has no money: what comes later must not come in unseen. */
export function watchWallet(tenantId: string, currency: string): Write {
  return update("wallet.watch", walletKey(tenantId, currency), {
    set: { isWatched: true },
    only: { nothingIsAvailable: equals("available", 0), nothingIsFrozen: equals("frozen", 0) },
  });
}

/** Gone at the vendor, unasked. What is not there is not taken: a person has to see how it comes back. */
export function takeOut(tenantId: string, currency: string, amount: number): Write {
  return update("wallet.take-out", walletKey(tenantId, currency), {
    set: { available: new Plus(-amount) },
    only: { availableCovers: atLeast("available", amount) },
  });
}

export function freeze(tenantId: string, currency: string, amount: number): Write {
  return update("wallet.freeze", walletKey(tenantId, currency), {
    set: { available: new Plus(-amount), frozen: new Plus(amount) },
    only: { availableCovers: atLeast("available", amount) },
  });
}

export function unfreeze(tenantId: string, currency: string, amount: number): Write {
  return update("wallet.unfreeze", walletKey(tenantId, currency), {
    set: { available: new Plus(amount), frozen: new Plus(-amount) },
    only: { frozenCovers: atLeast("frozen", amount) },
  });
}

export function payOutFrozen(tenantId: string, currency: string, amount: number): Write {
  return update("wallet.pay-out", walletKey(tenantId, currency), {
    set: { frozen: new Plus(-amount) },
    only: { frozenCovers: atLeast("frozen", amount) },
  });
}

/** Of every currency that the merchant has had: each has one key, so no index is asked, and all is as it stands now. */
export async function readWallets(tables: Tables, tenantId: string): Promise<Wallet[]> {
  const rows = await tables.getMany(
    "main",
    RECORDED_CURRENCIES.map((currency) => walletKey(tenantId, currency)),
  );
  return rows.filter((row) => row !== undefined) as unknown as Wallet[];
}
