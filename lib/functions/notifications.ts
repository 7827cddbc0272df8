import {
  ANNOUNCE,
  ASK_A_PERSON,
  COUNT_REQUESTS,
  LIST_TENANTS,
  NOTE_KEYS,
  READ_KEYS,
  REMEMBER_KEYS,
  TELL,
  VERIFY_KEYS,
} from "../access.ts";
import { BACKGROUND_MB, type FunctionRow, HTTP } from "./row.ts";

/** Notifications, and the templates that they are made of. */
export const NOTIFICATION_FUNCTIONS = {
  "notifications-api": {
    ...HTTP,
    entry: "lambdas/http/notifications/handler.ts",
    does: "HTTP: notifications, their batches and templates",
    access: [
      VERIFY_KEYS,
      NOTE_KEYS,
      COUNT_REQUESTS,
      REMEMBER_KEYS,
      READ_KEYS,
      // A partial batch is many transactions: its record is read, resumed and completed.
      { on: "transient", rows: ["IDEM#"], may: ["UpdateItem"] },
      LIST_TENANTS,
      ANNOUNCE,
      { on: "main/state", rows: ["NTF#"], may: ["Query"] },
      { on: "main/list", rows: ["NTF#", "TPL#"], may: ["Query"] },
      { on: "main/all", rows: ["NTF#", "TPL#"], may: ["Query"] },
      { on: "main/owner", rows: ["NTB#"], may: ["Query"] },
      { on: "main", rows: ["NTF#"], may: ["GetItem", "BatchGetItem", "Query", "PutItem", "UpdateItem"] },
      { on: "main", rows: ["NTB#"], may: ["GetItem", "Query", "UpdateItem"] },
      // Templates never change.
      { on: "main", rows: ["TPL#"], may: ["BatchGetItem", "PutItem"] },
    ],
    secrets: ["pepper", "cipher"],
  },
  "notification-worker": {
    entry: "lambdas/queue/notification-worker.ts",
    does: "Queue: moves a notification on, the only caller of senders",
    timeoutSeconds: (limits) => limits.notification.timeoutSeconds,
    memoryMb: BACKGROUND_MB,
    access: [
      { on: "main", rows: ["NTF#"], may: ["GetItem", "UpdateItem"] },
      ASK_A_PERSON,
      TELL,
      // Powertools' records of sends.
      { on: "transient", rows: ["PT#"], may: ["PutItem", "UpdateItem", "DeleteItem"] },
    ],
    secrets: ["cipher"],
    sendsTo: ["notifications", "notifications-dead-letters"],
    sendsMessages: true,
  },
} as const satisfies Record<string, FunctionRow>;
