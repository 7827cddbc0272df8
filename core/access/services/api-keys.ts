import { InvariantError, TerminalError } from "../../foundation/domain/errors.ts";
import type { Caller, Clock, Deps } from "../../foundation/services/deps.ts";
import type { Tables } from "../../foundation/store/table.ts";
import {
  type ApiKeyRecord,
  isScope,
  isTenantId,
  newApiKey,
  PLATFORM,
  parseApiKey,
  type Scope,
  secretMatches,
} from "../domain/api-key.ts";
import { apiKeysOf, findApiKey, registerApiKey, revokeApiKeyRow, tenantIds } from "../store/api-key-store.ts";

const LABEL_MAX_CHARS = 200;

/** What the registry shows: everything but the secret's hash. */
export type ApiKeyView = Omit<ApiKeyRecord, "secretHash">;

/** Who presents this key, and what it may do. One read per key, process and `limits.apiKeyCacheMs`. */
export async function verifyApiKey(
  deps: Pick<Deps, "tables" | "limits" | "clock">,
  presented: string,
): Promise<{ caller: Caller; scopes: readonly Scope[] }> {
  const parsed = parseApiKey(presented);
  const record = parsed && (await cacheOf(deps.tables).find(deps, parsed.keyId));
  if (!record || record.revokedAt !== undefined || !secretMatches(parsed.secret, record.secretHash)) {
    throw new TerminalError("unauthenticated", "The API key is not valid.");
  }
  const { keyId, tenantId, scopes } = record;
  return { caller: tenantId === undefined ? { kind: "operator", keyId } : { kind: "tenant", tenantId, keyId }, scopes };
}

/** The key itself is in the answer and nowhere else: show it once. */
export async function createApiKey(
  deps: { tables: Tables; clock: Clock; randomBytes: (count: number) => Uint8Array },
  wanted: { tenantId?: string | undefined; scopes: readonly string[]; label?: string | undefined },
): Promise<{ apiKey: string; record: ApiKeyView }> {
  const scopes = scopesOf(wanted);
  const { apiKey, keyId, secretHash } = newApiKey(deps.randomBytes);
  const record: ApiKeyRecord = { keyId, scopes, secretHash, createdAt: deps.clock() };
  if (wanted.tenantId !== undefined) record.tenantId = wanted.tenantId;
  if (wanted.label) record.label = wanted.label;

  const { registered } = await registerApiKey(deps.tables, record);
  if (!registered) throw new InvariantError("a fresh API key id was taken: the random source repeats itself");
  return { apiKey, record: viewOf(record) };
}

/** Of one tenant, of the platform (`"platform"`), or all of them. Newly made keys may be missing for a moment. */
export async function listApiKeys(deps: { tables: Tables }, owner?: string): Promise<ApiKeyView[]> {
  const owners = owner === undefined ? [PLATFORM, ...(await tenantIds(deps.tables))] : [owner];
  const found: ApiKeyView[] = [];
  for (const one of owners) found.push(...(await apiKeysOf(deps.tables, one)).map(viewOf));
  return found;
}

/** Stops working in every process within `limits.apiKeyCacheMs`. */
export async function revokeApiKey(deps: { tables: Tables; clock: Clock }, keyId: string): Promise<void> {
  const { found } = await revokeApiKeyRow(deps.tables, keyId, deps.clock());
  if (!found) throw new TerminalError("not-found", "There is no API key with this id.");
}

function scopesOf({
  tenantId,
  scopes,
  label,
}: {
  tenantId?: string | undefined;
  scopes: readonly string[];
  label?: string | undefined;
}): Scope[] {
  const refuse = (detail: string) => new TerminalError("request-invalid", detail);
  const known = [...new Set(scopes)].filter(isScope);
  if (scopes.length === 0) throw refuse("A key needs at least one scope.");
  if (known.length !== new Set(scopes).size) throw refuse("A scope is not known.");
  if (label !== undefined && label.length > LABEL_MAX_CHARS)
    throw refuse(`A label may have ${LABEL_MAX_CHARS} characters at most.`);
  if (tenantId === undefined) {
    if (known.length !== 1 || known[0] !== "operator")
      throw refuse("A key without a tenant has the scope `operator` and no other.");
  } else {
    if (!isTenantId(tenantId)) {
      throw refuse(
        "A tenant id has 1 to 32 lower-case letters, digits and hyphens, does not begin with a hyphen and is not `platform`.",
      );
    }
    if (known.includes("operator")) throw refuse("The scope `operator` belongs to the platform: leave the tenant out.");
  }
  return known;
}

function viewOf({ secretHash: _secretHash, ...view }: ApiKeyRecord): ApiKeyView {
  return view;
}

/** Random keys must not fill a process's memory, nor push the keys in use out of it: unknown ids have a room of their own. */
const CACHED_KEYS_MAX = 1000;

class ApiKeyCache {
  readonly #known = new Map<string, { record: ApiKeyRecord; readAt: number }>();
  readonly #unknown = new Map<string, { readAt: number }>();

  async find(
    { tables, limits, clock }: Pick<Deps, "tables" | "limits" | "clock">,
    keyId: string,
  ): Promise<ApiKeyRecord | undefined> {
    // Taken before the read: an entry never lives longer than what it was read from.
    const readAt = clock();
    const fresh = (entry?: { readAt: number }) => entry !== undefined && readAt - entry.readAt < limits.apiKeyCacheMs;
    const known = this.#known.get(keyId);
    if (fresh(known)) return known?.record;
    if (fresh(this.#unknown.get(keyId))) return undefined;

    const record = await findApiKey(tables, keyId);
    if (record) {
      remember(this.#known, keyId, { record, readAt });
      this.#unknown.delete(keyId);
    } else {
      remember(this.#unknown, keyId, { readAt });
      this.#known.delete(keyId);
    }
    return record;
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
const caches = new WeakMap<Tables, ApiKeyCache>();

function cacheOf(tables: Tables): ApiKeyCache {
  const known = caches.get(tables);
  if (known) return known;
  const made = new ApiKeyCache();
  caches.set(tables, made);
  return made;
}
