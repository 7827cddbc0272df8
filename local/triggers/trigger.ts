import { setTimeout } from "node:timers/promises";

/** Something that calls functions by itself: a queue's poller, a stream's reader, a schedule's clock. */
export interface Trigger {
  start(): void;
  /** Calls nothing new from here on; resolves when its own calls have ended or `graceMs` are over. */
  stop(graceMs: number): Promise<void>;
}

/** The part of a function's pool that triggers need. */
export interface Invocable {
  readonly name: string;
  /** Calls wait for a thread: another would only wait with them. */
  readonly isFull?: boolean;
  invoke(event: string): Promise<import("../functions/function-messages.ts").InvocationResult>;
}

/** One line for the person at the terminal, for what the log has in full. */
export type Complain = (text: string) => void;

/** Waits, or less when the signal is given. */
export function pause(ms: number, signal: AbortSignal): Promise<void> {
  return setTimeout(ms, undefined, { signal }).catch(() => {});
}

/** `undefined`: the answer makes no sense, and then Lambda counts the whole batch as failed. */
export function readBatchItemFailures(payload: string, known: ReadonlySet<string>): string[] | undefined {
  const answer = JSON.parse(payload) as { batchItemFailures?: unknown } | null;
  const failures = answer?.batchItemFailures;
  if (failures === undefined || failures === null) return [];
  if (!Array.isArray(failures)) return undefined;
  const ids = failures.map((row: { itemIdentifier?: unknown } | null) => row?.itemIdentifier);
  return ids.every((id): id is string => typeof id === "string" && known.has(id)) ? ids : undefined;
}
