import { DynamoDBDocumentClient, UpdateCommand } from "@aws-sdk/lib-dynamodb";
import { redemptionKey } from "../../../core/redemptions/store/keys.ts";
import { withdrawalKey } from "../../../core/withdrawals/store/keys.ts";
import { tableNames } from "../../../local/state/product-tables.ts";
import type { RunFile } from "../../../local/state/state-folder.ts";
import { localDynamoDb } from "../../../local/state/tables.ts";

const LONG_AGO_MS = 10 * 60 * 1000;

/**
 * As if it had been sent ten minutes ago: nobody waits here for as long as a vendor may stay silent. The workers find the rest, and
 * park it by themselves.
 */
export async function putBack(
  run: RunFile,
  row: { kind: "redemption" | "withdrawal"; tenantId: string; id: string },
): Promise<void> {
  const base = localDynamoDb(run.endpoints.dynamodb);
  try {
    const { main } = tableNames(Object.assign({}, ...Object.values(run.outputs)));
    const [key, since] =
      row.kind === "redemption"
        ? [redemptionKey({ tenantId: row.tenantId, redemptionId: row.id }), "acceptedAt"]
        : [withdrawalKey(row.tenantId, row.id), "firstSentAt"];
    await DynamoDBDocumentClient.from(base).send(
      new UpdateCommand({
        TableName: main,
        Key: key,
        UpdateExpression: "SET #since = #since - :ms",
        ConditionExpression: "attribute_exists(#since)",
        ExpressionAttributeNames: { "#since": since },
        ExpressionAttributeValues: { ":ms": LONG_AGO_MS },
      }),
    );
  } finally {
    base.destroy();
  }
}
