import { jobsTo } from "../runtime/queues.ts";
import { environment } from "../runtime/runtime.ts";
import { baseDeps, TABLE_VARIABLES } from "../runtime/tables.ts";
import { recordFanOut } from "./fan-out-records.ts";

export const handler = recordFanOut({ ...baseDeps(environment(...TABLE_VARIABLES)), jobs: jobsTo("deliveries") });
