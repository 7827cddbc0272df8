import { setTimeout as pause } from "node:timers/promises";

/** Something did not come about in its time. */
export class WaitTimeout extends Error {
  override readonly name = "WaitTimeout";
}

/** For what takes seconds, or a minute where doubt must be waited out, on an idle machine: a busy one is slow, not wrong. */
export const PATIENCE_MS = 240_000;

interface Waiting {
  timeoutMs: number;
  everyMs?: number;
}

/** Asks until there is an answer. The pauses are between questions: nothing is hoped to be over after one. */
export async function until<T>(what: string, ask: () => Promise<T | undefined>, waiting: Waiting): Promise<T> {
  const { timeoutMs, everyMs = 250 } = waiting;
  const deadline = Date.now() + timeoutMs;
  for (;;) {
    const answer = await ask();
    if (answer !== undefined) return answer;
    if (Date.now() > deadline) throw new WaitTimeout(`waited ${Math.round(timeoutMs / 1000)} s for ${what}`);
    await pause(everyMs);
  }
}
