import { type DynamoDbEngine, startEngine } from "../../local/dynamodb-engine.ts";

/** One engine for the whole test run; every test makes tables of its own on it (`engine.ts`). */
export default async function globalSetup(): Promise<void> {
  const engine = await startEngine();
  process.env.TENDER_TEST_DYNAMODB = engine.endpoint;
  (globalThis as { tenderTestEngine?: DynamoDbEngine }).tenderTestEngine = engine;
}
