import { randomBytes } from "node:crypto";
import {
  CreateTableCommand,
  type CreateTableCommandInput,
  DeleteTableCommand,
  DynamoDBClient,
} from "@aws-sdk/client-dynamodb";
import { DynamoDBDocumentClient } from "@aws-sdk/lib-dynamodb";
import { TABLES, type TableSchema } from "../../lib/schema.ts";

export interface TestTables {
  client: DynamoDBDocumentClient;
  /** Table names, unique to this call. */
  main: string;
  transient: string;
  drop(): Promise<void>;
}

/** Makes the product's tables, empty and under fresh names, on the engine that the test run started. */
export async function createTables({ stream = false } = {}): Promise<TestTables> {
  const base = testDynamoDbClient();
  const suffix = randomBytes(6).toString("hex");
  const names = { main: `main-${suffix}`, transient: `transient-${suffix}` };
  await Promise.all([
    base.send(new CreateTableCommand(tableInput(names.main, TABLES.main, stream))),
    base.send(new CreateTableCommand(tableInput(names.transient, TABLES.transient, stream))),
  ]);
  return {
    client: DynamoDBDocumentClient.from(base, { marshallOptions: { removeUndefinedValues: true } }),
    ...names,
    drop: async () => {
      await Promise.all(Object.values(names).map((TableName) => base.send(new DeleteTableCommand({ TableName }))));
      base.destroy();
    },
  };
}

/** A client for the engine of this test run; destroy it afterwards. */
export function testDynamoDbClient(): DynamoDBClient {
  const endpoint = process.env.TENDER_TEST_DYNAMODB;
  if (!endpoint) throw new Error("No test engine: run tests through jest, whose globalSetup starts it.");
  return new DynamoDBClient({
    endpoint,
    region: "eu-central-1",
    credentials: { accessKeyId: "test", secretAccessKey: "test" },
  });
}

/** The CreateTable call for a schema of `lib/schema.ts`. */
export function tableInput(name: string, schema: TableSchema, stream: boolean): CreateTableCommandInput {
  const types = new Map<string, "S" | "N">([
    ["pk", "S"],
    ["sk", "S"],
  ]);
  for (const index of schema.indexes) {
    for (const [attribute, type] of [index.partitionKey, index.sortKey]) types.set(attribute, type);
  }
  const input: CreateTableCommandInput = {
    TableName: name,
    BillingMode: "PAY_PER_REQUEST",
    KeySchema: [
      { AttributeName: "pk", KeyType: "HASH" },
      { AttributeName: "sk", KeyType: "RANGE" },
    ],
    AttributeDefinitions: [...types].map(([AttributeName, AttributeType]) => ({ AttributeName, AttributeType })),
  };
  if (schema.indexes.length > 0) {
    input.GlobalSecondaryIndexes = schema.indexes.map((index) => ({
      IndexName: index.name,
      KeySchema: [
        { AttributeName: index.partitionKey[0], KeyType: "HASH" },
        { AttributeName: index.sortKey[0], KeyType: "RANGE" },
      ],
      Projection: projection(index.include),
    }));
  }
  if (stream && schema.stream)
    input.StreamSpecification = { StreamEnabled: true, StreamViewType: "NEW_AND_OLD_IMAGES" };
  return input;
}

function projection(include: readonly string[] | "ALL") {
  if (include === "ALL") return { ProjectionType: "ALL" as const };
  if (include.length === 0) return { ProjectionType: "KEYS_ONLY" as const };
  return { ProjectionType: "INCLUDE" as const, NonKeyAttributes: [...include] };
}
