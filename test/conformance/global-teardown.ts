import { dropTables, testDynamoDbClient } from "../support/engine.ts";
import stopEngine from "../support/global-teardown.ts";

export default async function globalTeardown(): Promise<void> {
  const client = testDynamoDbClient();
  await dropTables(client, process.env.TENDER_TEST_TABLES ?? "");
  client.destroy();
  await stopEngine();
}
