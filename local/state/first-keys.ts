import { createApiKey } from "../../core/access/services/api-keys.ts";
import { readJsonFile, writeJsonFile } from "./private-file.ts";
import { registryDeps, type TableNames, tableNames } from "./product-tables.ts";
import type { RunFile } from "./state-folder.ts";
import { localDynamoDb } from "./tables.ts";

export interface Credentials {
  apiUrl: string;
  keys: { merchant: string; otherMerchant: string; operator: string };
}

const MERCHANT_SCOPES = ["redemptions", "payments", "codes", "withdrawals", "notifications", "merchants"];

/** Two tenants and an operator, made at the first start; later only the URL is brought up to date. */
export async function ensureFirstKeys(
  file: string,
  apiUrl: string,
  dynamoDbEndpoint: string,
  outputs: RunFile["outputs"],
): Promise<{ created: boolean }> {
  const kept = readJsonFile<Credentials>(file);
  const keys =
    kept?.keys ?? (await createKeys(dynamoDbEndpoint, tableNames(Object.assign({}, ...Object.values(outputs)))));
  writeJsonFile(file, { apiUrl, keys } satisfies Credentials);
  return { created: kept === undefined };
}

async function createKeys(dynamoDbEndpoint: string, names: TableNames): Promise<Credentials["keys"]> {
  const client = localDynamoDb(dynamoDbEndpoint);
  const deps = registryDeps(client, names);
  const create = async (wanted: Parameters<typeof createApiKey>[1]) => (await createApiKey(deps, wanted)).apiKey;
  try {
    const [merchant, otherMerchant, operator] = await Promise.all([
      create({ tenantId: "demo", scopes: MERCHANT_SCOPES, label: "first start" }),
      create({ tenantId: "other", scopes: MERCHANT_SCOPES, label: "first start" }),
      create({ scopes: ["operator"], label: "first start" }),
    ]);
    return { merchant, otherMerchant, operator };
  } finally {
    client.destroy();
  }
}
