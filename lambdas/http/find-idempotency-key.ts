import * as z from "zod";
import { CONTRACT } from "../../core/domain/limits.ts";
import { findByKey } from "../../core/services/idempotency.ts";
import { ownerOf } from "../middleware/call.ts";
import { defineRoute, ok } from "./define-route.ts";

const key = z
  .string()
  .max(CONTRACT.idempotencyKeyMaxChars)
  .regex(/^[\x21-\x7e]+$/, "must be visible ASCII");

export const findIdempotencyKey = defineRoute({
  key: "GET /v1/idempotency-keys/{key+}",
  path: z.strictObject({ key }),
  answers: { 200: "Where the caller used this key within 24 h, and what became of it; no items when it did not." },
  handle: async ({ deps, caller, path }) => ok(await findByKey(deps, ownerOf(caller), path.key)),
});
