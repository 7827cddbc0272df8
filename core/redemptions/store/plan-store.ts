import { absent } from "../../foundation/store/expression.ts";
import { placeAmongAll, stateShard } from "../../foundation/store/keys.ts";
import type { Tables, Write } from "../../foundation/store/table.ts";
import { put } from "../../foundation/store/write.ts";
import type { Plan } from "../domain/plan.ts";
import { listOfPlans, planKey } from "./keys.ts";

export function create(plan: Plan): Write {
  const item = {
    ...planKey(plan.tenantId, plan.planId),
    ...plan,
    statePk: listOfPlans(plan.tenantId, stateShard("PLN", plan.planId)),
    allPk: placeAmongAll("PLN", plan.planId),
  };
  return put("plan.create", item, { isNew: absent("pk") });
}

export async function readPlan(tables: Tables, tenantId: string, planId: string): Promise<Plan | undefined> {
  return (await tables.get("main", planKey(tenantId, planId))) as Plan | undefined;
}
