import { randomBytes } from "node:crypto";
import { CreateTableCommand, DeleteTableCommand, DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { DynamoDBDocumentClient } from "@aws-sdk/lib-dynamodb";
import { TABLES } from "../../lib/schema.ts";
import { tableInput } from "../../local/table-input.ts";

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
