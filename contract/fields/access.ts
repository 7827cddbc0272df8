/** Of merchants and their keys. */

import * as z from "zod/mini";
import { PLATFORM } from "../../core/access/domain/api-key.ts";

/** Of a merchant that is to be created: it becomes the tenant's id. */
export const newMerchantId = z.string().check(
  z.regex(/^[a-z0-9][a-z0-9-]{2,31}$/, "must have 3 to 32 lower-case letters, digits and `-`, and not begin with `-`"),
  z.refine((id) => id !== PLATFORM, "is the platform's own name"),
  z.meta({ description: "3 to 32 lower-case letters, digits and `-`; one is given when it is left out" }),
);
