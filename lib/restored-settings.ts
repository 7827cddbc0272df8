import * as z from "zod";
import { SECRET_IDS } from "./data-secrets.ts";
import type { SecretName } from "./functions.ts";

const TABLE = z.string().regex(/^[A-Za-z0-9_.-]{3,255}$/, "must be a table's name");
const STREAM = /^arn:aws[a-z-]*:dynamodb:([a-z0-9-]+):(\d{12}):table\/([A-Za-z0-9_.-]{3,255})\/stream\/[0-9T:.-]+$/;
const SECRET = /^arn:aws[a-z-]*:secretsmanager:([a-z0-9-]+):(\d{12}):secret:[A-Za-z0-9/_+=.@-]+-[A-Za-z0-9]{6}$/;
/** One in another's place would be taken for it: with another pepper no card that was redeemed is known. */
const secret = (name: SecretName) =>
  z
    .string()
    .regex(SECRET, "must be a secret's ARN")
    .refine((arn) => arn.includes(`:secret:${SECRET_IDS[name]}`), `must be of a secret ${SECRET_IDS[name]}...`);
/** CloudFormation's name for a table has the table's own in it. */
const tableNamed = (id: string) =>
  TABLE.refine((name) => name.includes(`-${id}`), `must be a table's name with -${id} in it`);
const stream = z.string().regex(STREAM, "must be the ARN of the table's stream");

/** What stands beside the table where a replica was taken over: written by hand (docs/operating.md, "When a region is lost"). */
const beside = z.strictObject({
  transient: tableNamed("Transient"),
  events: z.strictObject({ table: tableNamed("Events"), stream }),
  secrets: z.strictObject({
    pepper: secret("pepper"),
    cipher: secret("cipher"),
    exchange: secret("exchange"),
    channels: secret("channels"),
    channel: secret("channel"),
  }),
});

/** What `npm run restore` writes (docs/adr/0021-after-a-restore-the-vendors-know-more.md): the table that takes the place of the stack's own. */
export const restored = z
  .strictObject({
    table: TABLE,
    stream,
    /** While it stands, whatever was never sent is asked for first. It goes when all is reviewed; the table stays. */
    marker: z.strictObject({ to: z.iso.datetime(), at: z.iso.datetime() }).optional(),
    /** No function runs: the table waits for its reconciliation. */
    doors: z.literal("closed").optional(),
    beside: beside.optional(),
  })
  .superRefine(({ table, stream, marker, doors, beside }, context) => {
    const complain = (path: string[], message: string) => context.addIssue({ code: "custom", path, message });
    if (tableOf(stream) !== table) complain(["stream"], `must be the stream of ${table}`);
    const events = beside?.events;
    if (events && tableOf(events.stream) !== events.table)
      complain(["beside", "events", "stream"], `must be the stream of ${events.table}`);
    if (beside?.transient === table) complain(["beside", "transient"], "must be another table than restored.table");
    if (events && [table, beside.transient].includes(events.table))
      complain(["beside", "events", "table"], "must be another table than restored.table and beside.transient");
    if (marker && Date.parse(marker.to) >= Date.parse(marker.at)) complain(["marker"], "must have `to` before `at`");
    if (doors && !marker) complain(["doors"], "can be closed with a marker only");
  });

const tableOf = (stream: string) => STREAM.exec(stream)?.[3];

export type Restored = Readonly<z.infer<typeof restored>>;
interface Placed {
  account?: string | undefined;
  region?: string | undefined;
  restored?: Restored | undefined;
}

/** The first of what a stage was pointed at that is not where the stage is: its path. */
export function elsewhere({ restored, account, region }: Placed): string[] | undefined {
  if (!restored) return undefined;
  const { beside } = restored;
  const arns: [path: string[], pattern: RegExp, arn: string][] = [[["restored", "stream"], STREAM, restored.stream]];
  if (beside) {
    const { events, secrets } = beside;
    arns.push([["restored", "beside", "events", "stream"], STREAM, events.stream]);
    for (const [name, arn] of Object.entries(secrets))
      arns.push([["restored", "beside", "secrets", name], SECRET, arn]);
  }
  const isHere = (given: string | undefined, wanted: string | undefined) => given === undefined || given === wanted;
  return arns.find(([, pattern, arn]) => {
    const [, inRegion, ofAccount] = pattern.exec(arn) ?? [];
    return !(isHere(region, inRegion) && isHere(account, ofAccount));
  })?.[0];
}
