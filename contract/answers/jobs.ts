import * as z from "zod/mini";

/** Work in the background: codes that are made or brought along, webhooks that are sent again. */
const job = z.strictObject({
  jobId: z.string(),
  kind: z.enum(["code-generation", "own-codes", "replay"]),
  status: z
    .enum(["RUNNING", "DONE", "FAILED"])
    .check(z.meta({ description: "FAILED: a replay's endpoint was disabled or deleted meanwhile" })),
  done: z.int().check(z.meta({ description: "Codes that have been seen to; deliveries that were sent again" })),
  total: z.nullable(z.int()).check(z.meta({ description: "null: of a replay, not known before its end" })),
  errors: z.array(z.strictObject({ index: z.int(), last4: z.string(), code: z.literal("code-exists") })),
});
export type JobView = z.infer<typeof job>;

export const JOB_ANSWERS = { Job: job, JobAccepted: z.strictObject({ jobId: z.string() }) };
