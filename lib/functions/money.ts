import { COUNT_REQUESTS, NOTE_KEYS, VERIFY_KEYS } from "../access.ts";
import { type FunctionRow, HTTP } from "./row.ts";

/** Wallets. */
export const MONEY_FUNCTIONS = {
  "money-api": {
    ...HTTP,
    entry: "lambdas/http/money/handler.ts",
    does: "HTTP: wallets and what has moved them",
    access: [
      VERIFY_KEYS,
      NOTE_KEYS,
      COUNT_REQUESTS,
      { on: "main/state", rows: ["LEDGER#"], may: ["Query"] },
      { on: "main", rows: ["WALLET#"], may: ["GetItem", "BatchGetItem"] },
      { on: "main", rows: ["LEDGER#"], may: ["BatchGetItem"] },
    ],
  },
} as const satisfies Record<string, FunctionRow>;
