import * as z from "zod/mini";
import { findByKey } from "../../../core/foundation/services/idempotency.ts";
import { ownerOf } from "../../middleware/call.ts";
import { KEY_FORM, keyOf } from "../../middleware/idempotency-key.ts";
import { defineRoute, ok } from "../define-route.ts";

/** As the header spells it: in quotes it is the same key. */
const key = z.pipe(
  z.string().check(z.refine((text) => keyOf(text) !== undefined, KEY_FORM)),
  z.transform((text) => keyOf(text) ?? ""),
);

export const defaultRoutes = [
  defineRoute({ key: "GET /health", handle: async () => ok({ status: "ok" }) }),
  defineRoute({
    key: "GET /v1/idempotency-keys/{key+}",
    path: z.strictObject({ key }),
    handle: async ({ deps, caller, path }) => ok(await findByKey(deps, ownerOf(caller), path.key)),
  }),
];
