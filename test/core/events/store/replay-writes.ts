import type { ReplayJob } from "../../../../core/events/domain/replay.ts";
import { longJobKey } from "../../../../core/foundation/store/keys.ts";
import { acceptLongJob, moveLongJob } from "../../../../core/foundation/store/long-job-store.ts";
import { postpone } from "../../../../core/foundation/store/outbox-store.ts";
import type { WriteCase } from "../../foundation/store/write-cases.ts";

const NOW = 1_000_000_000;
const JOB: ReplayJob = {
  tenantId: "acme",
  jobId: "job_acme_01",
  webhookEndpointId: "whe_acme_01",
  only: "failed",
  since: 1,
  until: 2,
  cursor: "01",
  sent: 1,
  state: "RUNNING",
  keyId: "K1",
  createdAt: 1,
  updatedAt: 1,
};
const row = { cursor: "01", state: "RUNNING" };

export const REPLAY_WRITES: WriteCase[] = [
  {
    write: acceptLongJob("replay-job", JOB, NOW),
    accepts: { "a job that is new": undefined },
    refuses: { isNew: { "one that is there already": { any: 1 } } },
  },
  {
    write: moveLongJob("replay-job", JOB, { cursor: "02", sent: 2, state: "RUNNING" }, NOW, NOW),
    accepts: { "a job as it was read": row },
    refuses: {
      cursorAsSeen: { "one that a twin has moved on": { ...row, cursor: "02" } },
      isRunning: { "one that is over": { ...row, state: "DONE" } },
    },
  },
  {
    write: postpone("replay-job", { ...longJobKey("replay-job", JOB), dueAt: 77 }, NOW),
    accepts: { "a job that is due as it was": { duePk: "REPLAY#1", dueAt: 77 } },
    refuses: { dueAsSeen: { "one that its worker has moved on": { dueAt: 78 }, "one that is over": {} } },
  },
];
