import { RetryableError, TerminalError } from "../../foundation/domain/errors.ts";
import { makeId, tenantOf } from "../../foundation/domain/ids.ts";
import type { Answer, Caller, Deps, IdempotentRequest, VaultDeps } from "../../foundation/services/deps.ts";
import { answerOnly, commit, newRecord, refuse } from "../../foundation/services/idempotency.ts";
import { type Page, type PageOf, pageOf, partsOf, tenantsOf } from "../../foundation/services/pages.ts";
import { listOfRedemptions, redemptionListOf } from "../../foundation/store/keys.ts";
import { decideResubmission, type Redemption, type RedemptionState } from "../domain/redemption.ts";
import { attemptView, redemptionView, submissionView } from "../domain/redemption-view.ts";
import { timelineOf } from "../domain/timeline.ts";
import { readStory } from "../store/attempt-store.ts";
import { findPlan } from "./plans.ts";
import { acceptAgain, acceptNew, refusalDetail, type Submission } from "./submission.ts";

/** Each round loses only to another request that moved the same code on; three in a row are a storm. */
const ROUNDS_MAX = 3;
const BUSY_RETRY_AFTER_MS = 1000;

/** Accepts one code: one transaction when it is new, and no call to the outside. */
export async function submitRedemption(
  deps: VaultDeps,
  request: IdempotentRequest,
  tenantId: string,
  input: { code: string; planId: string; batchId?: string | undefined; reference?: string | undefined },
): Promise<Answer> {
  const nowMs = deps.clock();
  const entry = newRecord(deps, request, nowMs);
  if (!(await findPlan(deps, tenantId, input.planId))) throw planNotFound();
  deps.metrics.count(input.batchId === undefined ? "BatchIdMade" : "BatchIdGiven");
  const submission: Submission = {
    tenantId,
    redemptionId: deps.vault.redemptionId(tenantId, input.code),
    code: input.code,
    planId: input.planId,
    batchId: input.batchId ?? makeId("bat", tenantId, deps.random.ulid(nowMs)),
    reference: input.reference,
    acceptedBy: entry.requestId,
    keyId: entry.keyId,
  };
  const resourceId = submission.redemptionId;
  let next = acceptNew(deps, submission, nowMs);
  for (let round = 0; round < ROUNDS_MAX; round++) {
    const answer = { httpStatus: 202, body: submissionView(next.redemption, false) };
    const result = await commit(deps, entry, { answer, resourceId, writes: next.writes }, nowMs);
    if (result.kind === "replayed") return result.answer;
    if (result.kind === "committed") {
      countAccepted(deps, next.redemption);
      return answer;
    }
    const known = result.refusals[0]?.old as unknown as Redemption | undefined;
    if (!known) continue;
    const decision = decideResubmission(known, submission);
    if (decision.kind === "refused") {
      if (decision.code === "redemption-in-progress") deps.metrics.count("RefusedInProgress");
      return refuse(
        deps,
        request,
        entry,
        { code: decision.code, detail: refusalDetail(decision.code, resourceId), resourceId },
        nowMs,
      );
    }
    if (decision.kind !== "retry") {
      const existing = { httpStatus: 200, body: submissionView(known, true) };
      return answerOnly(deps, entry, { answer: existing, resourceId }, nowMs);
    }
    next = acceptAgain(deps, known, submission, nowMs);
  }
  throw new RetryableError("overloaded", "this code is being submitted by many at once", BUSY_RETRY_AFTER_MS);
}

export function countAccepted(deps: Deps, redemption: Redemption): void {
  deps.metrics.count("RedemptionAccepted");
  if (redemption.attempt > 1) deps.metrics.count("RetryStarted");
}

export function planNotFound(): TerminalError {
  return new TerminalError("plan-not-found", "there is no such plan", {
    errors: [{ pointer: "/planId", detail: "names no plan of yours" }],
  });
}

/** With its attempts, the latest last. */
export async function getRedemption(deps: Deps, caller: Caller, redemptionId: string) {
  const { redemption, attempts } = await storyOf(deps, caller, redemptionId);
  return { ...redemptionView(redemption), attempts: attempts.map(attemptView) };
}

/** Everything that happened to one code, in order. */
export async function getTimeline(deps: Deps, caller: Caller, redemptionId: string) {
  const { redemption, attempts, audits } = await storyOf(deps, caller, redemptionId);
  return { redemptionId, items: timelineOf(redemption, attempts, audits) };
}

async function storyOf(deps: Deps, caller: Caller, redemptionId: string) {
  const tenantId = tenantOf(caller, "rdm", redemptionId);
  const { head, attempts, audits } = await readStory(deps.tables, { tenantId, redemptionId });
  if (!head) throw new TerminalError("not-found", "there is no redemption with this id");
  return { redemption: head as unknown as Redemption, attempts, audits };
}

export async function listRedemptions(
  deps: Deps,
  caller: Caller,
  page: Page & { status?: RedemptionState | undefined },
): Promise<PageOf<ReturnType<typeof redemptionView>>> {
  const { status } = page;
  const list = status && redemptionListOf(status);
  const tenants = await tenantsOf(deps, caller, page);
  return pageOf<Redemption, ReturnType<typeof redemptionView>>(deps, page, {
    parts: partsOf(tenants, "RDM", list && ((tenantId, shard) => listOfRedemptions(tenantId, list, shard))),
    keyOf: ({ pk, sk }) => ({ pk: String(pk), sk: String(sk) }),
    keep: (redemption) => status === undefined || redemption.state === status,
    view: redemptionView,
  });
}
