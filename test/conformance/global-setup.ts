import { randomBytes } from "node:crypto";
import { dropTables, makeTables, testDynamoDbClient, untilActive } from "../support/engine.ts";
import startEngine from "../support/global-setup.ts";

/** One set of tables for the run. Whatever ends it, they are deleted: at a real endpoint they cost money. */
export default async function globalSetup(): Promise<void> {
  if (process.env.AWS_ENDPOINT_URL_DYNAMODB) {
    if (!process.env.AWS_REGION)
      throw new Error("AWS_REGION is not set: name the region of AWS_ENDPOINT_URL_DYNAMODB.");
    process.env.TENDER_TEST_CREDENTIALS = "own";
  }
  await startEngine();
  const suffix = `tender-conformance-${randomBytes(6).toString("hex")}`;
  const client = testDynamoDbClient();
  for (const signal of ["SIGINT", "SIGTERM"] as const)
    process.once(signal, () => void dropTables(client, suffix).finally(() => process.exit(1)));
  try {
    await makeTables(client, suffix);
    await untilActive(client, suffix);
  } catch (error) {
    await dropTables(client, suffix);
    throw error;
  }
  process.env.TENDER_TEST_TABLES = suffix;
}
