import { underKey } from "../../core/foundation/services/under-key.ts";
import { forgetUser } from "../../core/privacy/services/forget-user.ts";
import { createDestination, deleteDestination } from "../../core/withdrawals/services/payout-destinations.ts";
import { FORGETTERS } from "../../lambdas/http/operator/privacy-routes.ts";
import type { AllDeps } from "../../lambdas/runtime/all-deps.ts";
import type { World } from "../support/world.ts";

const TENANT = { kind: "tenant", tenantId: "acme", keyId: "acme" } as const;
const OPERATOR = { kind: "operator", keyId: "OP-1" } as const;
const DAYS_MS = 400 * 24 * 60 * 60 * 1000;

/** Those of whom there is something by now are forgotten, long after all of it. */
export async function usePrivacy(world: World, as: Record<"operator-api" | "withdrawals-api", AllDeps>): Promise<void> {
  const { "operator-api": deps, "withdrawals-api": api } = as;
  const where = { provider: "sandbox", account: "ok-00004567", holder: "Zoe" } as const;
  const { body } = await createDestination(api, world.request("POST dst", where), "acme", where);
  const { destinationId } = body as { destinationId: string };
  await deleteDestination(api, TENANT, destinationId);
  world.nowMs += DAYS_MS;
  const forget = (userId: string) => {
    const input = {
      merchantId: "acme",
      customerIds: ["customer-1"],
      receivers: ["ok@example.com"],
      destinationIds: [destinationId],
      reason: "asked for it",
    };
    const request = world.request("POST /v1/users/{userId}/forget", input, undefined, { userId });
    return underKey(deps, request, () =>
      forgetUser(deps, request, OPERATOR, userId, { input, forgetters: FORGETTERS }),
    );
  };
  for (const userId of ["zoe", "user-0"]) await forget(userId);
}
