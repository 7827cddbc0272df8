import { DynamoDBDocumentClient, paginateScan, QueryCommand } from "@aws-sdk/lib-dynamodb";
import { batchPartition } from "../../core/redemptions/store/keys.ts";
import type { Row } from "../../invariants/snapshot.ts";
import { type TableNames, tableNames } from "../../local/state/product-tables.ts";
import type { RunFile } from "../../local/state/state-folder.ts";
import { localDynamoDb } from "../../local/state/tables.ts";

/** Whole tables, as only somebody beside the machine may read them: nothing that is deployed ever scans. */
export async function readTables(run: RunFile): Promise<Record<keyof TableNames, Row[]>> {
  return withTables(run, async (client, { main, transient, events }) => ({
    main: await scan(client, main),
    transient: await scan(client, transient),
    events: await scan(client, events),
  }));
}

/** How many items a batch has by now. */
export async function countItems(run: RunFile, tenantId: string, batchId: string): Promise<number> {
  return withTables(run, async (client, { main }) => {
    const { Count = 0 } = await client.send(
      new QueryCommand({
        TableName: main,
        Select: "COUNT",
        ConsistentRead: true,
        KeyConditionExpression: "pk = :pk AND begins_with(sk, :item)",
        ExpressionAttributeValues: { ":pk": batchPartition(tenantId, batchId), ":item": "ITEM#" },
      }),
    );
    return Count;
  });
}

/** How many webhook events are on record. */
export async function countWebhooks(run: RunFile): Promise<number> {
  const { main } = await readTables(run);
  return main.filter(({ pk }) => pk.startsWith("INBOX#")).length;
}

async function withTables<T>(
  run: RunFile,
  work: (client: DynamoDBDocumentClient, names: TableNames) => Promise<T>,
): Promise<T> {
  const base = localDynamoDb(run.endpoints.dynamodb);
  try {
    return await work(DynamoDBDocumentClient.from(base), tableNames(Object.assign({}, ...Object.values(run.outputs))));
  } finally {
    base.destroy();
  }
}

async function scan(client: DynamoDBDocumentClient, TableName: string): Promise<Row[]> {
  const rows: Row[] = [];
  for await (const page of paginateScan({ client }, { TableName, ConsistentRead: true })) {
    rows.push(...((page.Items ?? []) as Row[]));
  }
  return rows;
}
