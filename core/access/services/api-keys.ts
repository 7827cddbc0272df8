import { InvariantError, TerminalError } from "../../foundation/domain/errors.ts";
import type { RequestLimit } from "../../foundation/domain/limits.ts";
import type { Caller, Clock, Deps } from "../../foundation/services/deps.ts";
import type { Tables } from "../../foundation/store/table.ts";
import {
  type ApiKeyRecord,
  isScope,
  isTenantId,
  keyStatus,
  newApiKey,
  opens,
  PLATFORM,
  parseApiKey,
  type Scope,
} from "../domain/api-key.ts";
import type { MerchantStatus } from "../domain/merchant.ts";
import {
  apiKeysOf,
  type KeyWithMerchant,
  registerApiKey,
  revokeApiKey as revoke,
  tenantIds,
} from "../store/api-key-store.ts";
import { cacheOf } from "./key-cache.ts";

const LABEL_MAX_CHARS = 200;

/** What the registry shows: everything but the secrets' hashes. */
export type RegisteredKey = Omit<ApiKeyRecord, "secretHash" | "previousHash">;

/** Who presents a key, and what it may do; of a merchant's key, what that merchant is and how much it may ask for. */
export interface Verified {
  caller: Caller;
  scopes: readonly Scope[];
  merchantStatus?: MerchantStatus | undefined;
  requestLimit?: RequestLimit | undefined;
}

/** Key and merchant are read once per key, process and `limits.apiKeyCacheMs`. */
export async function verifyApiKey(
  deps: Pick<Deps, "tables" | "limits" | "clock">,
  presented: string,
): Promise<Verified> {
  const parsed = parseApiKey(presented);
  const found = parsed && (await findOpened(deps, parsed));
  if (!found) throw new TerminalError("unauthenticated", "The API key is not valid.");
  const { record, merchant } = found;
  const { keyId, tenantId, scopes } = record;
  if (tenantId === undefined || !merchant) return { caller: { kind: "operator", keyId }, scopes };
  const { status, requestLimit = deps.limits.requestLimit } = merchant;
  return { caller: { kind: "tenant", tenantId, keyId }, scopes, merchantStatus: status, requestLimit };
}

/** A key that was rotated opens at once with its new secret, whatever this process knew of it. */
async function findOpened(
  deps: Pick<Deps, "tables" | "limits" | "clock">,
  { keyId, secret }: { keyId: string; secret: string },
): Promise<KeyWithMerchant | undefined> {
  const nowMs = deps.clock();
  const cache = cacheOf(deps.tables);
  const known = await cache.find(deps, keyId);
  if (!known || opens(known.record, secret, nowMs)) return known;
  // What is over stays over.
  if (keyStatus(known.record, nowMs) !== "ACTIVE") return undefined;
  const found = await cache.findAgain(deps, keyId);
  return found && opens(found.record, secret, nowMs) ? found : undefined;
}

/** The key itself is in the answer and nowhere else: show it once. */
export async function createApiKey(
  deps: { tables: Tables; clock: Clock; randomBytes: (count: number) => Uint8Array },
  wanted: { tenantId?: string | undefined; scopes: readonly string[]; label?: string | undefined },
): Promise<{ apiKey: string; record: RegisteredKey }> {
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
export async function listApiKeys(deps: { tables: Tables }, owner?: string): Promise<RegisteredKey[]> {
  const owners = owner === undefined ? [PLATFORM, ...(await tenantIds(deps.tables))] : [owner];
  const found: RegisteredKey[] = [];
  for (const one of owners) found.push(...(await apiKeysOf(deps.tables, one)).map(viewOf));
  return found;
}

/** Stops working in every process within `limits.apiKeyCacheMs`. */
export async function revokeApiKey(deps: { tables: Tables; clock: Clock }, keyId: string): Promise<void> {
  const result = await deps.tables.write(revoke(keyId, deps.clock()));
  if (result.committed || result.refusals[0]?.old !== undefined) return;
  throw new TerminalError("not-found", "There is no API key with this id.");
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

function viewOf({ secretHash: _secret, previousHash: _previous, ...view }: ApiKeyRecord): RegisteredKey {
  return view;
}
