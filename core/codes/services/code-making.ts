import { InvariantError } from "../../foundation/domain/errors.ts";
import { numberedAt } from "../../foundation/domain/ids.ts";
import type { CodeJobRef } from "../../foundation/domain/jobs.ts";
import { atMost } from "../../foundation/services/at-most.ts";
import type { JobDeps, VaultDeps } from "../../foundation/services/deps.ts";
import { sweepJobs } from "../../foundation/services/due-rows.ts";
import type { WorkResult } from "../../foundation/services/work-result.ts";
import { INSERTS_MAX } from "../../foundation/store/insert.ts";
import { longJobOfKey } from "../../foundation/store/keys.ts";
import type { Refusal } from "../../foundation/store/table.ts";
import { shareOf, slotsOf } from "../../orders/domain/slots.ts";
import type { Campaign } from "../domain/campaign.ts";
import type { Code } from "../domain/code.ts";
import { generatedCode, last4OfTyped, normaliseTyped } from "../domain/code-text.ts";
import type { CodeJob, JobError, OwnCode } from "../domain/job.ts";
import { countIssued, readCampaign } from "../store/campaign-store.ts";
import { moveOn, readJob } from "../store/code-job-store.ts";
import { checkCodeUnknown, issueCode } from "../store/code-store.ts";
import { campaignSecret, codeHash, derivedCodeId } from "./derive-code.ts";

/** One part is done within seconds, and what a crash makes do again is no more than that. */
const PART_CODES = 500;
/** Below the connections that a client keeps, also when each batch is put again one by one. */
const BATCHES_AT_ONCE = 4;
const PUTS_AT_ONCE = 8;
/** A part takes a second or two; one that has begun must not be cut off. */
const PART_MS = 5_000;
const SWEEP_MAX_ROWS = 800;

/** Makes the codes of a job part by part, and goes on where whoever worked before has stopped. */
export async function makeCodes(deps: VaultDeps, ref: CodeJobRef, remainingMs: () => number): Promise<WorkResult> {
  while (remainingMs() > PART_MS) {
    const job = await readJob(deps.tables, ref);
    if (!job) throw new InvariantError("a job's message has no job");
    if (job.state !== "RUNNING") return { kind: "done" };
    const { tenantId, campaignId } = job;
    const campaign = await readCampaign(deps.tables, { tenantId, campaignId });
    if (!campaign) throw new InvariantError("a job's campaign is not there");
    await makePart(deps, job, campaign);
  }
  return { kind: "again", delayMs: 0 };
}

/** What is made twice is refused by its row and counted by the cursor once. */
async function makePart(deps: VaultDeps, job: CodeJob, campaign: Campaign): Promise<void> {
  const nowMs = deps.clock();
  const count = Math.min(PART_CODES, job.total - job.cursor);
  const indexes = Array.from({ length: count }, (_, index) => job.cursor + index);
  const textOf = writer(deps, campaign, job);
  const batches = Array.from({ length: Math.ceil(count / INSERTS_MAX) }, (_, batch) =>
    indexes.slice(batch * INSERTS_MAX, (batch + 1) * INSERTS_MAX),
  );
  const refused = await atMost(BATCHES_AT_ONCE, batches, (batch) =>
    writeBatch(
      deps,
      job,
      batch.map((index) => codeOf(job, campaign, index, textOf(index), nowMs)),
    ),
  );
  const errors = refused.flat();
  const dueAt = nowMs + deps.limits.sweepGraceMs;
  const result = await deps.tables.transact([
    moveOn(job, { cursor: job.cursor + count, errors: [...job.errors, ...errors] }, dueAt, nowMs),
    countIssued(job, count - errors.length, nowMs),
  ]);
  // Refused: a twin has done the same, and where it stands is read anew.
  if (result.committed) deps.metrics.count("CodesIssued", count - errors.length);
}

/**
 * A code that may be known by another pepper, too. Its ids by all of them stand in the job: one pepper more since then, and somebody may
 * have made the same code by it.
 */
