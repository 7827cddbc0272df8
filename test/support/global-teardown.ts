import { rmSync } from "node:fs";
import type { TiedServer } from "../../local/servers/tied-server.ts";

export default async function globalTeardown(): Promise<void> {
  await (globalThis as { tenderTestEngine?: TiedServer }).tenderTestEngine?.stop();
  rmSync(String(process.env.TENDER_TEST_SYNTHESES), { recursive: true, force: true });
}
