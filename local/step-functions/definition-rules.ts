import { type Definition, LONGEST_TIMER_SECONDS, type State, waitsForToken } from "./definition.ts";

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
  Wait: [...PATHS, ...EXIT, "Seconds", "SecondsPath", "Timestamp", "TimestampPath"],
  Pass: [...PATHS, ...EXIT, "Result", "Parameters", "ResultPath"],
  Succeed: PATHS,
  Fail: ["Error", "Cause", "ErrorPath", "CausePath"],
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

const RESOURCES = ["arn:aws:states:::lambda:invoke", "arn:aws:states:::lambda:invoke.waitForTaskToken"];
const TASK_PARAMETERS = ["FunctionName", "Payload", "Payload.$"];
const FUNCTION_ARN = /^arn:aws:lambda:[^:]+:\d+:function:[^:]+(:\$LATEST)?$/;

/** Fields of the context object. */
const CONTEXT = [
  /^\$\$\.Execution\.(Id|Name|RoleArn|StartTime)$/,
  /^\$\$\.Execution\.Input([.[].*)?$/,
  /^\$\$\.State\.(Name|EnteredTime|RetryCount)$/,
  /^\$\$\.StateMachine\.(Id|Name)$/,
];
const TASK_TOKEN = "$$.Task.Token";
/** `$.a.b`: other reference paths are read differently by the interpreter. */
const RESULT_PATH = /^\$(\.[A-Za-z_][A-Za-z0-9_-]*)*$/;

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
  const known = STATES[state.Type];
  if (!known) return [`${where}the state type ${state.Type} is not known`];
  return [
    ...unknownFields(where, state, [...ANY_STATE, ...known]),
    ...queryLanguage(where, state),
    ...tooLong(where, state.TimeoutSeconds, "TimeoutSeconds"),
    ...tooLong(where, state.Seconds, "Seconds"),
    ...rows(state.Retry).flatMap((row) => unknownFields(`${where}Retry: `, row, RETRIER)),
    ...rows(state.Catch).flatMap((row) => unknownFields(`${where}Catch: `, row, CATCHER)),
    ...[state, ...rows(state.Catch)].flatMap((row) => resultPath(where, row.ResultPath)),
    ...contextPaths(where, state),
    ...(state.Type === "Task" ? taskRefusals(where, state) : []),
    ...(state.Type === "Pass" && "Result" in state && !state.Result
      ? [`${where}the interpreter loses the Result ${JSON.stringify(state.Result)}`]
      : []),
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

function contextPaths(where: string, state: State): string[] {
  return Object.entries(state).flatMap(([field, value]) => {
    const tokenIsKnown = field === "Parameters" && waitsForToken(state);
    return pathsIn({ [field]: value })
      .flatMap((path) => path.match(/\$\$[\w.[\]'"-]*/g) ?? [])
      .filter((path) => !(path === TASK_TOKEN && tokenIsKnown) && !CONTEXT.some((known) => known.test(path)))
      .map((path) => `${where}${path} of the context object is not known${path === TASK_TOKEN ? " there" : ""}`);
  });
}

/** Every text that is a path or an intrinsic function, not a literal. */
function pathsIn(value: unknown): string[] {
  if (Array.isArray(value)) return value.flatMap(pathsIn);
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([field, item]) =>
    typeof item === "string" ? (/(\.\$|Path|^Variable)$/.test(field) ? [item] : []) : pathsIn(item),
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

function resultPath(where: string, path: unknown): string[] {
  if (path === undefined || path === null || RESULT_PATH.test(String(path))) return [];
  return [`${where}the ResultPath ${path} is not known: only $.name.name is`];
}

function rows(value: unknown): Record<string, unknown>[] {
  return Array.isArray(value) ? value : [];
}
