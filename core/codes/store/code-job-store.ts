import type { CodeJobRef } from "../../foundation/domain/jobs.ts";
import { absent, equals } from "../../foundation/store/expression.ts";
import { shardOf } from "../../foundation/store/keys.ts";
import type { Tables, Write } from "../../foundation/store/table.ts";
import { put, update } from "../../foundation/store/write.ts";
import type { CodeJob } from "../domain/job.ts";
import { codeJobKey, dueCodeJobs } from "./keys.ts";

export function acceptJob(job: CodeJob, dueAt: number): Write {
  const { tenantId, jobId } = job;
  const item = { ...codeJobKey(tenantId, jobId), ...job, duePk: dueCodeJobs(shardOf(jobId)), dueAt };
  return put("code-job.accept", item, { isNew: absent("pk") });
}

/** What has been seen to is behind the cursor: a twin that did the same is refused. The last part ends the job. */
export function moveOn(seen: CodeJob, next: Pick<CodeJob, "cursor" | "errors">, dueAt: number, nowMs: number): Write {
  const isDone = next.cursor === seen.total;
  return update("code-job.move-on", codeJobKey(seen.tenantId, seen.jobId), {
    set: { ...next, state: isDone ? "DONE" : "RUNNING", updatedAt: nowMs, ...(isDone ? {} : { dueAt }) },
    remove: isDone ? ["duePk", "dueAt"] : [],
    only: { cursorAsSeen: equals("cursor", seen.cursor), isRunning: equals("state", "RUNNING") },
  });
}

export async function readJob(tables: Tables, ref: CodeJobRef): Promise<CodeJob | undefined> {
  return (await tables.get("main", codeJobKey(ref.tenantId, ref.jobId))) as CodeJob | undefined;
}
