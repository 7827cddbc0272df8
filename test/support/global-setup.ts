import { startEngine } from "../../local/dynamodb-engine.ts";
import type { TiedServer } from "../../local/tied-server.ts";

/** One engine for the whole test run; every test makes tables of its own on it (`engine.ts`). */
export default async function globalSetup(): Promise<void> {
  const engine = await startEngine();
  process.env.TENDER_TEST_DYNAMODB = engine.endpoint;
  (globalThis as { tenderTestEngine?: TiedServer }).tenderTestEngine = engine;
}
