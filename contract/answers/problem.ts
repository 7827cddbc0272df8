import * as z from "zod/mini";
import { ERRORS, type ErrorCode, WAITED_FOR } from "../errors.ts";

const code = z.enum(Object.keys(ERRORS) as [ErrorCode, ...ErrorCode[]]);

const fieldError = z.strictObject({
  pointer: z
    .string()
    .check(z.meta({ description: "RFC 6901, into the body; or `/headers/<name>`, `/query/<name>`, `/path/<name>`" })),
  detail: z.string(),
  code: z.exactOptional(code).check(z.meta({ description: "The item's own error code, in batches" })),
});
/** One field at fault. */
export type FieldError = z.infer<typeof fieldError>;

export const problem = z
  .strictObject({
    type: z.string().check(z.meta({ description: "`/errors/<code>`, described in errors.md" })),
    title: z.string(),
    status: z.int(),
    detail: z.string().check(z.meta({ description: "What went wrong this time, and what to do next" })),
    instance: z.string().check(z.meta({ description: "The path of the request" })),
    code,
    retryable: z.boolean().check(z.meta({ description: "The same request may succeed after `Retry-After` seconds" })),
    waitFor: z
      .exactOptional(z.enum(WAITED_FOR))
      .check(z.meta({ description: "What has to end, or be decided, first" })),
    requestId: z.string().check(z.meta({ description: "Of the request that was refused first; a replay keeps it" })),
    errors: z.exactOptional(z.array(fieldError)),
    codeRedemptionId: z.exactOptional(z.string()).check(z.meta({ description: "The user's own earlier use" })),
    orderId: z.exactOptional(z.string()).check(z.meta({ description: "The order that has the number" })),
    paymentId: z.exactOptional(z.string()).check(z.meta({ description: "The payment that is in the way" })),
    withdrawalId: z.exactOptional(z.string()).check(z.meta({ description: "The withdrawal that has the number" })),
  })
  .check(z.meta({ description: "RFC 9457. The codes are described in errors.md." }));
/** The only shape of a refusal that leaves Tender. */
export type Problem = z.infer<typeof problem>;
