import { head } from "../../foundation/store/keys.ts";
import type { Key } from "../../foundation/store/table.ts";

export const walletKey = (tenantId: string, currency: string): Key => head(`WALLET#${tenantId}#${currency}`);
/** One row per redemption, settled payment and refund, for good. */
export const ledgerKey = (tenantId: string, subjectId: string): Key => head(`LEDGER#${tenantId}#${subjectId}`);
