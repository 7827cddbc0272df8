import { environment } from "../runtime/runtime.ts";
import { baseDeps, TABLE_VARIABLES } from "../runtime/tables.ts";
import { auditing } from "./audit.ts";

export const handler = auditing(baseDeps(environment(...TABLE_VARIABLES, "EVENTS_TABLE")));
