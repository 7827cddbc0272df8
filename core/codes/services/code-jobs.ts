import type { JobView } from "../../../contract/answers/jobs.ts";
import { TerminalError } from "../../foundation/domain/errors.ts";
import { makeId, tenantOf } from "../../foundation/domain/ids.ts";
import { decideAndCommit } from "../../foundation/services/decide-and-commit.ts";
import type { Answer, Caller, Deps, IdempotentRequest, VaultDeps } from "../../foundation/services/deps.ts";
import { announce } from "../../foundation/store/outbox-store.ts";
import { last4OfTyped, normaliseTyped } from "../domain/code-text.ts";
import { jobView } from "../domain/code-views.ts";
import type { CodeJob, OwnCode } from "../domain/job.ts";
import { takeNumbers } from "../store/campaign-store.ts";
import { acceptJob, readJob } from "../store/code-job-store.ts";
import { campaignOf } from "./campaigns.ts";
import { idsOfCode } from "./derive-code.ts";

/** Each round loses to another job of the same campaign. */
const ROUNDS_MAX = 5;

/** `count` codes to be generated, or a merchant's own: each gets a number of the campaign now, and its row in the background. */
export async function createCodes(
  deps: VaultDeps,
  request: IdempotentRequest,
  caller: Caller,
  campaignId: string,
  { count, codes }: { count?: number | undefined; codes?: string[] | undefined },
): Promise<Answer> {
  const tenantId = tenantOf(caller, "cam", campaignId);
  const jobId = makeId("job", tenantId, deps.random.ulid(deps.clock()));
  const own = codes && ownCodes(deps, tenantId, codes);
  const total = own?.length ?? count ?? 0;
  return decideAndCommit(deps, request, {
    resourceId: jobId,
    busy: "many jobs of this campaign come at once",
    triesMax: ROUNDS_MAX,
    isContended: true,
    decide: async (nowMs) => {
      const campaign = await campaignOf(deps, caller, campaignId);
      const job: CodeJob = {
        tenantId,
        jobId,
        campaignId,
        from: campaign.nextN,
        total,
        cursor: 0,
        ...(own ? { own } : {}),
        errors: [],
        state: "RUNNING",
        keyId: request.keyId,
        createdAt: nowMs,
        updatedAt: nowMs,
      };
      const dueAt = nowMs + deps.limits.sweepGraceMs;
      return {
        answer: { httpStatus: 202, body: { jobId } },
        writes: [
          takeNumbers(campaign, total, nowMs),
          acceptJob(job, dueAt),
          announce({ queue: "codes", body: { tenantId, jobId } }, jobId, deps.random.ulid(nowMs), dueAt),
        ],
      };
    },
  });
}

function ownCodes(deps: VaultDeps, tenantId: string, codes: readonly string[]): OwnCode[] {
  const own = codes.map((text) => ({
    ...idsOfCode(deps.vault, tenantId, normaliseTyped(text)),
    last4: last4OfTyped(text),
  }));
  const twice = own.findIndex(({ codeId }, index) => own.findIndex((other) => other.codeId === codeId) < index);
  if (twice >= 0) {
    throw new TerminalError("request-invalid", "a code stands twice in the request", {
      errors: [{ pointer: `/codes/${twice}`, detail: "is the same code as one before it" }],
    });
  }
  return own;
}

/** `undefined`: it is none of these. */
export async function findCodeJob(deps: Deps, caller: Caller, jobId: string): Promise<JobView | undefined> {
  const job = await readJob(deps.tables, { tenantId: tenantOf(caller, "job", jobId), jobId });
  return job && jobView(job);
}
