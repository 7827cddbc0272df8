import { readFileSync } from "node:fs";
import { join } from "node:path";
import { DynamoDBDocumentClient, PutCommand } from "@aws-sdk/lib-dynamodb";
import { eventPut } from "../../core/foundation/store/event-store.ts";
import { auditorKey } from "../../core/foundation/store/keys.ts";
import { tableNames } from "../../local/state/product-tables.ts";
import { readRunFile } from "../../local/state/state-folder.ts";
import { localDynamoDb } from "../../local/state/tables.ts";
import type { LocalPlant } from "../invariants/local-plants.ts";

/** Older than the margin that the auditor leaves, so that none of it has to be waited for. */
const TOLD_AGO_MS = 3_600_000;

/**
 * Puts rows that no write of the store leaves into a running instance's tables, and an event of each. The auditor's place is put
 * before them last: a run that is under way cannot move it any more, and the next one finds them.
 */
export async function plantIn(folder: string, plants: readonly LocalPlant[]): Promise<void> {
  const run = readRunFile(folder);
  const base = localDynamoDb(String(run?.endpoints.dynamodb));
  const client = DynamoDBDocumentClient.from(base, { marshallOptions: { removeUndefinedValues: true } });
  const { main, events } = tableNames(Object.assign({}, ...Object.values(run?.outputs ?? {})));
  const at = Date.now() - TOLD_AGO_MS;
  for (const { tenantId, resourceId, rows } of plants) {
    for (const Item of rows) await client.send(new PutCommand({ TableName: main, Item }));
    const told = { tenantId, type: "payment.succeeded", resourceId, resourceVersion: 1, at } as const;
    await client.send(new PutCommand({ TableName: events, Item: eventPut(told, {}).item }));
  }
  await client.send(new PutCommand({ TableName: main, Item: { ...auditorKey, auditedToMs: at - 1 } }));
  base.destroy();
}

/** What the auditor's runs have counted in the metric that its alarm looks at. */
export function violationsCounted(folder: string): number {
  const log = readFileSync(join(folder, "logs/functions.log"), "utf8");
  // A value alone, or a list of those that were counted one by one.
  const counted = log.matchAll(/^\[auditor\] .*"InvariantViolations":(\d+|\[[\d,]+\])/gm);
  const values = [...counted].flatMap(([, json = "0"]): number[] => JSON.parse(json));
  return values.reduce((sum, value) => sum + value, 0);
}
