import { api } from "../../middleware/api.ts";
import { environment } from "../../runtime/runtime.ts";
import { baseDeps, TABLE_VARIABLES } from "../../runtime/tables.ts";
import { findIdempotencyKey } from "./find-idempotency-key.ts";

const deps = baseDeps(environment(...TABLE_VARIABLES, "TRANSIENT_TABLE"));

export const handler = api([findIdempotencyKey], async () => deps);
