import { allJobs } from "../runtime/queues.ts";
import { environment } from "../runtime/runtime.ts";
import { baseDeps, TABLE_VARIABLES } from "../runtime/tables.ts";
import { recordRelay } from "./relay-records.ts";

export const handler = recordRelay({ ...baseDeps(environment(...TABLE_VARIABLES)), jobs: allJobs() });
