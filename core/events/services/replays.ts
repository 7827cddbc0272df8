import { TerminalError } from "../../foundation/domain/errors.ts";
import { makeId, tenantOf } from "../../foundation/domain/ids.ts";
import { CONTRACT } from "../../foundation/domain/limits.ts";
import { decideAndCommit } from "../../foundation/services/decide-and-commit.ts";
import type { Answer, Caller, Deps, IdempotentRequest, JobDeps, VaultDeps } from "../../foundation/services/deps.ts";
import { sweepJobs } from "../../foundation/services/due-rows.ts";
import { longJobOfKey } from "../../foundation/store/keys.ts";
import { acceptLongJob, readLongJob } from "../../foundation/store/long-job-store.ts";
import { announce } from "../../foundation/store/outbox-store.ts";
import { type ReplayJob, replayView } from "../domain/replay.ts";
import { readLiveEndpoint } from "../store/endpoint-store.ts";
import { found, refOf } from "./endpoints.ts";
import { disabled } from "./send-again.ts";

const SWEEP_MAX_ROWS = 800;

/** What an endpoint has missed in a while, or all that there was to tell it: in the background, part by part. */
export function startReplay(
  deps: VaultDeps,
  request: IdempotentRequest,
  caller: Caller,
  webhookEndpointId: string,
  input: { since: number; until?: number | undefined; only: ReplayJob["only"] },
): Promise<Answer> {
  const ref = refOf(caller, webhookEndpointId);
  const { tenantId } = ref;
  const jobId = makeId("job", tenantId, deps.random.ulid(deps.clock()));
  return decideAndCommit(deps, request, {
    resourceId: jobId,
    busy: "the replay could not be begun",
    decide: async (nowMs) => {
      const endpoint = found(await readLiveEndpoint(deps.tables, ref));
      if (input.since >= nowMs) throw inTheFuture();
      if (endpoint.status !== "ENABLED") return disabled(endpoint);
      const job: ReplayJob = {
        ...ref,
        jobId,
        only: input.only,
        since: Math.max(input.since, nowMs - CONTRACT.eventResendMs),
        until: Math.min(input.until ?? nowMs, nowMs),
        cursor: "",
        sent: 0,
        state: "RUNNING",
        keyId: request.keyId,
        createdAt: nowMs,
        updatedAt: nowMs,
      };
      const dueAt = nowMs + deps.limits.sweepGraceMs;
      const message = announce({ queue: "replays", body: { tenantId, jobId } }, jobId, deps.random.ulid(nowMs), dueAt);
      return {
        answer: { httpStatus: 202, body: { jobId } },
        writes: [acceptLongJob("replay-job", job, dueAt), message],
      };
    },
  });
}

function inTheFuture(): TerminalError {
  return new TerminalError("request-invalid", "The request has fields that are not valid.", {
    errors: [{ pointer: "/since", detail: "must be in the past" }],
  });
}

/** `undefined`: it is none of these. */
export async function findReplay(deps: Deps, caller: Caller, jobId: string) {
  const ref = { tenantId: tenantOf(caller, "job", jobId), jobId };
  const job = await readLongJob<ReplayJob>(deps.tables, "replay-job", ref);
  return job && replayView(job);
}

/** Replays that nobody comes for. */
export function sweepReplays(deps: JobDeps): Promise<{ resent: number }> {
  return sweepJobs(deps, {
    kind: "replay-job",
    rows: "replay",
    rowsMax: SWEEP_MAX_ROWS,
    patienceMs: deps.limits.sweepGraceMs,
    jobOf: (row) => ({ queue: "replays", body: longJobOfKey(row) }),
  });
}
