import { head } from "../../foundation/store/keys.ts";
import type { Key } from "../../foundation/store/table.ts";

export const walletKey = (tenantId: string, currency: string): Key => head(`WALLET#${tenantId}#${currency}`);
/** `state` index: what has moved a wallet, newest first. */
export const listOfEntries = (tenantId: string, currency: string, shard: number): string =>
  `LEDGER#${tenantId}#${currency}#${shard}`;
/** One row per redemption, settled payment and refund, for good. */
export const ledgerKey = (tenantId: string, subjectId: string): Key => head(`LEDGER#${tenantId}#${subjectId}`);
