import { COUNT_REQUESTS, LIST_TENANTS, NOTE_KEYS, READ_KEYS, REMEMBER_KEYS, VERIFY_KEYS } from "../access.ts";
import { type FunctionRow, HTTP } from "./row.ts";

/** Merchants, their API keys, and their accounts at payment channels. */
export const ACCESS_FUNCTIONS = {
  "access-api": {
    ...HTTP,
    entry: "lambdas/http/access/handler.ts",
    does: "HTTP: merchants, their API keys and their accounts at payment channels",
    access: [
      VERIFY_KEYS,
      NOTE_KEYS,
      COUNT_REQUESTS,
      REMEMBER_KEYS,
      READ_KEYS,
      LIST_TENANTS,
      // Puts are audit rows, too, which stand beside the merchant.
      { on: "main", rows: ["TENANT#"], may: ["GetItem", "PutItem", "UpdateItem"] },
      { on: "main/state", rows: ["KEY#"], may: ["Query"] },
      { on: "main/all", rows: ["KEY#"], may: ["Query"] },
      { on: "main", rows: ["KEY#"], may: ["PutItem", "UpdateItem"] },
      { on: "main", rows: ["KEYUSE#"], may: ["BatchGetItem"] },
      { on: "main", rows: ["POLICY#"], may: ["Query"] },
      // Puts are audit rows, too; its merchant is read along.
      { on: "main", rows: ["CHANNEL#"], may: ["BatchGetItem", "PutItem", "UpdateItem"] },
      // What a merchant has left when it is closed.
      { on: "main/state", rows: ["PAY#", "WD#"], may: ["Query"] },
      { on: "main", rows: ["WALLET#"], may: ["BatchGetItem", "UpdateItem"] },
    ],
    secrets: ["pepper", "cipher"],
  },
} as const satisfies Record<string, FunctionRow>;
