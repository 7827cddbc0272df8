/** Keys that work wherever one is, but where something is being typed or a dialog is open. */
export type Stroke = "search" | "next" | "previous" | "help";

const STROKES: Readonly<Record<string, Stroke>> = { "/": "search", j: "next", k: "previous", "?": "help" };

export interface Key {
  key: string;
  ctrlKey: boolean;
  metaKey: boolean;
  altKey: boolean;
}

export function strokeOf({ key, ctrlKey, metaKey, altKey }: Key, isTyping: boolean): Stroke | undefined {
  return isTyping || ctrlKey || metaKey || altKey ? undefined : STROKES[key];
}

/** Which of so many rows comes next; `at` is -1 before the first step. */
export function nextRow(at: number, count: number, stroke: "next" | "previous"): number {
  if (count === 0) return -1;
  if (at < 0) return stroke === "next" ? 0 : count - 1;
  return Math.min(count - 1, Math.max(0, at + (stroke === "next" ? 1 : -1)));
}
