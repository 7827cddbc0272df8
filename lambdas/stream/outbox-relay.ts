import { allJobs } from "../runtime/jobs.ts";
import { redemptionQueue } from "../runtime/queue.ts";
import { environment } from "../runtime/runtime.ts";
import { baseDeps, TABLE_VARIABLES } from "../runtime/tables.ts";
import { recordRelay } from "./relay-records.ts";

const env = environment(...TABLE_VARIABLES, "REDEMPTION_QUEUE_URL");

export const handler = recordRelay({
  ...baseDeps(env),
  queue: redemptionQueue(env.REDEMPTION_QUEUE_URL),
  jobs: allJobs(),
});
