import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { startEngine } from "../../local/servers/dynamodb-engine.ts";
import type { TiedServer } from "../../local/servers/tied-server.ts";

/** One engine for the whole test run; every test makes tables of its own on it (`engine.ts`). */
export default async function globalSetup(): Promise<void> {
  const engine = await startEngine();
  process.env.TENDER_TEST_DYNAMODB = engine.endpoint;
  process.env.TENDER_TEST_SHARED = mkdtempSync(join(tmpdir(), "tender-shared-"));
  process.env.TENDER_TEST_SEEN = mkdtempSync(join(tmpdir(), "tender-answers-"));
  (globalThis as { tenderTestEngine?: TiedServer }).tenderTestEngine = engine;
}
