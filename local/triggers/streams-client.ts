import { REGION } from "../servers/addresses.ts";

/** The three calls of DynamoDB Streams that a reader needs. The SDK has a package for them; this is smaller than its entry in the lock file. */

export interface StreamRecord {
  eventID: string;
  eventName: string;
  dynamodb: { SequenceNumber: string; Keys: object; ApproximateCreationDateTime?: number };
}

export interface StreamBatch {
  records: StreamRecord[];
  next: string | undefined;
}

export class StreamsClient {
  readonly #endpoint: string;

  constructor(endpoint: string) {
    this.#endpoint = endpoint;
  }

  async streamArn(table: string): Promise<string> {
    const { Table } = await this.#call<{ Table: { LatestStreamArn?: string } }>("DynamoDB_20120810.DescribeTable", {
      TableName: table,
    });
    if (!Table.LatestStreamArn) throw new Error(`The table ${table} has no stream`);
    return Table.LatestStreamArn;
  }

  /** From the first record on, or from behind a known one. The engine has one shard, which never closes, whatever it shows. */
  async iterator(arn: string, after: string | undefined): Promise<{ shardId: string; iterator: string }> {
    const { StreamDescription } = await this.#call<{ StreamDescription: { Shards: { ShardId: string }[] } }>(
      "DynamoDBStreams_20120810.DescribeStream",
      { StreamArn: arn },
    );
    const shardId = StreamDescription.Shards.at(-1)?.ShardId ?? "";
    const where =
      after === undefined
        ? { ShardIteratorType: "TRIM_HORIZON" }
        : { ShardIteratorType: "AFTER_SEQUENCE_NUMBER", SequenceNumber: after };
    const { ShardIterator } = await this.#call<{ ShardIterator: string }>("DynamoDBStreams_20120810.GetShardIterator", {
      StreamArn: arn,
      ShardId: shardId,
      ...where,
    });
    return { shardId, iterator: ShardIterator };
  }

  async records(iterator: string, limit: number): Promise<StreamBatch> {
    const answer = await this.#call<{ Records: StreamRecord[]; NextShardIterator?: string }>(
      "DynamoDBStreams_20120810.GetRecords",
      { ShardIterator: iterator, Limit: limit },
    );
    return { records: answer.Records, next: answer.NextShardIterator };
  }

  async #call<T>(target: string, body: object): Promise<T> {
    const now = new Date().toISOString().replace(/[:-]|\.\d+/g, "");
    const response = await fetch(this.#endpoint, {
      method: "POST",
      headers: {
        "content-type": "application/x-amz-json-1.0",
        "x-amz-target": target,
        "x-amz-date": now,
        // Engines on one machine want a signature to be there, and believe it.
        authorization: `AWS4-HMAC-SHA256 Credential=local/${now.slice(0, 8)}/${REGION}/dynamodb/aws4_request, SignedHeaders=host;x-amz-date, Signature=0`,
      },
      body: JSON.stringify(body),
    });
    const text = await response.text();
    if (!response.ok) throw new Error(`${target}: ${response.status} ${text}`);
    return JSON.parse(text) as T;
  }
}
