import type { RequestLimit } from "../../foundation/domain/limits.ts";
import { absent, equals, Keep, present } from "../../foundation/store/expression.ts";
import {
  apiKeyKey,
  LIST_OF_TENANTS,
  listOfApiKeys,
  placeAmongAll,
  tenantKey,
  tenantOfKey,
} from "../../foundation/store/keys.ts";
import { readAll } from "../../foundation/store/read-all.ts";
import type { Item, Tables, Write } from "../../foundation/store/table.ts";
import { put, update } from "../../foundation/store/write.ts";
import { type ApiKeyRecord, PLATFORM } from "../domain/api-key.ts";
import { type Merchant, type MerchantStatus, statusOf } from "../domain/merchant.ts";
import { keyUseKey, placeAt } from "./keys.ts";

const PAGE_ITEMS = 100;

export interface KeyWithMerchant {
  record: ApiKeyRecord;
  /** Absent: it is a key of the platform. */
  merchant?: { status: MerchantStatus; requestLimit?: RequestLimit | undefined };
}

/**
 * Strongly consistent: a revoked key and a suspended merchant are refused as soon as a process reads them again. Who knows by
 * `tenantId` whose key it is asks for both at once; otherwise the key tells whose status to read next.
 */
export async function findApiKey(
  tables: Tables,
  keyId: string,
  tenantId?: string | undefined,
): Promise<KeyWithMerchant | undefined> {
  const keys = [apiKeyKey(keyId), ...(tenantId === undefined ? [] : [tenantKey(tenantId)])];
  const [item, known] = await tables.getMany("main", keys);
  if (!item) return undefined;
  const record = fromItem(item);
  if (record.tenantId === undefined) return { record };
  const [tenant = {}] = tenantId === undefined ? await tables.getMany("main", [tenantKey(record.tenantId)]) : [known];
  const merchant: Pick<Merchant, "status" | "requestLimit"> = tenant;
  return { record, merchant: { status: statusOf(merchant), requestLimit: merchant.requestLimit } };
}

/** Of a merchant that is there, or of the platform. */
export function putApiKey(record: ApiKeyRecord): Write {
  const { tenantId, keyId, createdAt } = record;
  const listed = {
    statePk: listOfApiKeys(tenantId ?? PLATFORM),
    allPk: placeAmongAll("KEY", keyId),
    stateSk: placeAt(keyId, createdAt),
  };
  return put("registerApiKey", { ...apiKeyKey(keyId), ...record, ...listed }, { new: absent("pk") });
}

/** The key and, once per tenant, its row as a merchant: ACTIVE, without a profile. */
export async function registerApiKey(tables: Tables, record: ApiKeyRecord): Promise<{ registered: boolean }> {
  const { tenantId, createdAt } = record;
  const { committed } = await tables.transact([
    putApiKey(record),
    ...(tenantId === undefined
      ? []
      : [
          update("registerTenant", tenantKey(tenantId), {
            // A merchant that is there stays what it is: a key opens nothing that an operator has closed.
            set: {
              tenantId,
              status: new Keep("ACTIVE"),
              statePk: LIST_OF_TENANTS,
              stateSk: new Keep(placeAt(tenantId, createdAt)),
              createdAt: new Keep(createdAt),
            },
            only: {},
          }),
        ]),
  ]);
  return { registered: committed };
}

/** The secret that it had opens as well until then; what it had before that one opens no more. */
export function rotateApiKey(seen: ApiKeyRecord, next: { secretHash: string; previousValidUntil: number }): Write {
  const { secretHash, previousValidUntil } = next;
  return update("rotateApiKey", apiKeyKey(seen.keyId), {
    set: { secretHash, previousHash: seen.secretHash, previousValidUntil },
    only: { isNotRevoked: absent("revokedAt"), secretAsSeen: equals("secretHash", seen.secretHash) },
  });
}

/** The first revocation's time stays. */
export function revokeApiKey(keyId: string, nowMs: number): Write & { kind: "update" } {
  return update("revokeApiKey", apiKeyKey(keyId), {
    set: { revokedAt: nowMs },
    only: { exists: present("pk"), isNotRevoked: absent("revokedAt") },
  });
}

/** The key, and when it was used last. */
export async function readApiKey(
  tables: Tables,
  keyId: string,
): Promise<{ record: ApiKeyRecord; lastUsedAt?: number | undefined } | undefined> {
  const [item, use] = await tables.getMany("main", [apiKeyKey(keyId), keyUseKey(keyId)]);
  return item && { record: fromItem(item), lastUsedAt: use && Number(use.lastUsedAt) };
}

/** Eventually consistent. `owner`: a tenant's id or `platform`. */
export async function apiKeysOf(tables: Tables, owner: string): Promise<ApiKeyRecord[]> {
  const keys = await walk(tables, listOfApiKeys(owner));
  const items = await tables.getMany(
    "main",
    keys.map(({ pk, sk }) => ({ pk: String(pk), sk: String(sk) })),
  );
  return items.filter((item) => item !== undefined).map(fromItem);
}

export async function tenantIds(tables: Tables): Promise<string[]> {
  return (await walk(tables, LIST_OF_TENANTS)).map(tenantOfKey).sort();
}

function walk(tables: Tables, statePk: string): Promise<Item[]> {
  return readAll(tables, { index: "state", partition: ["statePk", statePk], limit: PAGE_ITEMS });
}

function fromItem({
  pk: _pk,
  sk: _sk,
  statePk: _statePk,
  allPk: _allPk,
  stateSk: _stateSk,
  ...record
}: Item): ApiKeyRecord {
  return record as unknown as ApiKeyRecord;
}
