import { GetCommand, PutCommand } from "@aws-sdk/lib-dynamodb";
import type { Key } from "../../../core/foundation/store/table.ts";
import type { Deployed } from "../deployed.ts";

/** Sets attributes of a row, as workers and vendors would have: what else it has stays. A row that is not there is made. */
export async function changeRow({ tables }: Deployed, key: Key, set: object, table: "main" | "transient" = "main") {
  const TableName = tables[table];
  const { Item } = await tables.client.send(new GetCommand({ TableName, Key: key }));
  await tables.client.send(new PutCommand({ TableName, Item: { ...Item, ...key, ...set } }));
}

/** What is parked is listed among the reviews, until somebody's word on it takes it away. */
export function parkRow(deployed: Deployed, subjectId: string, key: Key, set: object = {}) {
  const review = { pk: `REVIEW#acme#${subjectId}`, sk: "HEAD" };
  const listed = { tenantId: "acme", subjectId, why: "unknown", parkedAt: 1, statePk: "REVIEW#0", stateSk: subjectId };
  return Promise.all([
    changeRow(deployed, key, { state: "NEEDS_REVIEW", ...set }),
    changeRow(deployed, review, listed),
  ]);
}
