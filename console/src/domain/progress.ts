import type { ApiError } from "../api/problem.ts";

export type Progress =
  | { kind: "open" }
  | { kind: "sending" }
  | { kind: "done"; answer: unknown }
  /** Refused: nothing has happened. */
  | { kind: "refused"; error: ApiError }
  /** Nobody knows whether it took effect: the same request is sent again under the same key, or none. */
  | { kind: "unknown"; error: ApiError };

/** Refused before the Idempotency-Key was looked at: who asks is not known, or may not. */
const BEFORE_THE_KEY = [401, 403];

/**
 * What a try that was not answered with a success leaves. `wasUnknown`: the outcome of an earlier try is. That one is known only
 * when the key is: a refusal for the rate, of the caller, or because the earlier try still runs says nothing of it.
 */
export function failedAs(error: ApiError, wasUnknown: boolean): "refused" | "unknown" {
  if (!error.isRefusal) return "unknown";
  const saysNothing = error.mayRetry || BEFORE_THE_KEY.includes(error.problem?.status ?? 0);
  return wasUnknown && saysNothing ? "unknown" : "refused";
}
