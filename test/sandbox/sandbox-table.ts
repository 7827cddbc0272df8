import { randomBytes } from "node:crypto";
import { CreateTableCommand } from "@aws-sdk/client-dynamodb";
import { DynamoDBDocumentClient } from "@aws-sdk/lib-dynamodb";
import { SANDBOX_TABLE } from "../../lib/schema.ts";
import { tableInput } from "../../local/template/table-input.ts";
import { SandboxTable } from "../../sandbox/store.ts";
import { testDynamoDbClient } from "../support/engine.ts";

/** An empty table of its own, and one that does not exist. */
export async function createSandboxStore() {
  const base = testDynamoDbClient();
  const table = `sandbox-${randomBytes(6).toString("hex")}`;
  await base.send(new CreateTableCommand(tableInput(table, SANDBOX_TABLE, false)));
  const client = DynamoDBDocumentClient.from(base, { marshallOptions: { removeUndefinedValues: true } });
  return {
    name: table,
    table: new SandboxTable(client, table),
    lost: new SandboxTable(client, "no-such-table"),
    stop: () => base.destroy(),
  };
}
