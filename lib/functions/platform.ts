import { JOB_QUEUES } from "../../core/foundation/domain/jobs.ts";
import {
  ANNOUNCE,
  ASK_A_PERSON,
  BOOK,
  COUNT_REQUESTS,
  FAN_OUT,
  FIND_REFUNDS,
  LIST_TENANTS,
  MOVE_MONEY,
  NOTE_KEYS,
  READ_CHANNELS,
  READ_KEYS,
  READ_PLANS,
  REMEMBER_KEYS,
  SEE_WHAT_IS_DUE,
  TAKE_ORDERS_BACK,
  TAKE_SENT,
  TELL,
  UNCOUNT_DAYS,
  VERIFY_KEYS,
} from "../access.ts";
import { BACKGROUND_MB, type FunctionRow, HTTP } from "./row.ts";

/** How many events that is was not measured: `AuditorBehind` says when it is too short. Lambda would give half as long again. */
const AUDITOR_SECONDS_MAX = 600;

/** What serves every capability. */
export const PLATFORM_FUNCTIONS = {
  "operator-api": {
    ...HTTP,
    entry: "lambdas/http/operator/handler.ts",
    does: "HTTP: an operator's changes",
    access: [
      VERIFY_KEYS,
      NOTE_KEYS,
      REMEMBER_KEYS,
      READ_KEYS,
      LIST_TENANTS,
      BOOK,
      MOVE_MONEY,
      // Together where others have a row for each: IAM counts the characters of a role.
      { on: "main", rows: ["PLN#", "REF#", "TENANT#"], may: ["GetItem"] },
      { on: "main", rows: ["OUT#", "FORGOTTEN#"], may: ["PutItem"] },
      ...TAKE_ORDERS_BACK,
      TELL,
      { on: "main/state", rows: ["SAGA#", "REVIEW#", "AUDIT#", "WD#"], may: ["Query"] },
      // Audit rows stand beside what they are about, whatever that is. What is sealed there stays so: no key to it is here.
      {
        on: "main",
        rows: [
          "PAY#",
          "RDM#",
          "ACC#",
          "WD#",
          "WDNO#",
          "NTF#",
          "ORDER#",
          "CODE#",
          "CAMPAIGN#",
          "CODEUSE#",
          "DLV#",
          "CHANNEL#",
          "LOOKUP#",
          "SUB#",
          "DEST#",
          "FORGOTTEN#",
        ],
        may: ["BatchGetItem"],
      },
      // Whoever is forgotten is looked for among what users, customers and receivers have.
      { on: "main/owner", rows: ["ORDER#", "CODEUSE#", "PAY#"], may: ["Query"] },
      { on: "main/receiver", rows: ["NTF#"], may: ["Query"] },
      { on: "main", rows: ["USER#"], may: ["Query"] },
      { on: "main", rows: ["CODEUSE#", "DEST#"], may: ["UpdateItem"] },
      { on: "main/list", rows: ["SAGA#"], may: ["Query"] },
      { on: "main/all", rows: ["SAGA#"], may: ["Query"] },
      {
        on: "main",
        rows: ["SAGA#"],
        may: ["BatchGetItem", "Query", "PutItem", "UpdateItem", "ConditionCheckItem"],
      },
      { on: "main", rows: ["PAY#"], may: ["GetItem", "Query", "PutItem", "UpdateItem"] },
      // Puts are audit rows, which stand beside the row that they are about.
      { on: "main", rows: ["RDM#", "ACC#", "WD#", "NTF#"], may: ["GetItem", "PutItem", "UpdateItem"] },
      { on: "main", rows: ["RDM#"], may: ["ConditionCheckItem"] },
      { on: "main", rows: ["REVIEW#"], may: ["GetItem", "BatchGetItem", "PutItem", "UpdateItem"] },
      UNCOUNT_DAYS,
      // A policy takes the place of the one before; whose it is, is read along.
      { on: "main", rows: ["POLICY#"], may: ["BatchGetItem", "PutItem"] },
    ],
    secrets: ["pepper"],
  },
  // The one HTTP function that calls vendors, for what it takes to do so is not the operators' other calls' to hold: those
  // change money and know no vendor's secret. This one knows them all and can change nothing but its own rows, the turns and
  // audit rows of look-ups; whatever a vendor answers is shown and goes no further.
  "look-up-api": {
    ...HTTP,
    entry: "lambdas/http/look-ups/handler.ts",
    does: "HTTP: asks vendors, for operators, and changes nothing",
    access: [
      VERIFY_KEYS,
      NOTE_KEYS,
      READ_PLANS,
      READ_CHANNELS,
      FIND_REFUNDS,
      { on: "main", rows: ["PAY#", "RDM#", "WD#"], may: ["GetItem"] },
      { on: "main", rows: ["SAGA#"], may: ["Query"] },
      { on: "main", rows: ["LOOKUP#"], may: ["PutItem"] },
      { on: "transient", rows: ["LOOKUP#"], may: ["PutItem"] },
    ],
    secrets: ["cipher", "exchange"],
    callsExchange: true,
    knowsChannels: true,
  },
  // Of its own, for its rights are many and all of them are to look: at indexes, at reviews and at how full each queue is.
  "overview-api": {
    ...HTTP,
    entry: "lambdas/http/overview/handler.ts",
    does: "HTTP: how it stands over all merchants",
    access: [
      VERIFY_KEYS,
      NOTE_KEYS,
      ...SEE_WHAT_IS_DUE,
      { on: "main/state", rows: ["REVIEW#", "FAILING#"], may: ["Query"] },
      // Since when the oldest waits.
      { on: "main", rows: ["REVIEW#"], may: ["GetItem"] },
      // How many events each hour had.
      { on: "events", rows: ["STAT#"], may: ["BatchGetItem"] },
    ],
    watches: JOB_QUEUES.flatMap((name) => [name, `${name}-dead-letters`] as const),
  },
  "default-api": {
    ...HTTP,
    entry: "lambdas/http/default/handler.ts",
    does: "HTTP: health, Idempotency-Keys, and a problem for every other path",
    access: [VERIFY_KEYS, NOTE_KEYS, COUNT_REQUESTS, { on: "transient", rows: ["IDEM#"], may: ["Query"] }],
  },
  "console-api": {
    ...HTTP,
    entry: "lambdas/http/console/handler.ts",
    does: "HTTP: the files of the operators' console",
    // It has nothing to show that is not public.
    access: [],
  },
  "outbox-relay": {
    entry: "lambdas/stream/outbox-relay.ts",
    does: "Stream: sends what a transaction put into the outbox",
    // A batch is ten queue sends and a hundred small updates: well under a second. The rest is for a slow minute of AWS.
    timeoutSeconds: () => 30,
    memoryMb: BACKGROUND_MB,
    access: [TAKE_SENT],
    sendsTo: JOB_QUEUES,
  },
  sweeper: {
    entry: "lambdas/schedule/sweeper.ts",
    does: "Schedule: finds due work that nobody took",
    // Less than its period of a minute, so that two runs hardly ever overlap (it would do no harm).
    timeoutSeconds: () => 55,
    memoryMb: BACKGROUND_MB,
    access: [
      ...SEE_WHAT_IS_DUE,
      { on: "main/state", rows: ["REVIEW#", "FAILING#"], may: ["Query"] },
      // What the stream has not fanned out, the sweeper does; deliveries that nobody came for get another message.
      ...FAN_OUT,
      { on: "events", rows: ["EVT#", "DLV#"], may: ["BatchGetItem"] },
      // How many events each hour had, by the types that the index knows.
      { on: "events/all", rows: ["EVT#"], may: ["Query"] },
      { on: "events", rows: ["STAT#"], may: ["BatchGetItem", "UpdateItem"] },
      { on: "events", rows: ["DLV#"], may: ["UpdateItem"] },
      TAKE_SENT,
      {
        on: "main",
        rows: ["OUT#", "RDM#", "SAGA#", "PAY#", "INBOX#", "JOB#", "REPLAY#", "ORDER#", "NTF#"],
        may: ["UpdateItem"],
      },
      // How long a webhook has been waiting, and a reservation over.
      { on: "main", rows: ["INBOX#", "ORDER#"], may: ["BatchGetItem"] },
      // What nobody has agreed on in time is cancelled at once.
      { on: "main", rows: ["WD#"], may: ["GetItem", "UpdateItem"] },
      MOVE_MONEY,
      TELL,
      UNCOUNT_DAYS,
      // A saga that is resumed is announced like a new one.
      { on: "main", rows: ["SAGA#"], may: ["Query"] },
      ANNOUNCE,
    ],
    sendsTo: JOB_QUEUES,
    steers: ["describe"],
  },
  auditor: {
    entry: "lambdas/schedule/auditor.ts",
    does: "Schedule: judges what has changed by the invariants, and tells of what breaks them",
    // Ends before its next run. What it does not come to by then it does in the next.
    timeoutSeconds: ({ auditorPeriodMs }) => Math.min(AUDITOR_SECONDS_MAX, auditorPeriodMs / 1000 - 5),
    memoryMb: BACKGROUND_MB,
    access: [
      { on: "events/all", rows: ["EVT#"], may: ["Query"] },
      { on: "events", rows: ["EVT#"], may: ["BatchGetItem"] },
      // A resource with what stands beside it, and what belongs to it. Nothing of it can be changed here.
      { on: "main", rows: ["RDM#", "PAY#", "SAGA#", "WD#", "NTF#"], may: ["Query"] },
      {
        on: "main",
        rows: [
          ...["LEDGER#", "REVIEW#", "RDM#", "ACC#", "PLN#", "PAY#", "REF#", "ORDER#", "ORDERNO#", "SUB#"],
          ...["CODEUSE#", "CODE#", "WDNO#", "ENDPOINT#"],
        ],
        may: ["BatchGetItem"],
      },
      { on: "main", rows: ["AUDITOR#"], may: ["GetItem", "UpdateItem"] },
      ASK_A_PERSON,
    ],
  },
} as const satisfies Record<string, FunctionRow>;
