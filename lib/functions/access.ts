import { LIST_TENANTS, NOTE_KEYS, READ_KEYS, REMEMBER_KEYS, VERIFY_KEYS } from "../access.ts";
import { type FunctionRow, HTTP } from "./row.ts";

/** Merchants and their API keys. */
export const ACCESS_FUNCTIONS = {
  "access-api": {
    ...HTTP,
    entry: "lambdas/http/access/handler.ts",
    does: "HTTP: merchants and their API keys",
    access: [
      VERIFY_KEYS,
      NOTE_KEYS,
      REMEMBER_KEYS,
      READ_KEYS,
      LIST_TENANTS,
      // Puts are audit rows, too, which stand beside the merchant.
      { on: "main", rows: ["TENANT#"], may: ["GetItem", "PutItem", "UpdateItem"] },
      { on: "main/state", rows: ["KEY#"], may: ["Query"] },
      { on: "main", rows: ["KEY#"], may: ["PutItem", "UpdateItem"] },
      { on: "main", rows: ["KEYUSE#"], may: ["BatchGetItem"] },
      { on: "main", rows: ["POLICY#"], may: ["Query"] },
      // What a merchant has left when it is closed.
      { on: "main/state", rows: ["PAY#", "WD#"], may: ["Query"] },
      { on: "main", rows: ["WALLET#"], may: ["BatchGetItem"] },
    ],
    secrets: ["pepper", "cipher"],
  },
} as const satisfies Record<string, FunctionRow>;
