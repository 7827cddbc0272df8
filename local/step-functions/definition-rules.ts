import * as z from "zod";
import { type Definition, LONGEST_TIMER_SECONDS, type State, waitsForToken } from "./definition.ts";
import { REFERENCE_PATH } from "./paths.ts";

/**
 * What a definition may hold here: what the template uses of the language, within the language's own rules. Anything else is
 * refused by name, and so is what AWS would refuse.
 */

const name = z.string().min(1);
const count = z.int().min(1).max(LONGEST_TIMER_SECONDS);
const path = z.string().regex(REFERENCE_PATH, { error: ({ input }) => `${input} is not known: only $.name.name is` });
const ownPath = path.refine((text) => !text.startsWith("$$"), "the context object cannot be written to");
const comment = { Comment: z.string().optional() };
const exit = { Next: name.optional(), End: z.literal(true).optional() };
const errorNames = z.array(name).min(1);

/** Of fields that end in `.$` the value is a path, however deep. */
const template = z.record(z.string(), z.unknown()).superRefine((fields, context) => {
  for (const [field, value] of pathsIn(fields, /\.\$$/)) {
    if (!path.safeParse(value).success) {
      context.addIssue({ code: "custom", message: `the ${field} ${value} is not known: only $.name.name is` });
    }
  }
});

const task = z.strictObject({
  ...comment,
  ...exit,
  Type: z.literal("Task"),
  Resource: z.enum(["arn:aws:states:::lambda:invoke", "arn:aws:states:::lambda:invoke.waitForTaskToken"]),
  Parameters: z.strictObject({
    // Without version or alias.
    FunctionName: z.string().regex(/^arn:aws:lambda:[^:]+:\d+:function:[^:]+(:\$LATEST)?$/),
    Payload: template.optional(),
    "Payload.$": path.optional(),
  }),
  ResultSelector: template.optional(),
  ResultPath: ownPath.optional(),
  TimeoutSeconds: count.optional(),
  TimeoutSecondsPath: path.optional(),
  Retry: z
    .array(
      z.strictObject({
        ErrorEquals: errorNames,
        IntervalSeconds: count.optional(),
        MaxAttempts: z.int().min(0).optional(),
        BackoffRate: z.number().min(1).optional(),
        MaxDelaySeconds: count.optional(),
        JitterStrategy: z.enum(["FULL", "NONE"]).optional(),
      }),
    )
    .optional(),
  Catch: z.array(z.strictObject({ ErrorEquals: errorNames, Next: name, ResultPath: ownPath.optional() })).optional(),
});
const rule = z.strictObject({ Variable: path, StringEquals: z.string(), Next: name });
const state = z.discriminatedUnion(
  "Type",
  [
    task,
    z.strictObject({ ...comment, Type: z.literal("Choice"), Choices: z.array(rule).min(1), Default: name.optional() }),
    z.strictObject({ ...comment, ...exit, Type: z.literal("Wait"), SecondsPath: path }),
    z.strictObject({ ...comment, Type: z.literal("Succeed") }),
    z.strictObject({ ...comment, Type: z.literal("Fail"), Error: name.optional(), Cause: name.optional() }),
  ],
  { error: ({ input }) => `the state type ${(input as Partial<State> | null)?.Type} is not known` },
);
const definition = z.strictObject({ ...comment, StartAt: name, States: z.record(name, state) });

/** Everything that is wrong with it, each with its place. */
export function refusalsOf(given: unknown): string[] {
  const { success, error } = definition.safeParse(given);
  if (!success) return error.issues.map(({ path: at, message }) => `${at.join(".")}: ${message}`);
  const { StartAt, States } = given as Definition;
  const targets = new Set([StartAt, ...Object.values(States).flatMap(targetsOf)]);
  return [
    ...[...targets].filter((target) => !Object.hasOwn(States, target)).map((target) => `there is no state ${target}`),
    ...Object.keys(States).flatMap((one) => (targets.has(one) ? [] : [`nothing leads to the state ${one}`])),
    ...Object.entries(States).flatMap(([one, row]) => faultsOf(row).map((fault) => `States.${one}: ${fault}`)),
  ];
}

function targetsOf({ Next, Default, Choices, Catch }: State): string[] {
  const rows = [...(Choices ?? []), ...(Catch ?? [])];
  return [Next, Default, ...rows.map((row) => row.Next)].filter((target) => target !== undefined);
}

/** What one field of a state has to do with another. */
function faultsOf(row: State): string[] {
  const { Parameters, ResultSelector, ...rest } = row;
  const { Type, Next, End, TimeoutSeconds, TimeoutSecondsPath, Retry = [], Catch = [] } = rest;
  const isExit = Type === "Task" || Type === "Wait";
  const known = ["$$.Execution.Name", ...(waitsForToken(row) ? ["$$.Task.Token"] : [])];
  const paths = [...pathsIn([Parameters, ResultSelector], /\.\$$/), ...pathsIn(rest, /Path$|^Variable$/)];
  const fromContext = paths.filter(([, value]) => String(value).startsWith("$$"));
  return [
    ...(isExit && (Next === undefined) === (End === undefined) ? ["it has to have either Next or End"] : []),
    ...(TimeoutSeconds !== undefined && TimeoutSecondsPath !== undefined ? ["it has two timeouts"] : []),
    // The wildcard for all errors stands alone in the last row, or the rows after it would never be asked.
    ...[Retry, Catch].flatMap((rows) =>
      rows.some(({ ErrorEquals }, at) => ErrorEquals.includes("States.ALL") && (ErrorEquals[1] || rows[at + 1]))
        ? ["States.ALL has to be the last, alone"]
        : [],
    ),
    ...fromContext.flatMap(([, value]) =>
      known.includes(String(value)) ? [] : [`${value} of the context object is not known there`],
    ),
  ];
}

/** Every field whose name says that it is a path, however deep. */
function pathsIn(value: unknown, isPath: RegExp): [field: string, path: unknown][] {
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([field, item]): [string, unknown][] =>
    isPath.test(field) ? [[field, item]] : pathsIn(item, isPath),
  );
}
