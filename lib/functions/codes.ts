import { ANNOUNCE, COUNT_REQUESTS, LIST_TENANTS, NOTE_KEYS, REMEMBER_KEYS, TELL, VERIFY_KEYS } from "../access.ts";
import { type FunctionRow, HTTP } from "./row.ts";

/** Redemption codes: campaigns, codes, their uses. */
export const CODE_FUNCTIONS = {
  "codes-api": {
    ...HTTP,
    entry: "lambdas/http/codes/handler.ts",
    does: "HTTP: campaigns, codes, their uses",
    access: [
      VERIFY_KEYS,
      NOTE_KEYS,
      COUNT_REQUESTS,
      REMEMBER_KEYS,
      // A use reads the key's record along with its rows.
      { on: "transient", rows: ["IDEM#"], may: ["GetItem", "BatchGetItem"] },
      // Refusals of a user.
      { on: "transient", rows: ["TRY#"], may: ["BatchGetItem", "PutItem", "UpdateItem"] },
      LIST_TENANTS,
      ANNOUNCE,
      TELL,
      { on: "main/state", rows: ["CODE#", "CODEUSE#"], may: ["Query"] },
      { on: "main/list", rows: ["CAMPAIGN#", "CODEUSE#"], may: ["Query"] },
      { on: "main/all", rows: ["CAMPAIGN#", "CODEUSE#"], may: ["Query"] },
      { on: "main/owner", rows: ["CODEUSE#"], may: ["Query"] },
      // Puts are audit rows, too, which stand beside the row that they are about.
      {
        on: "main",
        rows: ["CAMPAIGN#", "CODE#", "CODEUSE#"],
        may: ["GetItem", "BatchGetItem", "PutItem", "UpdateItem"],
      },
      { on: "main", rows: ["SUB#"], may: ["BatchGetItem", "PutItem", "UpdateItem"] },
      { on: "main", rows: ["OFFER#"], may: ["GetItem", "BatchGetItem"] },
      // Beside a refusal, that the user has not used the code meanwhile.
      { on: "main", rows: ["CODEUSE#"], may: ["ConditionCheckItem"] },
      // Slots of a stock, and of a code with many uses: each is read in one snapshot with the others.
      { on: "main", rows: ["STOCK#"], may: ["GetItem", "UpdateItem"] },
      { on: "main", rows: ["CODESLOT#"], may: ["GetItem", "BatchGetItem", "UpdateItem"] },
      { on: "main", rows: ["QUOTA#"], may: ["BatchGetItem", "UpdateItem"] },
      { on: "main", rows: ["USER#"], may: ["BatchGetItem", "PutItem"] },
      { on: "main", rows: ["ORDER#"], may: ["BatchGetItem", "PutItem", "UpdateItem"] },
      { on: "main", rows: ["JOB#"], may: ["GetItem", "PutItem"] },
      // A job is read at one place, whatever has started it.
      { on: "main", rows: ["REPLAY#"], may: ["GetItem"] },
    ],
    secrets: ["pepper", "cipher"],
  },
  "code-maker": {
    entry: "lambdas/queue/code-maker.ts",
    does: "Queue: makes the codes of a campaign",
    // A minute's work, then the message comes again; a whole processor derives and sends.
    timeoutSeconds: () => 60,
    memoryMb: 1769,
    access: [
      { on: "main", rows: ["JOB#", "CAMPAIGN#"], may: ["GetItem", "UpdateItem"] },
      { on: "main", rows: ["CODE#"], may: ["PutItem", "PartiQLInsert", "ConditionCheckItem"] },
    ],
    secrets: ["pepper", "cipher"],
    sendsTo: ["codes", "codes-dead-letters"],
  },
} as const satisfies Record<string, FunctionRow>;
