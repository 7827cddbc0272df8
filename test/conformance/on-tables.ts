import type { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { afterAll, beforeAll } from "@jest/globals";
import { createTables, type TestTables, testDynamoDbClient } from "../support/engine.ts";

/** The tables, and the wire's own types: what a document client would turn into something else is seen as it is. */
export function onTables(): () => Omit<TestTables, "client"> & { client: DynamoDBClient } {
  let tables: TestTables;
  const client = testDynamoDbClient();
  beforeAll(async () => {
    tables = await createTables();
  });
  afterAll(async () => {
    await tables.drop();
    client.destroy();
  });
  return () => ({ ...tables, client });
}

/** Suites share tables: `name` is of one case only. */
export const keyOf = (name: string, sk = "HEAD") => ({ pk: { S: `conformance#${name}` }, sk: { S: sk } });

/** The error that a call must end with. */
export async function refusalOf(call: Promise<unknown>): Promise<Error> {
  try {
    await call;
  } catch (error) {
    return error as Error;
  }
  throw new Error("it was accepted");
}
