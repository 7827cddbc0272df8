import {
  ANNOUNCE,
  ASK_A_PERSON,
  BOOK,
  COUNT_REQUESTS,
  LIST_TENANTS,
  MOVE_MONEY,
  NOTE_KEYS,
  READ_KEYS,
  REMEMBER_KEYS,
  TELL,
  UNCOUNT_DAYS,
  VERIFY_KEYS,
} from "../access.ts";
import { BACKGROUND_MB, type FunctionRow, HTTP } from "./row.ts";

/** Withdrawals, and where they may go. */
export const WITHDRAWAL_FUNCTIONS = {
  "withdrawals-api": {
    ...HTTP,
    entry: "lambdas/http/withdrawals/handler.ts",
    does: "HTTP: withdrawals, and payout destinations",
    access: [
      VERIFY_KEYS,
      NOTE_KEYS,
      COUNT_REQUESTS,
      REMEMBER_KEYS,
      READ_KEYS,
      // A dry run reads the key's record along with its rows.
      { on: "transient", rows: ["IDEM#"], may: ["BatchGetItem"] },
      LIST_TENANTS,
      ANNOUNCE,
      MOVE_MONEY,
      TELL,
      { on: "main/state", rows: ["WD#"], may: ["Query"] },
      { on: "main/list", rows: ["WD#", "DEST#"], may: ["Query"] },
      { on: "main/all", rows: ["WD#", "DEST#"], may: ["Query"] },
      // Puts are audit rows, too, which stand beside the row that they are about.
      { on: "main", rows: ["WD#"], may: ["GetItem", "BatchGetItem", "Query", "PutItem", "UpdateItem"] },
      { on: "main", rows: ["WDNO#"], may: ["GetItem", "BatchGetItem", "PutItem"] },
      UNCOUNT_DAYS,
      // What a withdrawal is decided by is read in one request.
      { on: "main", rows: ["WDDAY#", "WALLET#"], may: ["BatchGetItem"] },
      { on: "main", rows: ["POLICY#"], may: ["BatchGetItem", "Query", "ConditionCheckItem"] },
      {
        on: "main",
        rows: ["DEST#"],
        may: ["GetItem", "BatchGetItem", "PutItem", "UpdateItem", "ConditionCheckItem"],
      },
      // Whose number an operator cancels before it has come.
      { on: "main", rows: ["TENANT#"], may: ["GetItem"] },
    ],
    secrets: ["pepper", "cipher"],
  },
  "withdrawal-worker": {
    entry: "lambdas/queue/withdrawal-worker.ts",
    does: "Queue: moves a withdrawal on, the only caller of payout providers",
    timeoutSeconds: (limits) => limits.withdrawal.timeoutSeconds,
    memoryMb: BACKGROUND_MB,
    access: [
      BOOK,
      MOVE_MONEY,
      ASK_A_PERSON,
      TELL,
      { on: "main", rows: ["WD#"], may: ["GetItem", "UpdateItem"] },
      { on: "main", rows: ["DEST#"], may: ["GetItem"] },
      UNCOUNT_DAYS,
    ],
    secrets: ["cipher"],
    sendsTo: ["withdrawals", "withdrawals-dead-letters"],
    knowsChannels: true,
  },
} as const satisfies Record<string, FunctionRow>;
