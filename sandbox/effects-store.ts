/** The index of the sandbox's table: rows by time, in partitions that the exchange and the channel each have their own of. */

import { type DynamoDBDocumentClient, QueryCommand } from "@aws-sdk/lib-dynamodb";

/** `effectAt` in milliseconds since 1970. */
export interface Position {
  pk: string;
  effectAt: number;
}

export interface TimeQuery {
  client: DynamoDBDocumentClient;
  table: string;
  /** `effectsPk` of the rows. */
  partition: string;
  limit: number;
}

/** What had happened by `nowMs`, newest first; `next` is absent on the last page. */
export async function listNewest<Row extends { effectAt: number }>(
  { client, table, partition, limit }: TimeQuery,
  nowMs: number,
  after?: Position,
): Promise<{ rows: (Row & Position)[]; next?: Position }> {
  const { Items = [], LastEvaluatedKey } = await client.send(
    new QueryCommand({
      ...by(table, partition, nowMs),
      ScanIndexForward: false,
      // One more tells whether there is a next page.
      Limit: limit + 1,
      ExclusiveStartKey: after && { pk: after.pk, sk: "HEAD", effectsPk: partition, effectAt: after.effectAt },
    }),
  );
  const rows = (Items as (Row & Position)[]).slice(0, limit);
  const last = rows.at(-1);
  const more = Items.length > limit || LastEvaluatedKey !== undefined;
  return more && last ? { rows, next: { pk: last.pk, effectAt: last.effectAt } } : { rows };
}

/** What is due by `nowMs`, the longest due first. */
export async function listOldest<Row>({ client, table, partition, limit }: TimeQuery, nowMs: number): Promise<Row[]> {
  const { Items = [] } = await client.send(new QueryCommand({ ...by(table, partition, nowMs), Limit: limit }));
  return Items as Row[];
}

function by(table: string, partition: string, nowMs: number) {
  return {
    TableName: table,
    IndexName: "effects",
    KeyConditionExpression: "effectsPk = :partition AND effectAt <= :now",
    ExpressionAttributeValues: { ":partition": partition, ":now": nowMs },
  };
}
