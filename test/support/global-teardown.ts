import { rmSync } from "node:fs";
import type { TiedServer } from "../../local/servers/tied-server.ts";

export default async function globalTeardown(): Promise<void> {
  await (globalThis as { tenderTestEngine?: TiedServer }).tenderTestEngine?.stop();
  for (const folder of [process.env.TENDER_TEST_SHARED, process.env.TENDER_TEST_SEEN])
    rmSync(String(folder), { recursive: true, force: true });
}
