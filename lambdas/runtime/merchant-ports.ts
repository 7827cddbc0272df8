import type { MerchantDeps } from "../../core/access/services/deps.ts";
import type { Deps } from "../../core/foundation/services/deps.ts";
import { readWallets, watchWallet } from "../../core/money/store/wallet-store.ts";
import { openPaymentOf } from "../../core/payments/services/open-payments.ts";
import { openWithdrawalOf } from "../../core/withdrawals/services/open-withdrawals.ts";

/** What a merchant has left, asked of the capabilities that know. */
export function merchantPorts(deps: Deps): Pick<MerchantDeps, "openWorkOf" | "walletsOf" | "watchWallet"> {
  return {
    openWorkOf: async (tenantId) => (await openPaymentOf(deps, tenantId)) ?? openWithdrawalOf(deps, tenantId),
    walletsOf: (tenantId) => readWallets(deps.tables, tenantId),
    watchWallet,
  };
}
