/** What has to come to an end, or to a person's decision, before the same request can succeed. */
export const WAITED_FOR = ["redemption", "payment", "withdrawal", "notification", "review"] as const;
export type WaitFor = (typeof WAITED_FOR)[number];

export interface Wait {
  waitFor: WaitFor;
  /** For what ends soon by itself: it is worth asking again. */
  retryAfterMs?: number;
}

/** What the same request comes to when it is sent again as it is. Every row says which; what is told and what is stored follow from it. */
export type Again =
  /** Final, and about the request or its sender: refused before what it asks for counted, so never stored under its key. */
  | "mend"
  /** Final, and about what it met, which does not change by itself: stored under its key. */
  | "never"
  /** It may succeed soon: `retryable`, with `Retry-After`. Never stored. */
  | "soon"
  /** Soon while what is missing may come back, and final once it is gone: whoever refuses says which. */
  | "soon or never"
  /** Something else has to come first. Never stored. */
  | Wait
  /** What is in the way decides: one of these has to come first, or it is final after all. */
  | { oneOf: readonly WaitFor[]; retryAfter?: "as what is in the way" };

export interface ErrorRow {
  status: number;
  title: string;
  again: Again;
  /** What the caller does next; stands behind each `detail`. */
  next: string;
}
