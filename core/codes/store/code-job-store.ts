import type { CodeJobRef } from "../../foundation/domain/jobs.ts";
import { acceptLongJob, moveLongJob, readLongJob } from "../../foundation/store/long-job-store.ts";
import type { Tables, Write } from "../../foundation/store/table.ts";
import type { CodeJob } from "../domain/job.ts";

export function acceptJob(job: CodeJob, dueAt: number): Write {
  return acceptLongJob("code-job", job, dueAt);
}

/** The last part ends the job. */
export function moveOn(seen: CodeJob, next: Pick<CodeJob, "cursor" | "errors">, dueAt: number, nowMs: number): Write {
  const state = next.cursor === seen.total ? "DONE" : "RUNNING";
  return moveLongJob("code-job", seen, { ...next, state }, dueAt, nowMs);
}

export function readJob(tables: Tables, ref: CodeJobRef): Promise<CodeJob | undefined> {
  return readLongJob<CodeJob>(tables, "code-job", ref);
}
