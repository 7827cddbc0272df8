import type { DynamoDbEngine } from "../../local/dynamodb-engine.ts";

export default async function globalTeardown(): Promise<void> {
  await (globalThis as { tenderTestEngine?: DynamoDbEngine }).tenderTestEngine?.stop();
}
