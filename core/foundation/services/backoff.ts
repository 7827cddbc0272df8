import type { Deps } from "./deps.ts";

/** Whole milliseconds: exponential backoff with full jitter, but never below half of `firstMs`: an immediate second try finds nothing new. */
export function delayMs(deps: Pick<Deps, "random">, wait: { firstMs: number; maxMs: number; tries: number }): number {
  const ceiling = Math.min(wait.maxMs, wait.firstMs * 2 ** Math.min(wait.tries, 30));
  return Math.ceil(Math.max(wait.firstMs / 2, deps.random.fraction() * ceiling));
}
