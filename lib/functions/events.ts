import {
  ANNOUNCE,
  ASK_A_PERSON,
  COUNT_REQUESTS,
  FAN_OUT,
  NOTE_KEYS,
  READ_KEYS,
  REMEMBER_KEYS,
  TELL,
  VERIFY_KEYS,
} from "../access.ts";
import { BACKGROUND_MB, type FunctionRow, HTTP } from "./row.ts";

/** What has happened, and where merchants are told of it. */
export const EVENT_FUNCTIONS = {
  "events-api": {
    ...HTTP,
    entry: "lambdas/http/events/handler.ts",
    does: "HTTP: events, webhook endpoints, deliveries",
    access: [
      VERIFY_KEYS,
      NOTE_KEYS,
      COUNT_REQUESTS,
      REMEMBER_KEYS,
      READ_KEYS,
      { on: "events/state", rows: ["EVT#", "DLV#"], may: ["Query"] },
      { on: "events/all", rows: ["EVT#", "DLV#"], may: ["Query"] },
      { on: "events/resource", rows: ["EVT#", "DLV#"], may: ["Query"] },
      { on: "events", rows: ["EVT#", "DLV#"], may: ["GetItem", "BatchGetItem"] },
      // A test is an event, and its delivery; what is sent again is one that was there.
      TELL,
      { on: "events", rows: ["DLV#"], may: ["PutItem", "UpdateItem"] },
      ANNOUNCE,
      // Audit rows of an operator's resend.
      { on: "main", rows: ["DLV#"], may: ["PutItem"] },
      { on: "main", rows: ["REPLAY#"], may: ["PutItem"] },
      { on: "main/list", rows: ["ENDPOINT#"], may: ["Query"] },
      { on: "main/all", rows: ["ENDPOINT#"], may: ["Query"] },
      // One that ends moves to another place.
      {
        on: "main",
        rows: ["ENDPOINT#"],
        may: ["GetItem", "BatchGetItem", "Query", "PutItem", "UpdateItem", "DeleteItem"],
      },
    ],
    secrets: ["pepper", "cipher"],
    reachesMerchants: true,
  },
  "event-fan-out": {
    entry: "lambdas/stream/event-fan-out.ts",
    does: "Stream: says to which endpoints an event goes",
    // A batch is a hundred small writes and ten queue sends for each endpoint: seconds at most. The rest is for a slow minute of AWS.
    timeoutSeconds: () => 30,
    memoryMb: BACKGROUND_MB,
    access: [...FAN_OUT],
    sendsTo: ["deliveries"],
  },
  "webhook-sender": {
    entry: "lambdas/queue/webhook-sender.ts",
    does: "Queue: tells a merchant's endpoint, the only caller of merchants' servers",
    timeoutSeconds: (limits) => limits.delivery.timeoutSeconds,
    memoryMb: BACKGROUND_MB,
    access: [
      { on: "events", rows: ["EVT#", "DLV#"], may: ["BatchGetItem"] },
      { on: "events", rows: ["DLV#"], may: ["UpdateItem"] },
      // Whoever tries an endpoint has one of its lanes for so long.
      { on: "events", rows: ["LANE#"], may: ["PutItem", "DeleteItem"] },
      { on: "main", rows: ["ENDPOINT#"], may: ["GetItem", "BatchGetItem", "UpdateItem"] },
      // Of an endpoint that fails all the while.
      TELL,
      ASK_A_PERSON,
    ],
    secrets: ["cipher"],
    sendsTo: ["deliveries", "deliveries-dead-letters"],
    reachesMerchants: true,
  },
  "replay-worker": {
    entry: "lambdas/queue/replay-worker.ts",
    does: "Queue: sends again what an endpoint has missed",
    // A minute's work, then the message comes again.
    timeoutSeconds: () => 60,
    memoryMb: BACKGROUND_MB,
    access: [
      { on: "main", rows: ["REPLAY#"], may: ["GetItem", "UpdateItem"] },
      { on: "main", rows: ["ENDPOINT#"], may: ["GetItem"] },
      { on: "events/state", rows: ["EVT#", "DLV#"], may: ["Query"] },
      { on: "events", rows: ["EVT#"], may: ["BatchGetItem"] },
      { on: "events", rows: ["DLV#"], may: ["BatchGetItem", "PutItem", "UpdateItem"] },
    ],
    sendsTo: ["replays", "replays-dead-letters", "deliveries"],
  },
} as const satisfies Record<string, FunctionRow>;
