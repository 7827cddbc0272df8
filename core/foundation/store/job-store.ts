import type { Job } from "../domain/jobs.ts";
import { absent } from "./expression.ts";
import { dueOutbox, jobOutboxKey, shardOf } from "./keys.ts";
import type { Write } from "./table.ts";

/** A message for one of our own functions, written with the change that it is about. Due until it is sent. */
export function announceJob(job: Job, subjectId: string, eventId: string, dueAt: number): Write {
  const item = {
    ...jobOutboxKey(job.body.tenantId, subjectId, eventId),
    type: job.queue,
    ref: job.body,
    duePk: dueOutbox(shardOf(eventId)),
    dueAt,
  };
  return { kind: "put", name: "outbox.announce-job", table: "main", item, only: { isNew: absent("pk") } };
}
