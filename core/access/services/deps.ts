import type { VaultDeps } from "../../foundation/services/deps.ts";
import type { Write } from "../../foundation/store/table.ts";

/** What a merchant has left, which other capabilities know. */
export interface MerchantDeps extends VaultDeps {
  /** What is not at its end yet; `review`: it waits for a person. */
  openWorkOf(tenantId: string): Promise<"payment" | "withdrawal" | "review" | undefined>;
  /** Minor units, of every currency that the merchant has had. */
  walletsOf(tenantId: string): Promise<readonly { currency: string; available: number; frozen: number }[]>;
  /** An empty one of a merchant that is closed: whoever credits it from now on looks at the merchant first. */
  watchWallet(tenantId: string, currency: string): Write;
}
