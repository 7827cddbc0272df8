/** The sandbox's table: each vendor's rows by key, and in partitions of its own by time. */

import { type DynamoDBDocumentClient, GetCommand, QueryCommand, TransactWriteCommand } from "@aws-sdk/lib-dynamodb";

/** `effectAt` in milliseconds since 1970. */
export interface Position {
  pk: string;
  effectAt: number;
}

export interface Put {
  pk: string;
  row: object;
  /** Asked of the row that is there. @default there is none */
  only?: { condition: string; values?: Record<string, unknown> };
}

export class SandboxTable {
  readonly #client: DynamoDBDocumentClient;
  readonly #table: string;

  constructor(client: DynamoDBDocumentClient, table: string) {
    this.#client = client;
    this.#table = table;
  }

  async get<Row>(pk: string): Promise<Row | undefined> {
    const Key = { pk, sk: "HEAD" };
    const { Item } = await this.#client.send(new GetCommand({ TableName: this.#table, Key, ConsistentRead: true }));
    return Item as Row | undefined;
  }

  /** All or nothing; `false`: nothing, another move was first. Gives up after `withinMs`, repeats of the SDK included. */
  async putAll(puts: readonly Put[], withinMs: number): Promise<boolean> {
    const TransactItems = puts.map(({ pk, row, only = { condition: "attribute_not_exists(pk)" } }) => ({
      Put: {
        TableName: this.#table,
        Item: { ...row, pk, sk: "HEAD" },
        ConditionExpression: only.condition,
        ...(only.values && { ExpressionAttributeValues: only.values }),
      },
    }));
    try {
      const abortSignal = AbortSignal.timeout(withinMs);
      await this.#client.send(new TransactWriteCommand({ TransactItems }), { abortSignal });
      return true;
    } catch (error) {
      if (wasOvertaken(error)) return false;
      throw error;
    }
  }

  /** What had happened by `nowMs`, newest first; `next` is absent on the last page. */
  async listNewest<Row extends { effectAt: number }>(
    partition: string,
    { nowMs, limit, after }: { nowMs: number; limit: number; after: Position | undefined },
  ): Promise<{ rows: Row[]; next?: Position }> {
    const { Items = [], LastEvaluatedKey } = await this.#client.send(
      new QueryCommand({
        ...this.#until(partition, nowMs),
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
  async listOldest<Row>(partition: string, nowMs: number, limit: number): Promise<Row[]> {
    const query = new QueryCommand({ ...this.#until(partition, nowMs), Limit: limit });
    const { Items = [] } = await this.#client.send(query);
    return Items as Row[];
  }

  #until(partition: string, nowMs: number) {
    return {
      TableName: this.#table,
      IndexName: "effects",
      KeyConditionExpression: "effectsPk = :partition AND effectAt <= :now",
      ExpressionAttributeValues: { ":partition": partition, ":now": nowMs },
    };
  }
}

/** A condition that failed, or another transaction on the same rows at this moment. */
function wasOvertaken(error: unknown): boolean {
  const { name, CancellationReasons = [] } = error as { name?: string; CancellationReasons?: { Code?: string }[] };
  if (name !== "TransactionCanceledException") return false;
  const codes = CancellationReasons.map(({ Code }) => Code ?? "None").filter((code) => code !== "None");
  return codes.every((code) => code === "ConditionalCheckFailed" || code === "TransactionConflict");
}
