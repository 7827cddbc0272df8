import { RetentionDays } from "aws-cdk-lib/aws-logs";
import * as z from "zod";
import { LIMITS, type LimitsProfile } from "../core/foundation/domain/limits.ts";
import { backup, copyFault, replicaFault } from "./backup-settings.ts";
import { elsewhere, restored } from "./restored-settings.ts";
import { SHIFT_NAMES } from "./shifts.ts";

/** Something that was chosen for a deployment cannot be: its message says what, and is all there is to say. */
export class SettingsError extends Error {
  override readonly name = "SettingsError";
}

/** CloudWatch Logs keeps for these and no other numbers of days; "for ever" is none of them. */
const LOG_DAYS = Object.values(RetentionDays).filter(
  (days): days is number => typeof days === "number" && days !== RetentionDays.INFINITE,
);

/** CloudFront takes its certificate and its firewall from there, wherever the rest is. */
export const EDGE_REGION = "us-east-1";
/** Of what the edge sends along, both are taken at any time: the one that is not sent can be renewed. */
export const EDGE_SECRETS = ["first", "second"] as const;

const hostName = z
  .string()
  .max(253)
  .regex(/^([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,63}$/, "must be a host's name, in lower case");
const regionName = z.string().regex(/^[a-z]{2,}(-[a-z]+)+-\d$/, "must be a region's name, as eu-central-1 is");
const CERTIFICATE = /^arn:aws[a-z-]*:acm:([a-z0-9-]+):\d{12}:certificate\/[a-f0-9-]{36}$/;

/** A list of addresses is told of everything. */
const bothOf = (emails: unknown) => (Array.isArray(emails) ? { page: emails, ticket: emails } : emails);

const stage = z
  .strictObject({
    money: z.enum(["real", "none"]),
    limits: z.enum(Object.keys(LIMITS) as LimitsProfile[]),
    sandbox: z.boolean(),
    data: z.enum(["keep", "destroy"]),
    logDays: z.number().refine((days) => LOG_DAYS.includes(days), { error: `must be one of ${LOG_DAYS.join(", ")}` }),
    alarmEmails: z.preprocess(bothOf, z.strictObject({ page: z.array(z.email()), ticket: z.array(z.email()) })),
    shift: z.enum(SHIFT_NAMES),
    probe: z.boolean().optional(),
    // AWS Budgets takes ten addresses for each notification.
    budget: z.strictObject({ monthlyUsd: z.int().min(1), emails: z.array(z.email()).min(1).max(10) }).optional(),
    // Fewer than ten in an hour, and one merchant's day off is silence.
    silence: z.strictObject({ usualEvents: z.int().min(10) }).optional(),
    account: z
      .string()
      .regex(/^\d{12}$/, "must be twelve digits")
      .optional(),
    region: regionName.optional(),
    /** Another region, with copies of tables and secrets that nobody writes to. */
    replica: regionName.optional(),
    backup: backup.optional(),
    webhookAllow: z.array(z.string()).optional(),
    domain: z
      .strictObject({
        name: hostName,
        certificateArn: z.string().regex(CERTIFICATE, "must be the ARN of a certificate in ACM"),
        hostedZone: z.strictObject({ id: z.string().regex(/^Z[A-Z0-9]+$/), name: hostName }).optional(),
      })
      .optional(),
    edge: z
      .strictObject({
        sends: z.enum(EDGE_SECRETS),
        // WAF's own bounds.
        requestsPerIpAMinute: z.int().min(10).max(2_000_000_000),
      })
      .optional(),
    restored: restored.optional(),
  })
  .superRefine((row, context) => {
    const path = elsewhere(row);
    if (path) context.addIssue({ code: "custom", path, message: "must be in the stage's account and region" });
  })
  .superRefine((row, context) => {
    const [replica, copyTo] = [replicaFault(row), copyFault(row)];
    if (replica !== undefined) context.addIssue({ code: "custom", path: ["replica"], message: replica });
    if (copyTo !== undefined) context.addIssue({ code: "custom", path: ["backup", "copyTo"], message: copyTo });
  })
  .superRefine(({ domain, edge, account, region }, context) => {
    const complain = (path: string[], message: string) => context.addIssue({ code: "custom", path, message });
    if (edge && !domain) complain(["domain"], "must be there where edge is: callers know the edge by this name");
    if (edge && (account === undefined || region === undefined))
      complain(["edge"], "needs account and region: its firewall is a stack in another region");
    const wanted = edge ? EDGE_REGION : region;
    if (domain && wanted !== undefined && CERTIFICATE.exec(domain.certificateArn)?.[1] !== wanted)
      complain(["domain", "certificateArn"], `must be of a certificate in ${wanted}`);
  })
  .superRefine(({ money, sandbox, probe, silence }, context) => {
    if (money === "real" || !probe) return;
    const complain = (path: string, message: string) => context.addIssue({ code: "custom", path: [path], message });
    if (!sandbox) complain("probe", "needs the sandbox where money is not real: it redeems and pays there");
    if (silence) complain("silence", "cannot be beside probe where money is not real: each of its runs has events");
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
