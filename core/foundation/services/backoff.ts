import type { Backoff } from "../domain/limits.ts";
import type { Deps } from "./deps.ts";

/** Whole milliseconds: exponential backoff with full jitter, but never below half of the first wait: an immediate second try finds nothing new. */
export function delayMs(deps: Pick<Deps, "random">, { backoffMs, backoffMaxMs }: Backoff, tries: number): number {
  const ceiling = Math.min(backoffMaxMs, backoffMs * 2 ** Math.min(tries, 30));
  return Math.ceil(Math.max(backoffMs / 2, deps.random.fraction() * ceiling));
}

/** When an unknown outcome is asked about again: after a wait that grows, and at the latest when it can be decided. */
export function lookAgainAt(
  deps: Pick<Deps, "random">,
  waits: Backoff,
  { tries, nowMs, atLatestMs }: { tries: number; nowMs: number; atLatestMs: number },
): number {
  return Math.min(nowMs + delayMs(deps, waits, tries), Math.max(atLatestMs, nowMs));
}
