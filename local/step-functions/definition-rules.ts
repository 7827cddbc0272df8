import { type Definition, LONGEST_TIMER_SECONDS, type State, waitsForToken } from "./definition.ts";
import { REFERENCE_PATH } from "./paths.ts";

/** What a definition may hold here. Anything else is refused by name: nothing is ignored in silence. */

const MACHINE = ["StartAt", "States", "Comment", "TimeoutSeconds", "Version", "QueryLanguage"];
const ANY_STATE = ["Type", "Comment", "QueryLanguage"];
const PATHS = ["InputPath", "OutputPath"];
const EXIT = ["Next", "End"];

const STATES: Record<string, readonly string[]> = {
  // No HeartbeatSeconds, no Credentials: the interpreter does not know them.
  Task: [
    ...PATHS,
    ...EXIT,
    "Resource",
    "Parameters",
    "ResultSelector",
    "ResultPath",
    "TimeoutSeconds",
    "TimeoutSecondsPath",
    "Retry",
    "Catch",
  ],
  Choice: [...PATHS, "Choices", "Default"],
  Wait: [...PATHS, ...EXIT, "Seconds", "SecondsPath"],
  Pass: [...PATHS, ...EXIT, "Result", "Parameters", "ResultPath"],
  Succeed: PATHS,
  Fail: ["Error", "Cause"],
};

const RETRIER = [
  "ErrorEquals",
  "IntervalSeconds",
  "MaxAttempts",
  "BackoffRate",
  "MaxDelaySeconds",
  "JitterStrategy",
  "Comment",
];
const CATCHER = ["ErrorEquals", "Next", "ResultPath", "Comment"];
const CHOICE_RULE = ["Variable", "Next", "StringEquals", "BooleanEquals", "IsPresent", "Comment"];

const RESOURCES = ["arn:aws:states:::lambda:invoke", "arn:aws:states:::lambda:invoke.waitForTaskToken"];
const TASK_PARAMETERS = ["FunctionName", "Payload", "Payload.$"];
const FUNCTION_ARN = /^arn:aws:lambda:[^:]+:\d+:function:[^:]+(:\$LATEST)?$/;

/** Fields of the context object. */
const CONTEXT = [
  /^\$\$\.Execution\.(Id|Name|RoleArn|StartTime)$/,
  /^\$\$\.Execution\.Input(\..*)?$/,
  /^\$\$\.State\.(Name|EnteredTime|RetryCount)$/,
  /^\$\$\.StateMachine\.(Id|Name)$/,
];
const TASK_TOKEN = "$$.Task.Token";

export function refusalsOf(definition: Definition): string[] {
  if (typeof definition?.States !== "object") return ["it has no States"];
  return [
    ...unknownFields("", definition, MACHINE),
    ...queryLanguage("", definition),
    ...tooLong("", definition.TimeoutSeconds, "TimeoutSeconds"),
    ...Object.entries(definition.States).flatMap(([name, state]) => refusalsOfState(`the state ${name}: `, state)),
  ];
}

function refusalsOfState(where: string, state: State): string[] {
  const known = Object.hasOwn(STATES, state.Type) ? STATES[state.Type] : undefined;
  if (!known) return [`${where}the state type ${state.Type} is not known`];
  return [
    ...unknownFields(where, state, [...ANY_STATE, ...known]),
    ...queryLanguage(where, state),
    ...tooLong(where, state.TimeoutSeconds, "TimeoutSeconds"),
    ...tooLong(where, state.Seconds, "Seconds"),
    ...rows(state.Retry).flatMap((row) => unknownFields(`${where}Retry: `, row, RETRIER)),
    ...rows(state.Catch).flatMap((row) => unknownFields(`${where}Catch: `, row, CATCHER)),
    ...rows(state.Choices).flatMap((row) => unknownFields(`${where}Choices: `, row, CHOICE_RULE)),
    ...unknownPaths(where, state),
    ...(state.Type === "Task" ? taskRefusals(where, state) : []),
  ];
}

function taskRefusals(where: string, state: State): string[] {
  const resource = state.Resource ?? "";
  if (!RESOURCES.includes(resource)) return [`${where}the Resource ${resource} is not known`];
  const parameters = state.Parameters ?? {};
  const name = parameters.FunctionName;
  return [
    ...unknownFields(`${where}Parameters: `, parameters, TASK_PARAMETERS),
    ...(typeof name === "string" && FUNCTION_ARN.test(name)
      ? []
      : [`${where}FunctionName has to be a function's ARN without version or alias, not ${JSON.stringify(name)}`]),
  ];
}

function unknownPaths(where: string, state: State): string[] {
  // What a Pass gives is its own text, whatever it looks like.
  const { Result: _, Parameters, ResultSelector, ...rest } = state;
  const paths = [...fieldsIn([Parameters, ResultSelector], /\.\$$/), ...fieldsIn(rest, /Path$|^Variable$/)];
  return paths.flatMap(([field, value]) => {
    if (value === null) return [];
    const path = String(value);
    if (!REFERENCE_PATH.test(path) || (field === "ResultPath" && path.startsWith("$$"))) {
      return [`${where}the ${field} ${path} is not known: only $.name.name is`];
    }
    if (!path.startsWith("$$") || CONTEXT.some((known) => known.test(path))) return [];
    if (path === TASK_TOKEN && waitsForToken(state)) return [];
    return [`${where}${path} of the context object is not known${path === TASK_TOKEN ? " there" : ""}`];
  });
}

/** Every field whose name says that it is a path, however deep. */
function fieldsIn(value: unknown, isPath: RegExp): [field: string, path: unknown][] {
  if (typeof value !== "object" || value === null) return [];
  if (Array.isArray(value)) return value.flatMap((item) => fieldsIn(item, isPath));
  return Object.entries(value).flatMap(([field, item]): [string, unknown][] =>
    isPath.test(field) ? [[field, item]] : fieldsIn(item, isPath),
  );
}

function unknownFields(where: string, row: object, known: readonly string[]): string[] {
  return Object.keys(row)
    .filter((field) => !known.includes(field))
    .map((field) => `${where}the field ${field} is not known`);
}

function queryLanguage(where: string, row: object): string[] {
  const { QueryLanguage = "JSONPath" } = row as { QueryLanguage?: string };
  return QueryLanguage === "JSONPath" ? [] : [`${where}the query language ${QueryLanguage} is not known`];
}

function tooLong(where: string, seconds: unknown, field: string): string[] {
  if (typeof seconds !== "number" || seconds <= LONGEST_TIMER_SECONDS) return [];
  return [`${where}${field} may be at most ${LONGEST_TIMER_SECONDS} here`];
}

function rows(value: unknown): object[] {
  return Array.isArray(value) ? value : [];
}
