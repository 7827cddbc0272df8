import { sagaExecutions } from "../runtime/executions.ts";
import { deadLetters, messageHold } from "../runtime/queue.ts";
import { environment, limitsOf, random } from "../runtime/runtime.ts";
import { log } from "../runtime/telemetry.ts";
import { sagaMessages } from "./saga-messages.ts";
import { messageWorker } from "./work-messages.ts";

const env = environment("LIMITS_PROFILE", "SAGA_QUEUE_URL", "SAGA_DLQ_URL", "STATE_MACHINE_ARN");

const deps = {
  limits: limitsOf(env.LIMITS_PROFILE),
  random,
  log,
  executions: sagaExecutions(env.STATE_MACHINE_ARN),
  deadLetters: deadLetters(env.SAGA_DLQ_URL),
  hold: messageHold(env.SAGA_QUEUE_URL),
};

export const handler = messageWorker(async () => deps, sagaMessages);
