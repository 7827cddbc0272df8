import { chmodSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { LocalError } from "../local-error.ts";

/** Files in the state folder: whole or not at all, and the secret ones for their owner only. */

export function readJsonFile<T>(path: string): T | undefined {
  let text: string;
  try {
    text = readFileSync(path, "utf8");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw new LocalError(`The state file ${path} cannot be read: ${(error as Error).message}.`);
  }
  try {
    return JSON.parse(text) as T;
  } catch {
    throw new LocalError(`The state file ${path} is damaged: repair it, or start afresh with --fresh.`);
  }
}

export function writeJsonFile(path: string, value: unknown, mode = 0o600): void {
  const draft = `${path}.${process.pid}.tmp`;
  writeFileSync(draft, `${JSON.stringify(value, null, 2)}\n`, { mode });
  // An older draft of the same process would have kept its own mode.
  chmodSync(draft, mode);
  renameSync(draft, path);
}
