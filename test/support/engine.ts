import { randomBytes } from "node:crypto";
import { CreateTableCommand, DeleteTableCommand, DynamoDBClient, waitUntilTableExists } from "@aws-sdk/client-dynamodb";
import { DynamoDBDocumentClient } from "@aws-sdk/lib-dynamodb";
import { TABLES } from "../../lib/schema.ts";
import { tableInput } from "../../local/template/table-input.ts";
import { EngineClient } from "../../prove/engine-client.ts";
import { LightClient } from "./light-client.ts";

export interface TestTables {
  client: DynamoDBDocumentClient;
  /** Table names, unique to this call unless the run shares one set. */
  main: string;
  transient: string;
  events: string;
  drop(): Promise<void>;
}

/** Real tables with six indexes are ready within half a minute; a region under load takes longer. */
const ACTIVE_TIMEOUT_SECONDS = 300;

/** The product's tables, empty and under fresh names, on the engine of the test run; or the one set that the run shares. */
export async function createTables({ stream = false } = {}): Promise<TestTables> {
  const base = testDynamoDbClient();
  const shared = process.env.TENDER_TEST_TABLES;
  const suffix = shared ?? randomBytes(6).toString("hex");
  if (shared === undefined) await makeTables(base, suffix, stream);
  return {
    client: DynamoDBDocumentClient.from(base, { marshallOptions: { removeUndefinedValues: true } }),
    ...namesOf(suffix),
    drop: async () => {
      if (shared === undefined) await dropTables(base, suffix);
      base.destroy();
    },
  };
}

/** Races and crashes make thousands of worlds: half of each request's time would be spent in the SDK's middleware. */
let light: EngineClient | undefined;
const LIGHT_SOCKETS_MAX = 16;

/** The same on the packaged engine, through one set of connections for the whole test file. What the SDK itself does is not tested with it. */
export async function createLightTables(): Promise<TestTables> {
  light ??= new EngineClient(String(process.env.TENDER_TEST_DYNAMODB), { socketsMax: LIGHT_SOCKETS_MAX });
  const engine = light;
  const names = namesOf(randomBytes(6).toString("hex"));
  await Promise.all(inputsOf(names, false).map((input) => engine.call("CreateTable", { ...input })));
  return {
    client: new LightClient(engine) as unknown as DynamoDBDocumentClient,
    ...names,
    drop: async () => {
      for (const TableName of Object.values(names)) await engine.call("DeleteTable", { TableName }).catch(unlessGone);
    },
  };
}

const namesOf = (suffix: string) => ({
  main: `main-${suffix}`,
  transient: `transient-${suffix}`,
  events: `events-${suffix}`,
});
const inputsOf = (names: ReturnType<typeof namesOf>, stream: boolean) =>
  Object.entries(names).map(([name, table]) => tableInput(table, TABLES[name as keyof typeof TABLES], stream));

export async function makeTables(client: DynamoDBClient, suffix: string, stream = false): Promise<void> {
  await Promise.all(inputsOf(namesOf(suffix), stream).map((input) => client.send(new CreateTableCommand(input))));
}

/** Real tables are not ready when their creation has been accepted; those of the packaged engine are. */
export async function untilActive(client: DynamoDBClient, suffix: string): Promise<void> {
  for (const TableName of Object.values(namesOf(suffix)))
    await waitUntilTableExists({ client, maxWaitTime: ACTIVE_TIMEOUT_SECONDS, minDelay: 1 }, { TableName });
}

/** Those that are there. */
export async function dropTables(client: DynamoDBClient, suffix: string): Promise<void> {
  for (const TableName of Object.values(namesOf(suffix)))
    await client.send(new DeleteTableCommand({ TableName })).catch(unlessGone);
}

function unlessGone(error: Error): void {
  if (error.name !== "ResourceNotFoundException") throw error;
}

/** A client for the engine of this test run; destroy it afterwards. */
export function testDynamoDbClient(): DynamoDBClient {
  const endpoint = process.env.TENDER_TEST_DYNAMODB;
  if (!endpoint) throw new Error("No test engine: run tests through jest, whose globalSetup starts it.");
  // The SDK looks for region and credentials itself, as it does for any program of this user.
  if (process.env.TENDER_TEST_CREDENTIALS === "own") return new DynamoDBClient({ endpoint });
  return new DynamoDBClient({
    endpoint,
    region: "eu-central-1",
    credentials: { accessKeyId: "test", secretAccessKey: "test" },
  });
}
