/** `again`: come back after `delayMs`; the message that brought us here is done with either way. */
export type WorkResult = { kind: "done" } | { kind: "again"; delayMs: number };

export const DONE: WorkResult = { kind: "done" };
