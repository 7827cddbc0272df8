import { RetentionDays } from "aws-cdk-lib/aws-logs";
import * as z from "zod";
import { LIMITS, type LimitsProfile } from "../core/foundation/domain/limits.ts";

/** Something that was chosen for a deployment cannot be: its message says what, and is all there is to say. */
export class SettingsError extends Error {
  override readonly name = "SettingsError";
}

/** CloudWatch Logs keeps for these and no other numbers of days; "for ever" is none of them. */
const LOG_DAYS = Object.values(RetentionDays).filter(
  (days): days is number => typeof days === "number" && days !== RetentionDays.INFINITE,
);

const stage = z
  .strictObject({
    money: z.enum(["real", "none"]),
    limits: z.enum(Object.keys(LIMITS) as LimitsProfile[]),
    sandbox: z.boolean(),
    data: z.enum(["keep", "destroy"]),
    logDays: z.number().refine((days) => LOG_DAYS.includes(days), { error: `must be one of ${LOG_DAYS.join(", ")}` }),
    alarmEmails: z.array(z.email()),
    account: z
      .string()
      .regex(/^\d{12}$/, "must be twelve digits")
      .optional(),
    region: z
      .string()
      .regex(/^[a-z]{2,}(-[a-z]+)+-\d$/, "must be a region's name, as eu-central-1 is")
      .optional(),
    webhookAllow: z.array(z.string()).optional(),
  })
  .superRefine(({ money, ...chosen }, context) => {
    if (money !== "real") return;
    for (const [field, only] of Object.entries(OF_REAL_MONEY)) {
      const value = chosen[field as keyof typeof OF_REAL_MONEY];
      if (value !== only)
        context.addIssue({ code: "custom", path: [field], message: `must be ${only} where money is real` });
    }
  });

/** Pretended vendors would answer for real ones, the demo's limits call doubt settled within seconds, and rows are evidence. */
const OF_REAL_MONEY = { sandbox: false, limits: "production", data: "keep" } as const;

/** One row of `stages.json`. Real money has neither the sandbox nor the demo's limits, and keeps its data. */
export type Stage = Readonly<z.infer<typeof stage>> & { name: string };

/** In the names of stacks: they begin with a letter of their own, and are 128 long at most. */
const NAME = /^[a-z][a-z0-9-]{0,31}$/;

/** `text`: that of `stages.json`. Throws a `SettingsError` with a sentence for each fault, which names the stage and the field. */
export function stageNamed(name: string, text: string): Stage {
  const rows = z.record(z.string().regex(NAME), z.unknown()).safeParse(JSON.parse(text));
  if (!rows.success)
    throw new SettingsError(`stages.json must be an object of stages, whose names match ${NAME.source}.`);
  if (!Object.hasOwn(rows.data, name)) {
    throw new SettingsError(`There is no stage "${name}" in stages.json; it has ${Object.keys(rows.data).join(", ")}.`);
  }
  const parsed = stage.safeParse(rows.data[name]);
  if (parsed.success) return { name, ...parsed.data };
  const faults = parsed.error.issues.map(({ path, message }) => `${[name, ...path].join(".")}: ${message}`);
  throw new SettingsError(`stages.json: ${faults.join("; ")}`);
}
