import { allJobs } from "../runtime/jobs.ts";
import { redemptionQueue } from "../runtime/queue.ts";
import { baseDeps, environment, TABLE_VARIABLES } from "../runtime/runtime.ts";
import { recordRelay } from "./relay-records.ts";

const env = environment(...TABLE_VARIABLES, "REDEMPTION_QUEUE_URL");

export const handler = recordRelay({
  ...baseDeps(env),
  queue: redemptionQueue(env.REDEMPTION_QUEUE_URL),
  jobs: allJobs(),
});
