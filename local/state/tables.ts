import {
  CreateTableCommand,
  type CreateTableCommandInput,
  DescribeTableCommand,
  DynamoDBClient,
  ResourceNotFoundException,
  type TableDescription,
  UpdateTimeToLiveCommand,
} from "@aws-sdk/client-dynamodb";
import { LOCAL_CREDENTIALS } from "../aws-clients.ts";
import { LocalError } from "../local-error.ts";
import { physicalName, REGION } from "../servers/addresses.ts";
import type { Resource } from "../template/template.ts";

type TableProperties = Pick<
  CreateTableCommandInput,
  "KeySchema" | "AttributeDefinitions" | "GlobalSecondaryIndexes" | "StreamSpecification"
> & { TimeToLiveSpecification?: { AttributeName?: string; Enabled?: boolean } };

export function localDynamoDb(endpoint: string): DynamoDBClient {
  return new DynamoDBClient({ endpoint, region: REGION, credentials: LOCAL_CREDENTIALS });
}

/** Creates the tables that are not there yet; rows of earlier runs stay. Returns how many were created. */
export async function createMissingTables(endpoint: string, tables: Resource[]): Promise<number> {
  const client = localDynamoDb(endpoint);
  try {
    const created = await Promise.all(
      tables.map((table) => createIfMissing(client, physicalName(table), table.properties as TableProperties)),
    );
    return created.filter(Boolean).length;
  } finally {
    client.destroy();
  }
}

async function createIfMissing(client: DynamoDBClient, name: string, table: TableProperties): Promise<boolean> {
  const present = await describe(client, name);
  if (present) {
    if (shapeOf(present) !== shapeOf(table)) {
      throw new LocalError(
        `The table ${name} in the state folder has other keys, indexes or stream settings than the template: start afresh with --fresh or use another folder.`,
      );
    }
    return false;
  }
  const stream = table.StreamSpecification?.StreamViewType;
  await client.send(
    new CreateTableCommand({
      TableName: name,
      BillingMode: "PAY_PER_REQUEST",
      KeySchema: table.KeySchema,
      AttributeDefinitions: table.AttributeDefinitions,
      ...(table.GlobalSecondaryIndexes ? { GlobalSecondaryIndexes: table.GlobalSecondaryIndexes } : {}),
      ...(stream ? { StreamSpecification: { StreamEnabled: true, StreamViewType: stream } } : {}),
    }),
  );
  const ttl = table.TimeToLiveSpecification;
  if (ttl?.Enabled) {
    const TimeToLiveSpecification = { AttributeName: ttl.AttributeName, Enabled: true };
    await client.send(new UpdateTimeToLiveCommand({ TableName: name, TimeToLiveSpecification }));
  }
  return true;
}

async function describe(client: DynamoDBClient, TableName: string): Promise<TableDescription | undefined> {
  try {
    return (await client.send(new DescribeTableCommand({ TableName }))).Table;
  } catch (error) {
    if (error instanceof ResourceNotFoundException) return undefined;
    throw error;
  }
}

/** What cannot be changed without making the table anew, in a comparable form. */
function shapeOf(table: TableProperties | TableDescription): string {
  const keys = (schema: { AttributeName?: string | undefined; KeyType?: string | undefined }[] | undefined) =>
    (schema ?? []).map((key) => `${key.KeyType} ${key.AttributeName}`).sort();
  const indexes = (table.GlobalSecondaryIndexes ?? []).map((index) => ({
    name: index.IndexName,
    keys: keys(index.KeySchema),
    projection: index.Projection?.ProjectionType,
    include: [...(index.Projection?.NonKeyAttributes ?? [])].sort(),
  }));
  return JSON.stringify({
    keys: keys(table.KeySchema),
    indexes: indexes.sort((a, b) => String(a.name).localeCompare(String(b.name))),
    stream: table.StreamSpecification?.StreamViewType ?? "",
  });
}
