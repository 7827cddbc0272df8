/** What stands in the story of a redemption, a payment, an order: one line of it. */
export interface TimelineEntry {
  at: string;
  attempt: number | null;
  event: string;
  by: "caller" | "worker" | "operator";
  /** The API key of the caller or operator, by its id; of none, or of rows from before it was kept, null. */
  keyId: string | null;
  detail: string | null;
}

/** What an operator did, as it stands beside the row that it is about. */
export interface AuditRow {
  at?: number;
  /** The API key's id. */
  by?: string;
  action?: string;
  reason?: string;
}
