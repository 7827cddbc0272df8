import { sagaExecutions } from "../runtime/executions.ts";
import { allJobs } from "../runtime/queues.ts";
import { environment } from "../runtime/runtime.ts";
import { baseDeps, TABLE_VARIABLES } from "../runtime/tables.ts";
import { sweeping } from "./sweep.ts";

const env = environment(...TABLE_VARIABLES, "STATE_MACHINE_ARN");

export const handler = sweeping({
  ...baseDeps(env),
  jobs: allJobs(),
  executions: sagaExecutions(env.STATE_MACHINE_ARN),
});
