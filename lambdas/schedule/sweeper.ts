import { sagaExecutions } from "../runtime/executions.ts";
import { allJobs } from "../runtime/jobs.ts";
import { redemptionQueue } from "../runtime/queue.ts";
import { environment } from "../runtime/runtime.ts";
import { baseDeps, TABLE_VARIABLES } from "../runtime/tables.ts";
import { sweeping } from "./sweep.ts";

const env = environment(...TABLE_VARIABLES, "REDEMPTION_QUEUE_URL", "STATE_MACHINE_ARN");

export const handler = sweeping({
  ...baseDeps(env),
  queue: redemptionQueue(env.REDEMPTION_QUEUE_URL),
  jobs: allJobs(),
  executions: sagaExecutions(env.STATE_MACHINE_ARN),
});
