import {
  ANNOUNCE,
  ASK_A_PERSON,
  BOOK,
  COUNT_REQUESTS,
  LIST_TENANTS,
  NOTE_KEYS,
  READ_KEYS,
  READ_PLANS,
  REMEMBER_KEYS,
  TELL,
  VERIFY_KEYS,
} from "../access.ts";
import { BACKGROUND_MB, type FunctionRow, HTTP } from "./row.ts";

/** Gift cards: plans, accounts, redemptions, batches. */
export const REDEMPTION_FUNCTIONS = {
  "setup-api": {
    ...HTTP,
    entry: "lambdas/http/setup/handler.ts",
    does: "HTTP: plans and accounts",
    access: [
      VERIFY_KEYS,
      NOTE_KEYS,
      COUNT_REQUESTS,
      REMEMBER_KEYS,
      READ_KEYS,
      LIST_TENANTS,
      { on: "main/state", rows: ["PLN#", "ACC#"], may: ["Query"] },
      { on: "main/list", rows: ["ACC#"], may: ["Query"] },
      { on: "main/all", rows: ["PLN#", "ACC#"], may: ["Query"] },
      // Plans never change.
      { on: "main", rows: ["PLN#"], may: ["GetItem", "BatchGetItem", "PutItem"] },
      { on: "main", rows: ["ACC#"], may: ["GetItem", "BatchGetItem", "PutItem", "UpdateItem"] },
    ],
    secrets: ["pepper"],
  },
  "redemptions-api": {
    ...HTTP,
    entry: "lambdas/http/redemptions/handler.ts",
    does: "HTTP: submits and shows redemptions and batches",
    access: [
      VERIFY_KEYS,
      NOTE_KEYS,
      COUNT_REQUESTS,
      REMEMBER_KEYS,
      // A partial batch is many transactions: its record is read, resumed and completed.
      { on: "transient", rows: ["IDEM#"], may: ["GetItem", "UpdateItem"] },
      LIST_TENANTS,
      READ_PLANS,
      { on: "main/state", rows: ["RDM#"], may: ["Query"] },
      { on: "main/list", rows: ["RDM#"], may: ["Query"] },
      { on: "main/all", rows: ["RDM#"], may: ["Query"] },
      { on: "main", rows: ["RDM#"], may: ["BatchGetItem", "Query", "PutItem", "UpdateItem", "ConditionCheckItem"] },
      { on: "main", rows: ["BATCH#"], may: ["GetItem", "Query", "UpdateItem"] },
      ANNOUNCE,
    ],
    secrets: ["pepper", "cipher"],
  },
  "redemption-worker": {
    entry: "lambdas/queue/redemption-worker.ts",
    does: "Queue: moves a redemption on, the only caller of the exchange",
    timeoutSeconds: (limits) => limits.exchange.timeoutSeconds,
    memoryMb: BACKGROUND_MB,
    access: [
      READ_PLANS,
      BOOK,
      { on: "main", rows: ["RDM#", "ACC#"], may: ["GetItem", "UpdateItem"] },
      ASK_A_PERSON,
      TELL,
      { on: "main/selection", rows: ["SEL#"], may: ["Query"] },
    ],
    secrets: ["cipher", "exchange"],
    sendsTo: ["redemptions", "redemptions-dead-letters"],
    callsExchange: true,
  },
} as const satisfies Record<string, FunctionRow>;
