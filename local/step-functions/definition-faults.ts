import type { Catcher, ChoiceRule, Definition, Retrier, State } from "./definition.ts";

/** What breaks the rules of the language, so that AWS would refuse the definition as well. */
export function faultsOf(definition: Definition): string[] {
  const { StartAt, States } = definition;
  const targets = new Set([StartAt, ...Object.values(States).flatMap(targetsOf)]);
  return [
    ...[...targets].filter((name) => !Object.hasOwn(States, name)).map((name) => `there is no state ${name}`),
    ...Object.keys(States)
      .filter((name) => !targets.has(name))
      .map((name) => `nothing leads to the state ${name}`),
    ...Object.entries(States).flatMap(([name, state]) => FAULTS_OF[state.Type]?.(state).map(at(name)) ?? []),
    ...(definition.TimeoutSeconds === undefined || isCount(definition.TimeoutSeconds, 1) ? [] : [COUNT]),
  ];
}

const COUNT = "TimeoutSeconds has to be a positive integer";

const FAULTS_OF: Record<string, (state: State) => string[]> = {
  Task: (state) => [
    ...exitFaults(state),
    ...(state.TimeoutSeconds === undefined || isCount(state.TimeoutSeconds, 1) ? [] : [COUNT]),
    ...(state.TimeoutSeconds !== undefined && state.TimeoutSecondsPath !== undefined
      ? ["it has both TimeoutSeconds and TimeoutSecondsPath"]
      : []),
    ...errorFaults("Retry", state.Retry),
    ...errorFaults("Catch", state.Catch),
    ...(state.Retry ?? []).flatMap(retrierFaults),
  ],
  Choice: ({ Choices }) =>
    Array.isArray(Choices) && Choices.length > 0 ? Choices.flatMap(ruleFaults) : ["it has no Choices"],
  Wait: (state) => [
    ...exitFaults(state),
    ...((state.Seconds === undefined) === (state.SecondsPath === undefined)
      ? ["it has to have either Seconds or SecondsPath"]
      : []),
    ...(state.Seconds === undefined || isCount(state.Seconds, 0) ? [] : ["Seconds has to be an integer, 0 or more"]),
  ],
  Pass: exitFaults,
};

function targetsOf({ Next, Default, Choices, Catch }: State): string[] {
  return [Next, Default, ...(Choices ?? []).map((rule) => rule.Next), ...(Catch ?? []).map((row) => row.Next)].filter(
    (name) => name !== undefined,
  );
}

function exitFaults({ Next, End }: State): string[] {
  return (Next === undefined) === (End === true) ? [] : ["it has to have either Next or End"];
}

/** The wildcard for all errors stands alone in the last row, or the rows after it would never be asked. */
function errorFaults(field: string, rows: readonly (Retrier | Catcher)[] = []): string[] {
  return rows.flatMap(({ ErrorEquals }, index) => {
    if (!Array.isArray(ErrorEquals) || ErrorEquals.length === 0) return [`${field}: a row has no ErrorEquals`];
    const isLastAlone = ErrorEquals.length === 1 && index === rows.length - 1;
    return !ErrorEquals.includes("States.ALL") || isLastAlone ? [] : [`${field}: States.ALL has to be the last, alone`];
  });
}

function retrierFaults(row: Retrier): string[] {
  const { IntervalSeconds = 1, MaxAttempts = 3, BackoffRate = 2, MaxDelaySeconds = 1, JitterStrategy = "NONE" } = row;
  return [
    ...(isCount(IntervalSeconds, 1) ? [] : ["Retry: IntervalSeconds has to be a positive integer"]),
    ...(isCount(MaxAttempts, 0) ? [] : ["Retry: MaxAttempts has to be an integer, 0 or more"]),
    ...(typeof BackoffRate === "number" && BackoffRate >= 1 ? [] : ["Retry: BackoffRate has to be at least 1"]),
    ...(isCount(MaxDelaySeconds, 1) ? [] : ["Retry: MaxDelaySeconds has to be a positive integer"]),
    ...(["FULL", "NONE"].includes(JitterStrategy) ? [] : ["Retry: JitterStrategy has to be FULL or NONE"]),
  ];
}

function ruleFaults({ Variable, Next, StringEquals, BooleanEquals, IsPresent }: ChoiceRule): string[] {
  const isTyped =
    ["undefined", "string"].includes(typeof StringEquals) &&
    [BooleanEquals, IsPresent].every((value) => ["undefined", "boolean"].includes(typeof value));
  const comparisons = [StringEquals, BooleanEquals, IsPresent].filter((value) => value !== undefined);
  const isWhole = Variable !== undefined && Next !== undefined && comparisons.length === 1 && isTyped;
  return isWhole ? [] : ["a choice has to have a Variable, one comparison and Next"];
}

function isCount(value: unknown, least: number): boolean {
  return Number.isInteger(value) && (value as number) >= least;
}

function at(name: string): (fault: string) => string {
  return (fault) => `the state ${name}: ${fault}`;
}
