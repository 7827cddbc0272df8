/** What an operator did, as it stands beside the row that it is about. */
export interface AuditRow {
  at?: number;
  /** The API key's id. */
  by?: string;
  action?: string;
  reason?: string;
}
