import { setTimeout as pause } from "node:timers/promises";

/** What comes of the work, or undefined if it has not ended by then; it goes on. */
export async function within<T>(ms: number, work: Promise<T>): Promise<T | undefined> {
  const over = new AbortController();
  try {
    return await Promise.race([work, pause(ms, undefined, { signal: over.signal })]);
  } finally {
    over.abort();
  }
}
