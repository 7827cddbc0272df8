import { api } from "../../middleware/api.ts";
import { baseDeps, environment, TABLE_VARIABLES } from "../../runtime/runtime.ts";
import { findIdempotencyKey } from "./find-idempotency-key.ts";

const deps = baseDeps(environment(...TABLE_VARIABLES, "TRANSIENT_TABLE"));

export const handler = api([findIdempotencyKey], async () => deps);
