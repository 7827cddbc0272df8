/** Why nobody knows what came of a call to the outside. None of these is a refusal: its effect may be there. */
export type CallDoubt =
  | "timeout"
  | "connection-failed"
  | "server-error"
  /** 429: the provider asks us to come later. Whether it looked at the call first is its secret. */
  | "throttled"
  /** Any other 4xx. Not a refusal of what was asked: a wrong clock or secret gives 401 to a call whose twin may have taken effect. */
  | "request-refused"
  | "response-invalid"
  | "response-too-large"
  | "no-time-left";

/** Of a call to a vendor that moves money for us. */
export type VendorDoubt =
  | CallDoubt
  /** This call has done nothing, and no other will: the account's configuration is broken, or the vendor does not know its credentials. */
  | "channel-unusable"
  | "amount-mismatch"
  /** The vendor took the call and does not know the end itself yet. */
  | "pending";
