import type { TiedServer } from "../../local/tied-server.ts";

export default async function globalTeardown(): Promise<void> {
  await (globalThis as { tenderTestEngine?: TiedServer }).tenderTestEngine?.stop();
}