async function writeOwn(deps: VaultDeps, job: CodeJob, code: Code): Promise<JobError[]> {
  const { otherIds = [] } = job.own?.[code.n - job.from] ?? {};
  const { rival, settled } = deps.vault.otherPeppers();
  if (otherIds.length < settled.length + (rival === undefined ? 0 : 1))
    throw new InvariantError("a job's own codes were hashed before the last pepper was added");
  const writes = [issueCode(code), ...otherIds.map((codeId) => checkCodeUnknown(job.tenantId, codeId))];
  const result = await deps.tables.transact(writes);
  return result.committed ? [] : takenBy(job, code, knownOf(result.refusals));
}

const knownOf = (refusals: readonly (Refusal | undefined)[]) =>
  refusals.find((refusal) => refusal?.old)?.old as Code | undefined;

/** Nothing is wrong when it is this very code that a crash makes again. */
function takenBy(job: CodeJob, code: Code, old: Code | undefined): JobError[] {
  const isOurs = old?.jobId === job.jobId && old.n === code.n;
  return isOurs ? [] : [{ index: code.n - job.from, last4: code.last4, code: "code-exists" }];
}

/** Part of a batch may be written and part not. What it has not written for sure is put by itself, and is told what is there. */
async function writeBatch(deps: VaultDeps, job: CodeJob, codes: readonly Code[]): Promise<JobError[]> {
  const { tables, vault } = deps;
  if (job.own && vault.otherPeppers().rival !== undefined)
    return (await atMost(PUTS_AT_ONCE, codes, (code) => writeOwn(deps, job, code))).flat();
  const isWritten = await tables.insert(codes.map(issueCode));
  const left = codes.filter((_, index) => !isWritten[index]);
  const refused = await atMost(PUTS_AT_ONCE, left, async (code): Promise<JobError[]> => {
    const result = await tables.write(issueCode(code));
    return result.committed ? [] : takenBy(job, code, knownOf(result.refusals));
  });
  return refused.flat();
}

/** What becomes of a number: a merchant's own code, or one derived from the campaign's key. */
function writer(deps: VaultDeps, campaign: Campaign, job: CodeJob): (index: number) => OwnCode {
  const { own, from } = job;
  if (own) return (index) => own[index] as OwnCode;
  const secret = campaignSecret(deps.vault, campaign);
  return (index) => {
    const text = generatedCode(campaign.codePrefix, codeHash(secret, from + index));
    return { codeId: derivedCodeId(deps.vault, campaign, normaliseTyped(text)), last4: last4OfTyped(text) };
  };
}

function codeOf(job: CodeJob, campaign: Campaign, index: number, { codeId, last4 }: OwnCode, nowMs: number): Code {
  const { tenantId, jobId, from, createdAt } = job;
  const { campaignId, usesPerCode, startsAt, endsAt, terms } = campaign;
  const slots = slotsOf(usesPerCode);
  const share = shareOf(usesPerCode, slots, 0);
  return {
    tenantId,
    codeId,
    campaignId,
    n: from + index,
    ...(job.own ? { isOwn: true } : {}),
    last4,
    jobId,
    terms,
    usesPerCode,
    ...(startsAt === undefined ? {} : { startsAt }),
    ...(endsAt === undefined ? {} : { endsAt }),
    slots,
    limit: share,
    remaining: share,
    reserved: 0,
    isDisabled: false,
    createdAt: nowMs,
    updatedAt: nowMs,
    // In the order of their numbers, and the same when it is made again.
    stateSk: numberedAt(createdAt, from + index),
  };
}

/** Jobs that nobody comes for. */
export function sweepCodeJobs(deps: JobDeps): Promise<{ resent: number }> {
  return sweepJobs(deps, {
    kind: "code-job",
    rows: "job",
    rowsMax: SWEEP_MAX_ROWS,
    patienceMs: deps.limits.sweepGraceMs,
    jobOf: (row) => ({ queue: "codes", body: longJobOfKey(row) }),
  });
}
