import { join } from "node:path";
import {
  type ConsumedCapacity,
  CreateTableCommand,
  DynamoDBClient,
  type TransactWriteItemsCommandInput,
} from "@aws-sdk/client-dynamodb";
import { DynamoDBDocumentClient } from "@aws-sdk/lib-dynamodb";
import { TABLES } from "../../lib/schema.ts";
import { LOCAL_CREDENTIALS } from "../../local/aws-clients.ts";
import { REGION } from "../../local/servers/addresses.ts";
import { startEngine } from "../../local/servers/dynamodb-engine.ts";
import { tableInput } from "../../local/template/table-input.ts";

export const NAMES = {
  main: "bench-main",
  transient: "bench-transient",
  events: "bench-events",
  powertools: "bench-powertools",
};

/** What a DynamoDB client has sent and consumed. */
export class Meter {
  requests = 0;
  /** Events that were written: each is one action of its transaction. */
  events = 0;
  /** Filled only while `metering`: asking for capacity makes answers larger. */
  metering = false;
  readonly consumed: { kind: "read" | "write"; capacity: ConsumedCapacity }[] = [];

  attach(client: DynamoDBClient): void {
    client.middlewareStack.add(
      (next, { commandName = "" }) =>
        async (args) => {
          this.requests++;
          const { TransactItems = [] } = args.input as TransactWriteItemsCommandInput;
          this.events += TransactItems.filter(({ Put }) => JSON.stringify(Put?.Item?.pk ?? "").includes("EVT#")).length;
          if (!this.metering) return next(args);
          const result = await next({ ...args, input: { ...args.input, ReturnConsumedCapacity: "INDEXES" } as never });
          const { ConsumedCapacity: capacity } = result.output as {
            ConsumedCapacity?: ConsumedCapacity | ConsumedCapacity[];
          };
          const kind = /Get|Query/.test(commandName) ? "read" : "write";
          for (const one of [capacity ?? []].flat()) this.consumed.push({ kind, capacity: one });
          return result;
        },
      { step: "initialize", name: "meter" },
    );
  }
}

export interface BenchTables {
  client: DynamoDBDocumentClient;
  base: DynamoDBClient;
  meter: Meter;
  stop(): Promise<void>;
}

/** An engine of our own on a file, as the local run has it, with the product's tables or those that the file brings. */
export async function openTables(folder: string, file = "bench.db", create = true): Promise<BenchTables> {
  const engine = await startEngine({ dbPath: join(folder, file) });
  const base = new DynamoDBClient({ endpoint: engine.endpoint, region: REGION, credentials: LOCAL_CREDENTIALS });
  const meter = new Meter();
  if (create) {
    await base.send(new CreateTableCommand(tableInput(NAMES.main, TABLES.main, true)));
    await base.send(new CreateTableCommand(tableInput(NAMES.transient, TABLES.transient, false)));
    await base.send(new CreateTableCommand(tableInput(NAMES.events, TABLES.events, false)));
    await base.send(
      new CreateTableCommand({
        TableName: NAMES.powertools,
        BillingMode: "PAY_PER_REQUEST",
        KeySchema: [{ AttributeName: "id", KeyType: "HASH" }],
        AttributeDefinitions: [{ AttributeName: "id", AttributeType: "S" }],
      }),
    );
  }
  meter.attach(base);
  return {
    client: DynamoDBDocumentClient.from(base, { marshallOptions: { removeUndefinedValues: true } }),
    base,
    meter,
    stop: async () => {
      base.destroy();
      await engine.stop();
    },
  };
}
