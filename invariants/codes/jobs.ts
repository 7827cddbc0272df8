/** I12, I15, I19: codes that were asked for are made, each once, and counted. */

import { duePlaces } from "../../core/foundation/store/keys.ts";
import type { Expectations, Facts, Found } from "../snapshot.ts";

/** I12: a job that runs is due, one that has ended is not. */
export function* codeJobsAreDue({ codeJobs }: Facts): Found {
  for (const { jobId, state, duePk } of codeJobs) {
    const isRunning = state === "RUNNING";
    if (isRunning !== (duePk !== undefined)) yield [jobId, `is ${state} and ${duePk === undefined ? "not " : ""}due`];
    if (isRunning && !duePlaces("job").includes(String(duePk))) yield [jobId, `is due in ${duePk}`];
  }
}

/** I15: what a job says is done is there, and a campaign counts what its jobs have made. */
export function* codesAreCounted({ codeJobs, codes, campaigns }: Facts): Found {
  const made = Map.groupBy(codes.values(), ({ head }) => head.jobId);
  const issued = new Map<string, number>();
  for (const { jobId, campaignId, cursor, total, errors, from } of codeJobs) {
    const own = made.get(jobId) ?? [];
    const done = own.filter(({ head }) => head.n < from + cursor).length;
    if (done !== cursor - errors.length) yield [jobId, `says ${cursor} less ${errors.length}, and ${done} are there`];
    if (own.some(({ head }) => head.n < from || head.n >= from + total))
      yield [jobId, "made a code of another job's number"];
    issued.set(campaignId, (issued.get(campaignId) ?? 0) + cursor - errors.length);
  }
  const jobs = new Set(codeJobs.map(({ jobId }) => jobId));
  for (const jobId of made.keys()) if (!jobs.has(jobId)) yield [jobId, "has made codes and is no job"];
  for (const { campaignId, codesIssued, nextN } of campaigns.values()) {
    const counted = issued.get(campaignId) ?? 0;
    if (codesIssued !== counted) yield [campaignId, `has issued ${codesIssued}, and its jobs made ${counted}`];
    const numbers = codeJobs.filter((job) => job.campaignId === campaignId).reduce((sum, { total }) => sum + total, 0);
    if (nextN !== numbers) yield [campaignId, `goes on with number ${nextN}, and its jobs have ${numbers}`];
  }
}

/** I19: with the faults off, each job ends. */
export function* codeJobsEnd({ codeJobs }: Facts, { settled }: Expectations): Found {
  if (settled) for (const { jobId, state } of codeJobs) if (state !== "DONE") yield [jobId, `is ${state}`];
}
