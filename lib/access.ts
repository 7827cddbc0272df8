import { DUE_KINDS } from "../core/foundation/domain/due-kinds.ts";
/**
 * Who may do what to which rows: the readable form of DynamoDB rights, here those that several functions have; a function's
 * own stand in its row (`functions/`). `constructs/table-access.ts` turns the rows into IAM statements, a test reads them back
 * out of the template.
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
  | "main/all"
  | "main/owner"
  | "main/receiver"
  | "main/selection"
  | "transient"
  | "events"
  | "events/due"
  | "events/state"
  | "events/all"
  | "events/resource"
  | "sandbox"
  | "sandbox/effects";

export type RowAction =
  | "GetItem"
  | "BatchGetItem"
  | "Query"
  | "PutItem"
  | "UpdateItem"
  | "DeleteItem"
  | "ConditionCheckItem"
  // A statement that puts a row which is not there yet: it has leading keys, as the others have.
  | "PartiQLInsert";

export interface AccessRow {
  on: AccessTarget;
  /** Beginning of the partition key; on an index, of the index's partition key. */
  rows: readonly string[];
  may: readonly RowAction[];
}

/** Every function that is called with an API key reads the key's row and its merchant's, and only that way. */
export const VERIFY_KEYS: AccessRow = { on: "main", rows: ["KEY#", "TENANT#"], may: ["BatchGetItem"] };
/** Beside it: once an hour, that the key was used. */
export const NOTE_KEYS: AccessRow = { on: "main", rows: ["KEYUSE#"], may: ["UpdateItem"] };
/** Of those that merchants call: how many requests a merchant has made, told of in lots. */
export const COUNT_REQUESTS: AccessRow = { on: "transient", rows: ["RATE#"], may: ["UpdateItem"] };
/** The record of an Idempotency-Key comes with the effect; what is there already comes back with the refusal. */
export const REMEMBER_KEYS: AccessRow = { on: "transient", rows: ["IDEM#"], may: ["PutItem"] };
/** The registry of tenants. While these are few, an operator's list of one state, or by a name that each gives, asks each of them. */
export const LIST_TENANTS: AccessRow = { on: "main/state", rows: ["TENANT#"], may: ["Query"] };
export const READ_PLANS: AccessRow = { on: "main", rows: ["PLN#"], may: ["GetItem"] };
/** Money moves are added, never changed. */
export const BOOK: AccessRow = { on: "main", rows: ["LEDGER#"], may: ["PutItem"] };
/** Of a payment, whose account it goes through; for a webhook, those that may have been meant. */
export const READ_CHANNELS: AccessRow = { on: "main", rows: ["CHANNEL#"], may: ["BatchGetItem"] };
/** What a key answered before goes before a refusal that is not stored. */
export const READ_KEYS: AccessRow = { on: "transient", rows: ["IDEM#"], may: ["GetItem"] };
export const ANNOUNCE: AccessRow = { on: "main", rows: ["OUT#"], may: ["PutItem"] };
/** A change that a merchant is told of: the event is written with it, and what it tells is never changed. */
export const TELL: AccessRow = { on: "events", rows: ["EVT#"], may: ["PutItem"] };
/** To whom an event goes is read from the merchant's endpoints; it is due until each of them has its delivery. */
export const FAN_OUT: readonly AccessRow[] = [
  { on: "main", rows: ["ENDPOINT#"], may: ["Query"] },
  { on: "events", rows: ["DLV#"], may: ["PutItem"] },
  { on: "events", rows: ["EVT#"], may: ["UpdateItem"] },
];
/** Of every kind of work, what is due. */
export const SEE_WHAT_IS_DUE: readonly AccessRow[] = (["main", "events"] as const).map((table) => ({
  on: `${table}/due`,
  rows: Object.values(DUE_KINDS)
    .filter((kind) => kind.table === table)
    .map(({ prefix }) => `${prefix}#`),
  may: ["Query"],
}));
/** An outbox row of which the message is sent. */
export const TAKE_SENT: AccessRow = { on: "main", rows: ["OUT#"], may: ["DeleteItem"] };
export const MOVE_MONEY: AccessRow = { on: "main", rows: ["WALLET#"], may: ["UpdateItem"] };
/** Whether the merchant whose wallet is credited is closed: asked of its first money, and of a merchant that has been closed. */
export const SEE_MERCHANT: AccessRow = { on: "main", rows: ["TENANT#"], may: ["GetItem", "ConditionCheckItem"] };
/** What a day's withdrawals come to. */
export const UNCOUNT_DAYS: AccessRow = { on: "main", rows: ["WDDAY#"], may: ["UpdateItem"] };
/** From a refund's id to its payment, beside which it stands. */
export const FIND_REFUNDS: AccessRow = { on: "main", rows: ["REF#"], may: ["GetItem"] };
export const NAME_REFUNDS: AccessRow = { on: "main", rows: ["REF#"], may: ["PutItem"] };
export const ASK_A_PERSON: AccessRow = { on: "main", rows: ["REVIEW#"], may: ["PutItem"] };
/** The order of a payment whose money has all gone back; of an offer's, what it holds or has granted. */
export const TAKE_ORDERS_BACK: readonly AccessRow[] = [
  { on: "main", rows: ["ORDER#", "SUB#"], may: ["GetItem", "UpdateItem"] },
  { on: "main", rows: ["STOCK#", "QUOTA#"], may: ["UpdateItem"] },
];
