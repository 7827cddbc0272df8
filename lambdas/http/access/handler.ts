import type { MerchantDeps } from "../../../core/access/services/deps.ts";
import { readWallets } from "../../../core/money/store/wallet-store.ts";
import { openPaymentOf } from "../../../core/payments/services/open-payments.ts";
import { openWithdrawalOf } from "../../../core/withdrawals/services/open-withdrawals.ts";
import { api } from "../../middleware/api.ts";
import { once } from "../../runtime/runtime.ts";
import { httpDeps } from "../../runtime/secrets.ts";
import { accessRoutes } from "./routes.ts";

// A key that is shown once is kept encrypted for its replays.
const base = httpDeps({ cipher: true });

export const handler = api(
  accessRoutes,
  once(async (): Promise<MerchantDeps> => {
    const deps = await base();
    return {
      ...deps,
      openWorkOf: async (tenantId) => (await openPaymentOf(deps, tenantId)) ?? openWithdrawalOf(deps, tenantId),
      walletsOf: (tenantId) => readWallets(deps.tables, tenantId),
    };
  }),
);
