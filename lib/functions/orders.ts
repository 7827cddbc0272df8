import {
  ANNOUNCE,
  COUNT_REQUESTS,
  LIST_TENANTS,
  NOTE_KEYS,
  READ_KEYS,
  REMEMBER_KEYS,
  TELL,
  VERIFY_KEYS,
} from "../access.ts";
import { BACKGROUND_MB, type FunctionRow, HTTP } from "./row.ts";

/** Offers, orders of them and of payments, what users hold, and what is held for them. */
export const ORDER_FUNCTIONS = {
  "orders-api": {
    ...HTTP,
    entry: "lambdas/http/orders/handler.ts",
    does: "HTTP: offers, orders, subscriptions",
    access: [
      VERIFY_KEYS,
      NOTE_KEYS,
      COUNT_REQUESTS,
      REMEMBER_KEYS,
      READ_KEYS,
      LIST_TENANTS,
      ANNOUNCE,
      TELL,
      // An order reads the key's record along with its rows.
      { on: "transient", rows: ["IDEM#"], may: ["BatchGetItem"] },
      { on: "main/state", rows: ["ORDER#"], may: ["Query"] },
      { on: "main/list", rows: ["OFFER#", "ORDER#"], may: ["Query"] },
      { on: "main/all", rows: ["OFFER#", "ORDER#"], may: ["Query"] },
      { on: "main/owner", rows: ["ORDER#"], may: ["Query"] },
      { on: "main", rows: ["OFFER#"], may: ["GetItem", "BatchGetItem", "PutItem", "UpdateItem"] },
      // Puts are audit rows, too, which stand beside their order.
      {
        on: "main",
        rows: ["ORDER#"],
        may: ["GetItem", "BatchGetItem", "PutItem", "UpdateItem", "ConditionCheckItem"],
      },
      { on: "main", rows: ["ORDERNO#"], may: ["GetItem", "BatchGetItem", "UpdateItem", "ConditionCheckItem"] },
      { on: "main", rows: ["STOCK#"], may: ["GetItem", "PutItem", "UpdateItem"] },
      { on: "main", rows: ["QUOTA#"], may: ["BatchGetItem", "UpdateItem"] },
      { on: "main", rows: ["SUB#"], may: ["GetItem", "BatchGetItem"] },
      { on: "main", rows: ["USER#"], may: ["Query"] },
      // An order that a payment holds is cancelled with it. Puts are audit rows.
      { on: "main", rows: ["PAY#"], may: ["GetItem", "Query", "PutItem", "UpdateItem", "ConditionCheckItem"] },
      { on: "main", rows: ["SAGA#"], may: ["Query", "UpdateItem"] },
    ],
    secrets: ["pepper"],
  },
  "order-worker": {
    entry: "lambdas/queue/order-worker.ts",
    does: "Queue: ends reservations that are over",
    // A read and a transaction a message, ten messages at once.
    timeoutSeconds: () => 15,
    memoryMb: BACKGROUND_MB,
    access: [
      { on: "main", rows: ["ORDER#"], may: ["GetItem", "UpdateItem"] },
      { on: "main", rows: ["STOCK#", "QUOTA#"], may: ["UpdateItem"] },
      TELL,
    ],
    sendsTo: ["orders", "orders-dead-letters"],
  },
} as const satisfies Record<string, FunctionRow>;
