import { RetryableError } from "../../foundation/domain/errors.ts";
import { makeId } from "../../foundation/domain/ids.ts";
import { atMost } from "../../foundation/services/at-most.ts";
import type { Answer, IdempotentRequest, VaultDeps } from "../../foundation/services/deps.ts";
import {
  assertSameRequest,
  newRecord,
  refuse,
  replay,
  transactUnderKey,
} from "../../foundation/services/idempotency.ts";
import { complete, type IdempotencyRecord, readRecord, resume } from "../../foundation/store/idempotency-store.ts";
import { type BatchSubmission, packVerdicts, type Verdict } from "../domain/batch.ts";
import { type BatchHead, openBatch } from "../store/batch-store.ts";
import { submitAtomic } from "./atomic-batch.ts";
import { otherBatch } from "./batch-differs.ts";
import { classify, countVerdicts, takeLine } from "./batch-items.ts";
import { type BatchLine, linesOf } from "./batch-lines.ts";
import { findPlan } from "./plans.ts";
import { planNotFound } from "./redemptions.ts";
import { bodyOfBatch, storedBatch } from "./stored-batch.ts";

/** Item transactions under way at once: enough to hide a round trip, few enough for one tenant's share of a table. */
const ITEMS_AT_ONCE = 16;

/**
 * Many codes under one key. `partial`: the key is marked in progress, each item is its own transaction, the verdicts close
 * it; a request that died in between is resumed by its retry. `atomic`: one transaction.
 */
export async function submitBatch(
  deps: VaultDeps,
  request: IdempotentRequest,
  tenantId: string,
  input: BatchSubmission,
): Promise<Answer> {
  const nowMs = deps.clock();
  if (!(await findPlan(deps, tenantId, input.planId))) throw planNotFound();
  deps.metrics.count(input.batchId === undefined ? "BatchIdMade" : "BatchIdGiven");
  const batchId = input.batchId ?? makeId("bat", tenantId, deps.random.ulid(nowMs));
  if (input.mode === "atomic") return submitAtomic(deps, request, tenantId, { ...input, batchId }, nowMs);

  const begun = await begin(deps, request, tenantId, { ...input, batchId }, nowMs);
  if (begun.kind === "answered") return begun.answer;
  const { started } = begun;
  const lines = linesOf(deps, tenantId, started.batchId ?? batchId, input, started);
  const verdicts = await takeAll(deps, lines, started.startedAt).catch(async (error: unknown) => {
    // Whatever was taken stands under its request: a retry need not wait for the lease to resume.
    await deps.tables.write(resume(started, nowMs - 1));
    throw error;
  });
  const done = { httpStatus: 200, verdicts: packVerdicts(verdicts), resourceId: started.batchId ?? batchId };
  const closed = await deps.tables.write(complete(started, done));
  if (closed.committed) {
    countVerdicts(deps, verdicts);
    return { httpStatus: 200, body: bodyOfBatch(lines, started, verdicts, input) };
  }
  // A retry thought us dead and resumed the batch: its answer is the one that counts.
  const winner = await readRecord(deps.tables, started, nowMs);
  if (winner?.status === "DONE") return storedBatch(deps, winner, request);
  throw resumedByAnother(deps);
}

function resumedByAnother({ limits }: VaultDeps): RetryableError {
  const detail = "the batch is being resumed by another request";
  return new RetryableError("idempotency-key-in-use", detail, limits.batchLeaseMs);
}

type Begun = { kind: "started"; started: IdempotencyRecord } | { kind: "answered"; answer: Answer };

/** Marks the key as in progress, or finds out what became of it, or that its batch is another one. */
async function begin(
  deps: VaultDeps,
  request: IdempotentRequest,
  tenantId: string,
  input: BatchSubmission & { batchId: string },
  nowMs: number,
): Promise<Begun> {
  const leaseUntil = nowMs + deps.limits.batchLeaseMs;
  const entry = newRecord(deps, request, nowMs);
  const started: IdempotencyRecord = { ...entry, status: "IN_PROGRESS", batchId: input.batchId, leaseUntil };
  const { batchId, planId, mode } = input;
  const open = openBatch({ tenantId, batchId, planId, mode, createdAt: nowMs });
  const result = await transactUnderKey(deps, started, nowMs, [open]);
  if (result.committed) return { kind: "started", started };
  const [knownRefused, batchRefused] = result.refusals;
  if (!knownRefused) {
    const head = batchRefused?.old as unknown as BatchHead;
    const refusal = { ...otherBatch(head, input), resourceId: batchId };
    return { kind: "answered", answer: await refuse(deps, request, entry, refusal) };
  }
  const known = knownRefused.old as unknown as IdempotencyRecord;
  assertSameRequest(deps, known, entry);
  if (known.status === "DONE") return { kind: "answered", answer: storedBatch(deps, known, request) };
  if ((known.leaseUntil ?? 0) >= nowMs) return { kind: "answered", answer: replay(deps, known, entry, nowMs) };
  const resumed = await deps.tables.write(resume(known, leaseUntil));
  if (resumed.committed) return { kind: "started", started: { ...known, leaseUntil } };
  throw resumedByAnother(deps);
}

/** One batched read tells known codes from new ones (in chunks of 100); then each item has its transaction. */
async function takeAll(deps: VaultDeps, lines: readonly BatchLine[], nowMs: number): Promise<Verdict[]> {
  const firsts = lines.filter((line) => line.kind === "submission");
  const known = await classify(deps, firsts);
  const taken = await atMost(ITEMS_AT_ONCE, firsts, (line) =>
    takeLine(deps, line.submission, known.get(line.submission.redemptionId), nowMs),
  );
  const verdictOf = new Map(firsts.map((line, index) => [line.index, taken[index]]));
  return lines.map((line): Verdict => {
    if (line.kind === "malformed") return { kind: "rejected", code: "code-malformed", processedAt: nowMs };
    const verdict = verdictOf.get(line.kind === "repeated" ? line.firstIndex : line.index);
    if (!verdict) throw new RetryableError("overloaded", "an item was not reached", deps.limits.batchLeaseMs);
    return line.kind === "repeated" && verdict.kind === "taken" ? { ...verdict, isIdempotent: true } : verdict;
  });
}
