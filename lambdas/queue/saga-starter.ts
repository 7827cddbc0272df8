import { startExecution } from "../../core/payments/services/saga-start.ts";
import { sagaExecutions } from "../runtime/executions.ts";
import { ownQueue } from "../runtime/queues.ts";
import { environment, limitsOf, random } from "../runtime/runtime.ts";
import { log } from "../runtime/telemetry.ts";
import { messageWorker } from "./work-messages.ts";

const env = environment("LIMITS_PROFILE", "STATE_MACHINE_ARN");
const deps = {
  ...ownQueue("sagas"),
  limits: limitsOf(env.LIMITS_PROFILE),
  random,
  log,
  executions: sagaExecutions(env.STATE_MACHINE_ARN),
};

export const handler = messageWorker("sagas", startExecution, async () => deps);
