import { LIST_TENANTS, NOTE_KEYS, READ_KEYS, REMEMBER_KEYS, VERIFY_KEYS } from "../access.ts";
import { type FunctionRow, HTTP } from "./row.ts";

/** What has happened, and where merchants are told of it. */
export const EVENT_FUNCTIONS = {
  "events-api": {
    ...HTTP,
    entry: "lambdas/http/events/handler.ts",
    does: "HTTP: events, webhook endpoints, deliveries",
    access: [
      VERIFY_KEYS,
      NOTE_KEYS,
      REMEMBER_KEYS,
      READ_KEYS,
      LIST_TENANTS,
      { on: "events/state", rows: ["EVT#", "DLV#"], may: ["Query"] },
      { on: "events/resource", rows: ["EVT#", "DLV#"], may: ["Query"] },
      { on: "events", rows: ["EVT#", "DLV#"], may: ["GetItem", "BatchGetItem"] },
      { on: "main/list", rows: ["ENDPOINT#"], may: ["Query"] },
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
} as const satisfies Record<string, FunctionRow>;
