import type { MerchantDeps } from "../../core/access/services/deps.ts";
import { createMerchant, getMerchant, listMerchants, moveMerchant } from "../../core/access/services/merchants.ts";
import { createKey, listKeys, revokeKey, rotateKey } from "../../core/access/services/own-keys.ts";
import type { Caller } from "../../core/foundation/services/deps.ts";
import { underKey } from "../../core/foundation/services/under-key.ts";
import { creditWallet, takeOut } from "../../core/money/store/wallet-store.ts";
import {
  listChannelAccounts,
  putChannelAccount,
  removeChannelAccount,
} from "../../core/payments/services/channel-accounts.ts";
import type { AllDeps } from "../../lambdas/runtime/all-deps.ts";
import { merchantPorts } from "../../lambdas/runtime/merchant-ports.ts";
import type { World } from "../support/world.ts";

const OPERATOR: Caller = { kind: "operator", keyId: "operator" };

/** Everything that there is to do with merchants, their keys and their accounts at channels, as the function that it is deployed in. */
export async function useAccess(world: World, as: Record<"access-api", AllDeps>) {
  const base = as["access-api"];
  const deps: MerchantDeps = { ...base, ...merchantPorts(base) };
  const request = (route: string) => world.request(route, {});
  await createMerchant(deps, request("POST /v1/merchants"), OPERATOR, { merchantId: "m-1", name: "M", country: "US" });
  // One that is there, and empty.
  await world.deps.tables.transact([creditWallet("m-1", "USD", 1)]);
  await world.deps.tables.transact([takeOut("m-1", "USD", 1)]);
  for (const move of ["activate", "suspend", "close"] as const)
    await moveMerchant(deps, request(move), OPERATOR, "m-1", { move, reason: "because it is so" });
  await getMerchant(deps, OPERATOR, "m-1");
  await listMerchants(deps, OPERATOR, { limit: 10 });
  const holder = { ...OPERATOR, scopes: ["operator"] as const };
  const made = await createKey(deps, request("POST /v1/api-keys"), holder, { merchantId: "m-1", scopes: ["codes"] });
  const { keyId = "" } = made.body as Record<string, string>;
  await rotateKey(deps, request("rotate"), holder, keyId, { graceSeconds: 0 });
  await revokeKey(deps, request("revoke"), holder, keyId, { reason: "because it is so" });
  for (const whose of [{}, { merchantId: "m-1" }]) await listKeys(deps, OPERATOR, { limit: 10, ...whose });
  const stripe = { channel: "stripe" as const, secretKey: "sk_test_1", webhookSecrets: ["whsec_1"] };
  await putChannelAccount(deps, request("PUT"), OPERATOR, "m-1", stripe);
  await listChannelAccounts(deps, OPERATOR, "m-1");
  await removeChannelAccount(deps, OPERATOR, "m-1", "stripe");
  // What is not there is no final answer, so the key is read first.
  const ask = request("POST /v1/merchants/{id}/close");
  const close = () => moveMerchant(deps, ask, OPERATOR, "nobody", { move: "close", reason: "because it is so" });
  await underKey(deps, ask, close).catch(() => undefined);
}
