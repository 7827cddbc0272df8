import type { Deps } from "../../foundation/services/deps.ts";
import type { Tables } from "../../foundation/store/table.ts";
import { noteKeyUse } from "../store/key-use-store.ts";

const HOUR_MS = 60 * 60 * 1000;
const NOTED_KEYS_MAX = 1000;

/** Key -> the hour in which this process has noted its use. Per process, and per tables: tests have many of both. */
const noted = new WeakMap<Tables, Map<string, number>>();

/**
 * At most one write an hour, key and process: no request but the first of an hour waits for it. Whether it succeeds or not, it is
 * no reason to refuse a request, nor to try again with the next.
 */
export async function noteUse({ tables, clock, log }: Pick<Deps, "tables" | "clock" | "log">, keyId: string) {
  const hours = noted.get(tables) ?? new Map<string, number>();
  noted.set(tables, hours);
  const hourMs = Math.floor(clock() / HOUR_MS) * HOUR_MS;
  if ((hours.get(keyId) ?? 0) >= hourMs) return;
  if (hours.size >= NOTED_KEYS_MAX) hours.clear();
  hours.set(keyId, hourMs);
  try {
    await tables.write(noteKeyUse(keyId, hourMs));
  } catch {
    log.warn("the use of a key was not noted", { keyId });
  }
}
