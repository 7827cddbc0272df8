import type { WalletEntry, WalletEntryList, WalletList } from "../../../contract/answers/money.ts";
import { TerminalError } from "../../foundation/domain/errors.ts";
import { iso } from "../../foundation/domain/iso-time.ts";
import type { Caller, Deps } from "../../foundation/services/deps.ts";
import { ownTenant } from "../../foundation/services/list-parts.ts";
import { encodeCursor, type Page, pageOf } from "../../foundation/services/pages.ts";
import { stateShards } from "../../foundation/store/keys.ts";
import type { Item, Key } from "../../foundation/store/table.ts";
import type { LedgerEntry } from "../domain/ledger.ts";
import { listOfEntries, walletKey } from "../store/keys.ts";
import { entryOf } from "../store/ledger-store.ts";
import { readWallets } from "../store/wallet-store.ts";

/** What moves a wallet, by the ledger's word for it: of a withdrawal the payout first, then its fee. */
const KINDS: Record<Exclude<LedgerEntry["kind"], "gift-card-credit">, WalletEntry["kind"][]> = {
  "payment-settled": ["payment"],
  "payment-refunded": ["refund"],
  "withdrawal-paid": ["withdrawal", "fee"],
  "withdrawal-returned": ["return"],
};

type Whose = { merchantId?: string | undefined };

/** Of the currencies that a merchant has ever had money in. */
export async function listWallets(deps: Deps, caller: Caller, whose: Whose): Promise<WalletList> {
  const wallets = await readWallets(deps.tables, merchantOf(caller, whose));
  return {
    items: wallets.map(({ currency, available, frozen }) => ({
      currency,
      available: { amount: available, currency },
      frozen: { amount: frozen, currency },
    })),
  };
}

/** What has moved one wallet, newest first. A page holds all of a ledger row: at least one row, however small the page. */
export async function listEntries(
  deps: Deps,
  caller: Caller,
  currency: string,
  page: Page & Whose,
): Promise<WalletEntryList> {
  const tenantId = merchantOf(caller, page);
  const wallet = await deps.tables.get("main", walletKey(tenantId, currency));
  if (!wallet) {
    throw new TerminalError("not-found", "there is no wallet in this currency");
  }
  const { items: rows, nextCursor } = await pageOf<Item & Key, LedgerEntry>(deps, page, {
    parts: {
      index: "state",
      partitions: stateShards("LEDGER").map((shard) => listOfEntries(tenantId, currency, shard)),
    },
    keep: () => true,
    view: entryOf,
  });
  const items: WalletEntry[] = [];
  for (const [index, row] of rows.entries()) {
    const entries = entriesOf(row);
    const before = rows[index - 1];
    if (before && items.length + entries.length > page.limit)
      return { items, nextCursor: encodeCursor(before.entryId) };
    items.push(...entries);
  }
  return { items, nextCursor };
}

/** One of each posting on the merchant's wallet. */
function entriesOf(entry: LedgerEntry): WalletEntry[] {
  const { tenantId, entryId, kind, subjectId, postings, createdAt } = entry;
  if (kind === "gift-card-credit") return [];
  const own = postings.filter(({ ledgerAccount }) => ledgerAccount === `wallet:${tenantId}`);
  return own.map(({ amount, currency }, n) => ({
    entryId: `${entryId}.${n + 1}`,
    kind: KINDS[kind][n] as WalletEntry["kind"],
    amount: { amount: Math.abs(amount), currency },
    direction: amount > 0 ? "credit" : "debit",
    subjectId,
    at: iso(createdAt),
  }));
}

function merchantOf(caller: Caller, { merchantId }: Whose): string {
  if (caller.kind === "tenant") return ownTenant(caller.tenantId, { tenantId: merchantId }, "merchantId");
  if (merchantId !== undefined) return merchantId;
  throw new TerminalError("request-invalid", "a wallet belongs to a merchant", {
    errors: [{ pointer: "/query/merchantId", detail: "name the merchant whose wallet it is" }],
  });
}
