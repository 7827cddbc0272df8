import {
  ANNOUNCE,
  ASK_A_PERSON,
  BOOK,
  FIND_REFUNDS,
  LIST_TENANTS,
  MOVE_MONEY,
  NAME_REFUNDS,
  NOTE_KEYS,
  READ_KEYS,
  REMEMBER_KEYS,
  TAKE_ORDERS_BACK,
  VERIFY_KEYS,
} from "../access.ts";
import { BACKGROUND_MB, type FunctionRow, HTTP } from "./row.ts";

/** Payments, their refunds, the channels' webhooks, sagas. */
export const PAYMENT_FUNCTIONS = {
  "payments-api": {
    ...HTTP,
    entry: "lambdas/http/payments/handler.ts",
    does: "HTTP: payments and their refunds",
    access: [
      VERIFY_KEYS,
      NOTE_KEYS,
      REMEMBER_KEYS,
      READ_KEYS,
      LIST_TENANTS,
      ANNOUNCE,
      MOVE_MONEY,
      FIND_REFUNDS,
      NAME_REFUNDS,
      { on: "main/state", rows: ["PAY#"], may: ["Query"] },
      { on: "main/list", rows: ["PAY#"], may: ["Query"] },
      // Refunds and audit rows stand beside their payment.
      {
        on: "main",
        rows: ["PAY#"],
        may: ["GetItem", "BatchGetItem", "Query", "PutItem", "UpdateItem", "ConditionCheckItem"],
      },
      { on: "main", rows: ["ORDER#"], may: ["GetItem", "UpdateItem", "ConditionCheckItem"] },
      { on: "main", rows: ["ORDERNO#"], may: ["GetItem", "UpdateItem"] },
      { on: "main", rows: ["SAGA#"], may: ["Query", "PutItem", "UpdateItem"] },
    ],
    secrets: ["pepper"],
    knowsChannels: true,
  },
  "webhooks-api": {
    ...HTTP,
    entry: "lambdas/http/webhooks/handler.ts",
    does: "HTTP: what payment channels tell, verified and put into the inbox",
    access: [{ on: "main", rows: ["INBOX#"], may: ["PutItem"] }, ANNOUNCE],
    knowsChannels: true,
  },
  "saga-starter": {
    entry: "lambdas/queue/saga-starter.ts",
    does: "Queue: starts the executions that drive sagas, and stops those that a saga has left",
    // Two calls of Step Functions a message, ten messages at once.
    timeoutSeconds: () => 15,
    memoryMb: BACKGROUND_MB,
    access: [],
    sendsTo: ["sagas-dead-letters"],
    steers: ["start", "stop"],
  },
  "payment-saga": {
    entry: "lambdas/payment-saga/handler.ts",
    does: "Step Functions: every task of the payment saga",
    timeoutSeconds: (limits) => limits.saga.timeoutSeconds,
    // A payment waits for each of its tasks, and a vendor's package is loaded at its first call.
    memoryMb: 1024,
    access: [
      BOOK,
      MOVE_MONEY,
      ANNOUNCE,
      ASK_A_PERSON,
      { on: "main", rows: ["SAGA#"], may: ["Query", "UpdateItem", "ConditionCheckItem"] },
      { on: "main", rows: ["PAY#"], may: ["GetItem", "UpdateItem"] },
      { on: "main", rows: ["ORDER#"], may: ["GetItem", "UpdateItem", "ConditionCheckItem"] },
      // What an order of an offer grants, or gives back.
      { on: "main", rows: ["SUB#"], may: ["BatchGetItem", "PutItem", "UpdateItem"] },
      { on: "main", rows: ["USER#"], may: ["BatchGetItem", "PutItem"] },
      { on: "main", rows: ["STOCK#", "QUOTA#"], may: ["UpdateItem"] },
    ],
    knowsChannels: true,
    steers: ["wake"],
  },
  "refund-worker": {
    entry: "lambdas/queue/refund-worker.ts",
    does: "Queue: moves a refund on",
    timeoutSeconds: (limits) => limits.refund.timeoutSeconds,
    memoryMb: BACKGROUND_MB,
    access: [
      BOOK,
      MOVE_MONEY,
      ASK_A_PERSON,
      ...TAKE_ORDERS_BACK,
      { on: "main", rows: ["PAY#"], may: ["GetItem", "UpdateItem"] },
    ],
    sendsTo: ["refunds", "refunds-dead-letters"],
    knowsChannels: true,
  },
  "webhook-worker": {
    entry: "lambdas/queue/webhook-worker.ts",
    does: "Queue: applies what a channel has told to its payment",
    // Reads, at most one question to a vendor, one transaction and a call of Step Functions.
    timeoutSeconds: () => 15,
    memoryMb: BACKGROUND_MB,
    access: [
      BOOK,
      MOVE_MONEY,
      ANNOUNCE,
      ASK_A_PERSON,
      NAME_REFUNDS,
      ...TAKE_ORDERS_BACK,
      { on: "main", rows: ["INBOX#"], may: ["GetItem", "UpdateItem"] },
      // Puts are the refunds of what was paid too late, and of what moved at the vendor.
      { on: "main", rows: ["PAY#"], may: ["GetItem", "Query", "PutItem", "UpdateItem"] },
      { on: "main", rows: ["SAGA#"], may: ["Query", "UpdateItem", "ConditionCheckItem"] },
    ],
    sendsTo: ["webhooks", "webhooks-dead-letters"],
    knowsChannels: true,
    steers: ["wake"],
  },
} as const satisfies Record<string, FunctionRow>;
