/** One try of a redemption, on record from its first intent on: its own story, in order. */
export interface Attempt {
  attempt: number;
  /** Absent when nothing was ever sent. */
  providerKey?: string;
  planId: string;
  batchId: string;
  accountId?: string;
  acceptedAt: number;
  /** The API key that brought it. */
  keyId?: string;
  outcome: "PENDING" | "SUCCEEDED" | "FAILED" | "NEEDS_REVIEW";
  providerReference?: string;
  events: AttemptEvent[];
}

/** `detail` is one of our own words (a reason), never a vendor's text. */
export interface AttemptEvent {
  at: number;
  event:
    | "sent"
    | "taken-over"
    | "account-found"
    | "unknown"
    | "not-found"
    | "succeeded"
    | "failed"
    | "parked"
    | "resolved";
  detail?: string;
}
