import type { RouteRow } from "./row.ts";

const READERS = ["withdrawals", "payments", "operator"] as const;

/** What a merchant has, and what has moved it. */
export const MONEY_ROUTES = {
  "GET /v1/wallets": {
    operationId: "listWallets",
    tag: "Wallets",
    summary: "List a merchant's wallets",
    function: "money-api",
    access: READERS,
    answers: {
      200: { means: "One wallet for each currency that the merchant has had money in.", schema: "WalletList" },
    },
  },
  "GET /v1/wallets/{currency}/entries": {
    operationId: "listWalletEntries",
    tag: "Wallets",
    summary: "List what has moved a wallet",
    function: "money-api",
    access: READERS,
    answers: { 200: { means: "A page of credits and debits, newest first.", schema: "WalletEntryList" } },
    refusals: ["cursor-invalid"],
  },
} as const satisfies Record<string, RouteRow>;
