import { callableChannels } from "../runtime/channel-ports.ts";
import { sagaExecutions } from "../runtime/executions.ts";
import { environment } from "../runtime/runtime.ts";
import { baseDeps, TABLE_VARIABLES } from "../runtime/tables.ts";
import { sagaTasks } from "./run-tasks.ts";

const base = baseDeps(environment(...TABLE_VARIABLES));

export const handler = sagaTasks({ ...base, channels: callableChannels(base, "charge"), executions: sagaExecutions() });
