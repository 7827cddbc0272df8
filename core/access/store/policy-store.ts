import { absent, asSeen, equals } from "../../foundation/store/expression.ts";
import type { Tables, Write } from "../../foundation/store/table.ts";
import { check, put } from "../../foundation/store/write.ts";
import type { WithdrawalPolicy } from "../domain/withdrawal-policy.ts";
import { OF_CURRENCY, policyKey, policyPartition } from "./keys.ts";

/** More than there are currencies. */
const POLICIES_MAX = 300;

/** Takes the place of the one that was read. */
export function replacePolicy(policy: WithdrawalPolicy, seen: WithdrawalPolicy | undefined): Write {
  const item = { ...policyKey(policy.tenantId, policy.currency), ...policy };
  return put("policy.replace", item, { versionAsSeen: asSeen("version", seen?.version) });
}

/** Beside what was decided by it: it is as it was read, or there still is none. */
export function checkPolicy(
  { tenantId, currency }: Pick<WithdrawalPolicy, "tenantId" | "currency">,
  seen: WithdrawalPolicy | undefined,
): Write {
  return check("policy.as-seen", policyKey(tenantId, currency), {
    versionAsSeen: seen ? equals("version", seen.version) : absent("pk"),
  });
}

export async function readPolicy(
  tables: Tables,
  { tenantId, currency }: Pick<WithdrawalPolicy, "tenantId" | "currency">,
): Promise<WithdrawalPolicy | undefined> {
  return (await tables.get("main", policyKey(tenantId, currency))) as WithdrawalPolicy | undefined;
}

export async function readPolicies(tables: Tables, tenantId: string): Promise<WithdrawalPolicy[]> {
  const { items } = await tables.query("main", {
    partition: ["pk", policyPartition(tenantId)],
    sort: { attribute: "sk", operator: "begins_with", value: OF_CURRENCY },
    limit: POLICIES_MAX,
  });
  return items as unknown as WithdrawalPolicy[];
}
