import type { PayoutProvider } from "../domain/payout-provider.ts";

const unusable = async () => ({ outcome: "unknown", reason: "provider-unusable" }) as const;

/** Stands for an account that cannot be used until somebody mends its configuration: nothing is sent, so nothing is known. */
export const unusableProvider: PayoutProvider = { pay: unusable, query: unusable };
