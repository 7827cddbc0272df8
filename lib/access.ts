/**
 * Who may do what to which rows: the readable form of every function's DynamoDB rights. `constructs/table-access.ts`
 * turns the rows into IAM statements, a test reads them back out of the template.
 *
 * A prefix is the beginning of a partition key; keys name the entity first, so a prefix is an entity. A transaction needs
 * the rights of its items, so `PutItem` and `UpdateItem` below mean: alone or inside `TransactWriteItems`, except for
 * `LEDGER#` and `WALLET#`, which are written in transactions only.
 */

/** A table, or `table/index`: rights on an index say nothing about its table. */
export type AccessTarget =
  | "main"
  | "main/due"
  | "main/state"
  | "main/list"
  | "main/selection"
  | "transient"
  | "sandbox"
  | "sandbox/effects";

export type RowAction = "GetItem" | "BatchGetItem" | "Query" | "PutItem" | "UpdateItem" | "ConditionCheckItem";

export interface AccessRow {
  on: AccessTarget;
  /** Beginning of the partition key; on an index, of the index's partition key. */
  rows: readonly string[];
  may: readonly RowAction[];
}

/** Every function that is called with an API key reads the key's row, and only that way. */
const VERIFY_KEYS: AccessRow = { on: "main", rows: ["KEY#"], may: ["GetItem"] };
/** The record of an Idempotency-Key comes with the effect; what is there already comes back with the refusal. */
const REMEMBER_KEYS: AccessRow = { on: "transient", rows: ["IDEM#"], may: ["PutItem"] };
/** A platform operator's lists span all tenants: the tenants' registry, then each tenant's lists. */
const LIST_TENANTS: AccessRow = { on: "main/state", rows: ["TENANT#"], may: ["Query"] };
const READ_PLANS: AccessRow = { on: "main", rows: ["PLN#"], may: ["GetItem"] };
/** Money moves are added, never changed. */
const BOOK: AccessRow = { on: "main", rows: ["LEDGER#"], may: ["PutItem"] };
/** What a key answered before goes before a refusal that is not stored. */
const READ_KEYS: AccessRow = { on: "transient", rows: ["IDEM#"], may: ["GetItem"] };
const ANNOUNCE: AccessRow = { on: "main", rows: ["OUT#"], may: ["PutItem"] };
const MOVE_MONEY: AccessRow = { on: "main", rows: ["WALLET#"], may: ["UpdateItem"] };
/** From a refund's id to its payment, beside which it stands. */
const FIND_REFUNDS: AccessRow = { on: "main", rows: ["REF#"], may: ["GetItem"] };
const NAME_REFUNDS: AccessRow = { on: "main", rows: ["REF#"], may: ["PutItem"] };
const ASK_A_PERSON: AccessRow = { on: "main", rows: ["REVIEW#"], may: ["PutItem"] };

