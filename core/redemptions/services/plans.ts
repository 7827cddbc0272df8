import type { PlanView } from "../../../contract/answers/redemptions.ts";
import { TerminalError } from "../../foundation/domain/errors.ts";
import { makeId, tenantOf, uniqueOf } from "../../foundation/domain/ids.ts";
import type { Money } from "../../foundation/domain/money.ts";
import type { Answer, Caller, Deps, IdempotentRequest, VaultDeps } from "../../foundation/services/deps.ts";
import { commitAnew, newRecord } from "../../foundation/services/idempotency.ts";
import { partsOf, tenantOfList } from "../../foundation/services/list-parts.ts";
import { type Page, type PageOf, pageOf } from "../../foundation/services/pages.ts";
import type { Plan } from "../domain/plan.ts";
import { planView } from "../domain/setup-view.ts";
import { listOfPlans, planKey } from "../store/keys.ts";
import { create, readPlan } from "../store/plan-store.ts";

export async function createPlan(
  deps: VaultDeps,
  request: IdempotentRequest,
  tenantId: string,
  input: { name: string; country: string; target: Money },
): Promise<Answer> {
  const nowMs = deps.clock();
  const planId = makeId("pln", tenantId, deps.random.ulid(nowMs));
  const plan: Plan = { tenantId, planId, ...input, createdAt: nowMs, stateSk: uniqueOf(planId) };
  const answer = { httpStatus: 201, body: planView(plan) };
  const effect = { answer, resourceId: planId, writes: [create(plan)] };
  const result = await commitAnew(deps, newRecord(deps, request, nowMs), effect);
  return result.kind === "replayed" ? result.answer : answer;
}

export async function getPlan(deps: Deps, caller: Caller, planId: string) {
  const plan = await readPlan(deps.tables, tenantOf(caller, "pln", planId), planId);
  if (!plan) throw new TerminalError("not-found", "there is no plan with this id");
  return planView(plan);
}

export async function listPlans(deps: Deps, caller: Caller, page: Page): Promise<PageOf<PlanView>> {
  return pageOf<Plan, PlanView>(deps, page, {
    // They have no states: one list is that of all.
    parts: partsOf(tenantOfList(caller, page), "PLN", listOfPlans),
    keep: () => true,
    view: planView,
  });
}

/** Plans never change, so each process reads one once. Only found ones are kept. */
const PLANS_MAX = 1000;
const known = new WeakMap<object, Map<string, Plan>>();

export async function findPlan(deps: Deps, tenantId: string, planId: string): Promise<Plan | undefined> {
  const plans = known.get(deps.tables) ?? new Map<string, Plan>();
  known.set(deps.tables, plans);
  const { pk } = planKey(tenantId, planId);
  const cached = plans.get(pk);
  if (cached) return cached;
  const plan = await readPlan(deps.tables, tenantId, planId);
  if (plan) {
    if (plans.size >= PLANS_MAX) plans.clear();
    plans.set(pk, plan);
  }
  return plan;
}
