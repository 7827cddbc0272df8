import type { RedemptionView } from "../../../contract/answers/redemptions.ts";
import { TerminalError } from "../../foundation/domain/errors.ts";
import { makeId, tenantOf } from "../../foundation/domain/ids.ts";
import { knownBy } from "../../foundation/services/batch-items.ts";
import { decideAndCommit } from "../../foundation/services/decide-and-commit.ts";
import type { Answer, Caller, Deps, IdempotentRequest, VaultDeps } from "../../foundation/services/deps.ts";
import { newRecord } from "../../foundation/services/idempotency.ts";
import { listByStatus, type Page, type PageOf } from "../../foundation/services/pages.ts";
import { decideResubmission, type Redemption, type RedemptionState } from "../domain/redemption.ts";
import { attemptView, redemptionView, submissionView } from "../domain/redemption-view.ts";
import { timelineOf } from "../domain/timeline.ts";
import { readStory } from "../store/attempt-store.ts";
import { listOfRedemptions, redemptionKey, redemptionListOf } from "../store/keys.ts";
import { findPlan } from "./plans.ts";
import { acceptAgain, acceptNew, idsOfCard, refusalDetail, type Submission } from "./submission.ts";

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
    ...idsOfCard(deps, tenantId, input.code),
    code: input.code,
    planId: input.planId,
    batchId: input.batchId ?? makeId("bat", tenantId, deps.random.ulid(nowMs)),
    reference: input.reference,
    acceptedBy: entry.requestId,
    keyId: entry.keyId,
  };
  let next = acceptNew(deps, submission, nowMs);
  /** What the request means for a card that is known; `undefined`: it is tried again. */
  const onKnown = (known: Redemption) => {
    const { redemptionId: resourceId } = known;
    const decision = decideResubmission(known, submission);
    if (decision.kind === "refused") {
      if (decision.code === "redemption-in-progress") deps.metrics.count("RefusedInProgress");
      return { code: decision.code, detail: refusalDetail(decision.code, resourceId), resourceId };
    }
    if (decision.kind !== "retry")
      return { answer: { httpStatus: 200, body: submissionView(known, true) }, resourceId };
    next = acceptAgain(deps, known, submission, nowMs);
    return undefined;
  };
  const before = await readSettled(deps, submission);
  const said = before && onKnown(before);
  return decideAndCommit(deps, request, {
    resourceId: submission.redemptionId,
    busy: "this code is being submitted by many at once",
    entry,
    decide: () => {
      if (said) return said;
      const { row: redemption, writes } = next;
      const answer = { httpStatus: 202, body: submissionView(redemption, false) };
      const { redemptionId: resourceId } = redemption;
      return { answer, writes, resourceId, onCommit: () => countAccepted(deps, redemption) };
    },
    // Lost only to another request that moved the same code on.
    onOvertaken: (refusals) => {
      const known = knownBy<Redemption>(refusals, next);
      return known && onKnown(known);
    },
  });
}

/** A card that an older pepper has hashed: nothing is read where there is none that is settled. */
async function readSettled(deps: VaultDeps, { tenantId, otherIds }: Submission): Promise<Redemption | undefined> {
  const keys = otherIds.settled.map((redemptionId) => redemptionKey({ tenantId, redemptionId }));
  const rows = keys.length === 0 ? [] : await deps.tables.getMany("main", keys);
  return rows.find((row) => row !== undefined) as Redemption | undefined;
}

export function countAccepted(deps: Deps, redemption: Redemption): void {
  deps.metrics.count("RedemptionAccepted");
  if (redemption.attempt > 1) deps.metrics.count("RetryStarted");
}

export function planNotFound(): TerminalError {
  return new TerminalError("plan-not-found", "there is no such plan", {
    errors: [{ pointer: "/planId", detail: "does not name one of your plans" }],
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

export function listRedemptions(
  deps: Deps,
  caller: Caller,
  page: Page & { status?: RedemptionState | undefined },
): Promise<PageOf<RedemptionView>> {
  return listByStatus(deps, caller, page, {
    kind: "RDM",
    partitionOf: (tenantId, status, shard) => listOfRedemptions(tenantId, redemptionListOf(status), shard),
    statusOf: ({ state }: Redemption) => state,
    view: redemptionView,
  });
}
