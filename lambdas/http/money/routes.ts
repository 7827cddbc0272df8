import * as z from "zod/mini";
import { currency } from "../../../contract/fields/money.ts";
import { merchantId as merchant, page } from "../../../contract/fields/shared.ts";
import { listEntries, listWallets } from "../../../core/money/services/wallets.ts";
import { defineRoute, ok } from "../define-route.ts";

const merchantId = z.exactOptional(merchant);

export const moneyRoutes = [
  defineRoute({
    key: "GET /v1/wallets",
    query: z.strictObject({ merchantId }),
    handle: async ({ deps, caller, query }) => ok(await listWallets(deps, caller, query)),
  }),
  defineRoute({
    key: "GET /v1/wallets/{currency}/entries",
    path: z.strictObject({ currency }),
    query: z.strictObject({ limit: page.limit, cursor: page.cursor, merchantId }),
    handle: async ({ deps, caller, path, query }) => ok(await listEntries(deps, caller, path.currency, query)),
  }),
];
