import { CONTRACT } from "../../foundation/domain/limits.ts";
import type { Deps } from "../../foundation/services/deps.ts";
import type { Tables } from "../../foundation/store/table.ts";
import { findApiKey, type KeyWithMerchant } from "../store/api-key-store.ts";

/** Random keys must not fill a process's memory, nor push the keys in use out of it: unknown ids have a room of their own. */
const CACHED_KEYS_MAX = 1000;

interface Known {
  found: KeyWithMerchant;
  readAt: number;
}

/** Keys as this process has read them, each with its merchant's status: both count for `limits.apiKeyCacheMs`. */
export class KeyCache {
  readonly #known = new Map<string, Known>();
  readonly #unknown = new Map<string, { readAt: number }>();
  readonly #reread = new Map<string, { readAt: number; reading: Promise<KeyWithMerchant | undefined> }>();

  async find(
    { tables, limits, clock }: Pick<Deps, "tables" | "limits" | "clock">,
    keyId: string,
  ): Promise<KeyWithMerchant | undefined> {
    // Taken before the read: an entry never lives longer than what it was read from.
    const readAt = clock();
    const fresh = (entry?: { readAt: number }) => entry !== undefined && readAt - entry.readAt < limits.apiKeyCacheMs;
    const known = this.#known.get(keyId);
    if (fresh(known)) return known?.found;
    if (fresh(this.#unknown.get(keyId))) return undefined;

    return this.#read(tables, keyId, readAt);
  }

  /**
   * For a secret that does not fit what is known: the key may have been given another since. However many come with wrong ones,
   * the key is read at most once in `CONTRACT.apiKeyRereadMs`: who comes sooner is judged by what that read has found.
   */
  async findAgain(
    { tables, clock }: Pick<Deps, "tables" | "clock">,
    keyId: string,
  ): Promise<KeyWithMerchant | undefined> {
    const readAt = clock();
    const last = this.#reread.get(keyId);
    if (last !== undefined && readAt - last.readAt < CONTRACT.apiKeyRereadMs) return last.reading;
    const reading = this.#read(tables, keyId, readAt);
    remember(this.#reread, keyId, { readAt, reading });
    return reading.catch((error: unknown) => {
      this.#reread.delete(keyId);
      throw error;
    });
  }

  async #read(tables: Tables, keyId: string, readAt: number): Promise<KeyWithMerchant | undefined> {
    // Whose key it is never changes, so that only the first time its merchant's row has to be read after its own.
    const found = await findApiKey(tables, keyId, this.#known.get(keyId)?.found.record.tenantId);
    if (found) {
      remember(this.#known, keyId, { found, readAt });
      this.#unknown.delete(keyId);
    } else {
      remember(this.#unknown, keyId, { readAt });
      this.#known.delete(keyId);
    }
    return found;
  }
}

/** Drops the entry that was read longest ago. */
function remember<T>(entries: Map<string, T>, keyId: string, entry: T): void {
  entries.delete(keyId);
  entries.set(keyId, entry);
  if (entries.size <= CACHED_KEYS_MAX) return;
  const [oldest] = entries.keys();
  if (oldest !== undefined) entries.delete(oldest);
}

/** Per process, and per tables: tests have many of both. */
const caches = new WeakMap<Tables, KeyCache>();

export function cacheOf(tables: Tables): KeyCache {
  const known = caches.get(tables);
  if (known) return known;
  const made = new KeyCache();
  caches.set(tables, made);
  return made;
}
