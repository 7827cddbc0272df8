/** Work that is due, by what a person calls it: whose rows, in which table. */
export const DUE_KINDS = {
  message: { table: "main", prefix: "OUT" },
  redemption: { table: "main", prefix: "RDM" },
  saga: { table: "main", prefix: "SAGA" },
  refund: { table: "main", prefix: "REFUND" },
  webhook: { table: "main", prefix: "INBOX" },
  job: { table: "main", prefix: "JOB" },
  replay: { table: "main", prefix: "REPLAY" },
  order: { table: "main", prefix: "ORDER" },
  withdrawal: { table: "main", prefix: "WD" },
  approval: { table: "main", prefix: "WDAPPROVAL" },
  notification: { table: "main", prefix: "NTF" },
  event: { table: "events", prefix: "EVT" },
  delivery: { table: "events", prefix: "DLV" },
} as const;
export type DueRows = keyof typeof DUE_KINDS;
