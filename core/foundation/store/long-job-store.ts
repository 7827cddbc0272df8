import type { LongJob, LongJobRef } from "../domain/long-job.ts";
import { type Assignments, absent, equals } from "./expression.ts";
import { dueLongJob, type LongJobKind, longJobKey } from "./keys.ts";
import type { Item, Tables, Write } from "./table.ts";
import { put, update } from "./write.ts";

export function acceptLongJob(kind: LongJobKind, job: LongJob, dueAt: number): Write {
  const duePk = dueLongJob(kind, job.jobId);
  return put(
    `${kind}.accept`,
    { ...longJobKey(kind, job), ...(job as object as Item), duePk, dueAt },
    { isNew: absent("pk") },
  );
}

/** What has been seen to is behind the cursor: a twin that did the same is refused. With its last part it is over, and due no more. */
export function moveLongJob(
  kind: LongJobKind,
  seen: LongJob & { cursor: number | string },
  { state, ...next }: Assignments & Pick<LongJob, "state">,
  dueAt: number,
  nowMs: number,
): Write & { kind: "update" } {
  const isOver = state !== "RUNNING";
  return update(`${kind}.move-on`, longJobKey(kind, seen), {
    set: { ...next, state, updatedAt: nowMs, ...(isOver ? {} : { dueAt }) },
    remove: isOver ? ["duePk", "dueAt"] : [],
    only: { cursorAsSeen: equals("cursor", seen.cursor), isRunning: equals("state", "RUNNING") },
  });
}

export async function readLongJob<OfJob extends LongJob>(
  tables: Tables,
  kind: LongJobKind,
  ref: LongJobRef,
): Promise<OfJob | undefined> {
  return (await tables.get("main", longJobKey(kind, ref))) as OfJob | undefined;
}