export const ACCESS = {
  "setup-api": [
    VERIFY_KEYS,
    REMEMBER_KEYS,
    READ_KEYS,
    LIST_TENANTS,
    { on: "main/state", rows: ["PLN#", "ACC#"], may: ["Query"] },
    { on: "main/list", rows: ["ACC#"], may: ["Query"] },
    // Plans never change.
    { on: "main", rows: ["PLN#"], may: ["GetItem", "BatchGetItem", "PutItem"] },
    { on: "main", rows: ["ACC#"], may: ["GetItem", "BatchGetItem", "PutItem", "UpdateItem"] },
  ],
  "redemptions-api": [
    VERIFY_KEYS,
    REMEMBER_KEYS,
    // A partial batch is many transactions: its record is read, resumed and completed.
    { on: "transient", rows: ["IDEM#"], may: ["GetItem", "UpdateItem"] },
    LIST_TENANTS,
    READ_PLANS,
    { on: "main/state", rows: ["RDM#"], may: ["Query"] },
    { on: "main/list", rows: ["RDM#"], may: ["Query"] },
    { on: "main", rows: ["RDM#"], may: ["BatchGetItem", "Query", "PutItem", "UpdateItem"] },
    { on: "main", rows: ["BATCH#"], may: ["GetItem", "Query", "UpdateItem"] },
    ANNOUNCE,
  ],
  "payments-api": [
    VERIFY_KEYS,
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
    { on: "main", rows: ["ORDER#"], may: ["GetItem"] },
    { on: "main", rows: ["ORDERNO#"], may: ["GetItem", "PutItem"] },
    { on: "main", rows: ["SAGA#"], may: ["Query", "PutItem", "UpdateItem"] },
  ],
  "webhooks-api": [{ on: "main", rows: ["INBOX#"], may: ["PutItem"] }, ANNOUNCE],
  "operator-api": [
    VERIFY_KEYS,
    REMEMBER_KEYS,
    READ_KEYS,
    LIST_TENANTS,
    READ_PLANS,
    BOOK,
    ANNOUNCE,
    MOVE_MONEY,
    FIND_REFUNDS,
    { on: "main/state", rows: ["SAGA#", "REVIEW#"], may: ["Query"] },
    { on: "main/list", rows: ["SAGA#"], may: ["Query"] },
    {
      on: "main",
      rows: ["SAGA#"],
      may: ["BatchGetItem", "Query", "PutItem", "UpdateItem", "ConditionCheckItem"],
    },
    { on: "main", rows: ["PAY#"], may: ["GetItem", "PutItem", "UpdateItem"] },
    // Puts are audit rows, which stand beside the row that they are about.
    { on: "main", rows: ["RDM#", "ACC#"], may: ["GetItem", "PutItem", "UpdateItem"] },
    { on: "main", rows: ["RDM#"], may: ["ConditionCheckItem"] },
    { on: "main", rows: ["REVIEW#"], may: ["GetItem", "BatchGetItem", "PutItem", "UpdateItem"] },
  ],
  "default-api": [VERIFY_KEYS, { on: "transient", rows: ["IDEM#"], may: ["Query"] }],
  "redemption-worker": [
    READ_PLANS,
    BOOK,
    { on: "main", rows: ["RDM#", "ACC#"], may: ["GetItem", "UpdateItem"] },
    ASK_A_PERSON,
    { on: "main/selection", rows: ["SEL#"], may: ["Query"] },
  ],
  "payment-saga": [
    BOOK,
    MOVE_MONEY,
    ASK_A_PERSON,
    { on: "main", rows: ["SAGA#"], may: ["Query", "UpdateItem", "ConditionCheckItem"] },
    { on: "main", rows: ["PAY#"], may: ["GetItem", "UpdateItem"] },
    { on: "main", rows: ["ORDER#"], may: ["UpdateItem"] },
  ],
  "refund-worker": [BOOK, MOVE_MONEY, ASK_A_PERSON, { on: "main", rows: ["PAY#"], may: ["GetItem", "UpdateItem"] }],
  "webhook-worker": [
    BOOK,
    MOVE_MONEY,
    ANNOUNCE,
    ASK_A_PERSON,
    NAME_REFUNDS,
    { on: "main", rows: ["INBOX#"], may: ["GetItem", "UpdateItem"] },
    // Puts are the refunds of what was paid too late, and of what moved at the vendor.
    { on: "main", rows: ["PAY#"], may: ["GetItem", "Query", "PutItem", "UpdateItem"] },
    { on: "main", rows: ["SAGA#"], may: ["Query", "UpdateItem", "ConditionCheckItem"] },
  ],
  "outbox-relay": [{ on: "main", rows: ["OUT#"], may: ["UpdateItem"] }],
  sweeper: [
    { on: "main/due", rows: ["OUT#", "RDM#", "SAGA#", "REFUND#", "INBOX#"], may: ["Query"] },
    { on: "main/state", rows: ["REVIEW#"], may: ["Query"] },
    { on: "main", rows: ["OUT#", "RDM#", "SAGA#", "PAY#", "INBOX#"], may: ["UpdateItem"] },
    // How long a webhook has been waiting.
    { on: "main", rows: ["INBOX#"], may: ["BatchGetItem"] },
    // A saga that is resumed is announced like a new one.
    { on: "main", rows: ["SAGA#"], may: ["Query"] },
    ANNOUNCE,
  ],
  "sandbox-exchange": [
    VERIFY_KEYS,
    { on: "sandbox", rows: ["CALL#", "CARD#"], may: ["GetItem", "PutItem"] },
    { on: "sandbox/effects", rows: ["EFFECTS"], may: ["Query"] },
  ],
  "sandbox-channel": [
    VERIFY_KEYS,
    { on: "sandbox", rows: ["CHARGE#", "CHARGEKEY#", "REFUND#", "HOOK#"], may: ["GetItem", "PutItem"] },
    // Effects are added, never changed.
    { on: "sandbox", rows: ["EFFECT#"], may: ["PutItem"] },
    { on: "sandbox/effects", rows: ["CHANNEL#"], may: ["Query"] },
  ],
} as const satisfies Record<string, readonly AccessRow[]>;
