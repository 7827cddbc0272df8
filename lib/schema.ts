/** The tables as pure data: the data stack deploys them, tests and benches create the same ones on a bare engine. */

type KeyType = "S" | "N";

export interface IndexSchema {
  name: string;
  partitionKey: [name: string, type: KeyType];
  sortKey: [name: string, type: KeyType];
  /** Attributes copied into the index besides the keys; `"ALL"` for lists that show whole rows. */
  include: readonly string[] | "ALL";
}

export interface TableSchema {
  indexes: readonly IndexSchema[];
  stream: boolean;
  ttlAttribute?: string;
}

/** All tables have the key pk, sk (strings). */
export const TABLES = {
  /** Everything that matters. */
  main: {
    stream: true,
    indexes: [
      // Sparse: rows that need someone later. The sweepers read it.
      {
        name: "due",
        partitionKey: ["duePk", "S"],
        sortKey: ["dueAt", "N"],
        include: ["type", "ref"],
      },
      // Lists by state and counts, newest first by creation ULID.
      { name: "state", partitionKey: ["statePk", "S"], sortKey: ["stateSk", "S"], include: [] },
      // Lists of all states, likewise. Its keys never change, so that a row cannot slip from a part that is still to be read
      // into one that has been read.
      { name: "list", partitionKey: ["listPk", "S"], sortKey: ["stateSk", "S"], include: [] },
      // Lists of all merchants, likewise: written once, with the row.
      { name: "all", partitionKey: ["allPk", "S"], sortKey: ["stateSk", "S"], include: [] },
      // Sparse: what one user of a merchant has, newest first.
      { name: "owner", partitionKey: ["ownerPk", "S"], sortKey: ["stateSk", "S"], include: [] },
      // Sparse: notifications that were meant for one receiver, until that is forgotten.
      { name: "receiver", partitionKey: ["receiverPk", "S"], sortKey: ["stateSk", "S"], include: [] },
      // Sparse: accounts that may be leased now, at a random position, so that selection reads a constant number of rows.
      {
        name: "selection",
        partitionKey: ["selectionPk", "S"],
        sortKey: ["selectionSk", "S"],
        include: ["fencingToken", "balance"],
      },
    ],
  },
  /** Idempotency records only. */
  transient: { stream: false, indexes: [], ttlAttribute: "expiresAt" },
  /** What has happened, and its deliveries: kept for 30 days. */
  events: {
    stream: true,
    ttlAttribute: "expiresAt",
    indexes: [
      // Sparse: events that have not been fanned out, deliveries that are not over.
      { name: "due", partitionKey: ["duePk", "S"], sortKey: ["dueAt", "N"], include: [] },
      // Lists of a merchant, by time.
      { name: "state", partitionKey: ["statePk", "S"], sortKey: ["stateSk", "S"], include: [] },
      // Lists of all merchants, by time. Types are counted, and looked for, without reading the events.
      { name: "all", partitionKey: ["allPk", "S"], sortKey: ["stateSk", "S"], include: ["type"] },
      // The events of one resource, the deliveries of one event.
      { name: "resource", partitionKey: ["resourcePk", "S"], sortKey: ["stateSk", "S"], include: [] },
    ],
  },
} as const satisfies Record<string, TableSchema>;

/** The sandbox's own table, deployed with the sandbox only. The index lists effects, and webhooks that are due, by time. */
export const SANDBOX_TABLE = {
  stream: false,
  indexes: [{ name: "effects", partitionKey: ["effectsPk", "S"], sortKey: ["effectAt", "N"], include: "ALL" }],
} as const satisfies TableSchema;
