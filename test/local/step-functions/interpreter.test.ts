import { describe, expect, test } from "@jest/globals";
import type { Definition, State } from "../../../local/step-functions/definition.ts";
import { Interpreter, invocationResult, type Move } from "../../../local/step-functions/interpreter.ts";

const CONTEXT = { Execution: { Name: "sag_1-r2" } };

function interpreter(state: Partial<State>, random = () => 1): Interpreter {
  const States = { Here: { Type: "Task", Next: "There", ...state }, There: { Type: "Succeed" } };
  return new Interpreter({ StartAt: "Here", States } as Definition, random);
}

function enter(state: Partial<State>, input: unknown) {
  const machine = interpreter(state);
  return machine.enter(machine.begin(input), CONTEXT);
}

/** The moves after so many failures in a row, each with its error. */
function movesAfter(state: Partial<State>, errors: string[], random?: () => number): Move[] {
  const machine = interpreter(state, random);
  let visit = machine.begin({ sagaId: "sag_1" });
  return errors.map((error) => {
    const move = machine.failed(visit, { error, cause: "so it is" });
    if (move.kind === "retry") visit = move.visit;
    return move;
  });
}

describe("an error is matched", () => {
  test.each([
    ["States.ALL", "Declined", true],
    ["States.ALL", "States.Timeout", true],
    ["States.ALL", "", true],
    ["States.ALL", "States.DataLimitExceeded", false],
    ["States.ALL", "States.Runtime", false],
    ["States.TaskFailed", "Declined", true],
    ["States.TaskFailed", "States.TaskFailed", true],
    ["States.TaskFailed", "States.Timeout", false],
    ["States.TaskFailed", "States.DataLimitExceeded", false],
    ["States.Timeout", "States.Timeout", true],
    ["States.Timeout", "Declined", false],
    ["States.DataLimitExceeded", "States.DataLimitExceeded", true],
    ["States.Runtime", "States.Runtime", false],
    ["Declined", "Declined", true],
    ["Declined", "declined", false],
  ])("by %s when it is %p: %p, for Retry as for Catch", (name, error, isMatched) => {
    const [caught] = movesAfter({ Catch: [{ ErrorEquals: [name], Next: "There" }] }, [error]);
    expect(caught?.kind).toBe(isMatched ? "next" : "failed");
    const [retried] = movesAfter({ Retry: [{ ErrorEquals: [name] }] }, [error]);
    expect(retried?.kind).toBe(isMatched ? "retry" : "failed");
  });

  test("by the first row that names it, in a Retry as in a Catch", () => {
    const rows = [{ ErrorEquals: ["Declined", "Busy"] }, { ErrorEquals: ["States.ALL"] }];
    const [retried] = movesAfter({ Retry: rows.map((row, at) => ({ ...row, IntervalSeconds: at + 1 })) }, ["Busy"]);
    expect(retried).toMatchObject({ kind: "retry", afterSeconds: 1 });
    const Catch = rows.map((row, at) => ({ ...row, Next: ["There", "Here"][at] as string }));
    const targets = ["Busy", "Other"].map((error) => movesAfter({ Catch }, [error])[0]);
    expect(targets).toMatchObject([{ visit: { name: "There" } }, { visit: { name: "Here" } }]);
  });
});

describe("a Retry", () => {
  const waits = (moves: Move[]) => moves.map((move) => (move.kind === "retry" ? move.afterSeconds : move.kind));

  test("without numbers tries three times, after 1, 2 and 4 seconds", () => {
    const moves = movesAfter({ Retry: [{ ErrorEquals: ["States.ALL"] }] }, ["a", "b", "c", "d"]);
    expect(waits(moves)).toEqual([1, 2, 4, "failed"]);
  });

  test("waits as its interval, rate and longest delay say, and with full jitter any part of that", () => {
    const row = {
      ErrorEquals: ["States.ALL"],
      IntervalSeconds: 2,
      BackoffRate: 3,
      MaxDelaySeconds: 10,
      MaxAttempts: 3,
    };
    const errors = ["a", "a", "a", "a"];
    expect(waits(movesAfter({ Retry: [row] }, errors))).toEqual([2, 6, 10, "failed"]);
    const jittered = [{ ...row, JitterStrategy: "FULL" as const }];
    expect(waits(movesAfter({ Retry: jittered }, errors, () => 0.25))).toEqual([0.5, 1.5, 2.5, "failed"]);
  });

  test("counts each of its rows for itself", () => {
    const Retry = [
      { ErrorEquals: ["Busy"], MaxAttempts: 1 },
      { ErrorEquals: ["States.ALL"], MaxAttempts: 1, IntervalSeconds: 7 },
    ];
    expect(waits(movesAfter({ Retry }, ["Busy", "Other", "Busy"]))).toEqual([1, 7, "failed"]);
    expect(waits(movesAfter({ Retry: [{ ErrorEquals: ["Busy"], MaxAttempts: 0 }] }, ["Busy"]))).toEqual(["failed"]);
  });

  test("that is used up leaves the error to the Catch, which gets the state's own input back with it", () => {
    const Retry = [{ ErrorEquals: ["States.ALL"], MaxAttempts: 1 }];
    const Catch = [{ ErrorEquals: ["States.ALL"], Next: "There", ResultPath: "$.failure" }];
    const [, move] = movesAfter({ Retry, Catch }, ["Busy", "Declined"]);
    const output = { sagaId: "sag_1", failure: { Error: "Declined", Cause: "so it is" } };
    expect(move).toEqual({ kind: "next", output, visit: { name: "There", input: output, tries: [] } });
  });
});

test("a failure that nothing catches ends the execution with what the Task said, and empty texts are left out", () => {
  expect(movesAfter({}, ["Declined"])).toEqual([
    { kind: "failed", error: "Declined", cause: "so it is", isOwn: false },
  ]);
  const machine = interpreter({});
  const move = machine.failed(machine.begin({}), { error: "", cause: "" });
  expect(move).toEqual({ kind: "failed", error: undefined, cause: undefined, isOwn: false });
});

describe("a Task", () => {
  const Parameters = {
    FunctionName: "arn:aws:lambda:us-east-1:000000000000:function:steps:$LATEST",
    Payload: { "id.$": "$.id", list: [{ "name.$": "$$.Execution.Name" }], text: "$.id" },
  };

  test("asks for its function with the template filled in, where only fields that end in .$ are paths", () => {
    expect(enter({ Parameters, TimeoutSecondsPath: "$.left" }, { id: 7, left: 20 })).toEqual({
      kind: "task",
      functionArn: "arn:aws:lambda:us-east-1:000000000000:function:steps",
      waitsForToken: false,
      parameters: { ...Parameters, Payload: { id: 7, list: [{ name: "sag_1-r2" }], text: "$.id" } },
      timeoutSeconds: 20,
    });
  });

  test.each([
    ["everything without a ResultPath", undefined, { ok: true }],
    ["everything with $", "$", { ok: true }],
    ["one field", "$.result", { id: 7, result: { ok: true } }],
    ["a field of a field that is made for it", "$.a.b", { id: 7, a: { b: { ok: true } } }],
    ["a field that was there", "$.id", { id: { ok: true } }],
  ])("puts what the ResultSelector takes of the answer in the place of %s", (_, ResultPath, output) => {
    const state = { ResultSelector: { "ok.$": "$.Payload.ok" }, ...(ResultPath === undefined ? {} : { ResultPath }) };
    const machine = interpreter(state);
    const move = machine.done(machine.begin({ id: 7 }), invocationResult({ ok: true, more: 1 }), CONTEXT);
    expect(move).toMatchObject({ kind: "next", output, visit: { name: "There", input: output } });
    expect(move.kind === "next" && move.output).toEqual(output);
  });

  test("whose answer lacks what the ResultSelector takes ends the execution, Retry and Catch or not", () => {
    const all = [{ ErrorEquals: ["States.ALL"], Next: "There" }];
    const machine = interpreter({ ResultSelector: { "ok.$": "$.Payload.ok" }, Retry: all, Catch: all });
    const cause = "The JSONPath '$.Payload.ok' specified for the field 'ok.$' could not be found in the input";
    expect(machine.done(machine.begin({}), { Payload: null }, CONTEXT)).toEqual({
      kind: "failed",
      error: "States.Runtime",
      cause: `${cause} '{"Payload":null}'`,
      isOwn: true,
    });
  });
});

describe("a Choice", () => {
  const Choices = [
    { Variable: "$.next", StringEquals: "Settle", Next: "There" },
    { Variable: "$.paid", StringEquals: "yes", Next: "There" },
  ];

  test.each([
    [{ next: "Settle" }, "There"],
    [{ next: "Cancel", paid: "yes" }, "There"],
    [{ next: "Cancel", paid: true }, "Here"],
    [{ next: null, paid: null }, "Here"],
  ])("leads %j to %s, and the data on as it is", (input, name) => {
    const move = enter({ Type: "Choice", Choices, Default: "Here" }, input);
    expect(move).toEqual({ kind: "next", output: input, visit: { name, input, tries: [] } });
  });

  test("ends the execution when it compares what is not there", () => {
    expect(enter({ Type: "Choice", Choices, Default: "Here" }, {})).toMatchObject({
      error: "States.Runtime",
      cause: "Invalid path '$.next': The choice state's condition path references an invalid value.",
    });
  });

  test("without a match and without a Default ends the execution with States.NoChoiceMatched", () => {
    const move = enter({ Type: "Choice", Choices: Choices.slice(0, 1) }, { next: "Cancel" });
    expect(move).toMatchObject({ kind: "failed", error: "States.NoChoiceMatched", isOwn: true });
  });
});

describe("a Wait", () => {
  test("lasts as many seconds as its input says, and then leads on with its input", () => {
    const machine = interpreter({ Type: "Wait", SecondsPath: "$.route.waitSeconds" });
    const visit = machine.begin({ route: { waitSeconds: 0 } });
    expect(machine.enter(visit, CONTEXT)).toEqual({ kind: "wait", seconds: 0 });
    expect(machine.waited(visit)).toMatchObject({
      kind: "next",
      output: visit.input,
      visit: { name: "There" },
    });
  });

  test.each([
    [{}, "The SecondsPath parameter does not reference an input value: $.s"],
    [{ s: -1 }, "The SecondsPath parameter references a negative value: $.s == -1"],
    [{ s: 1.5 }, "The SecondsPath parameter cannot be parsed as a long value: $.s == 1.5"],
    [{ s: "1" }, 'The SecondsPath parameter cannot be parsed as a long value: $.s == "1"'],
    [{ s: 1e9 }, "Wait state delay is too long."],
  ])("that its input %j does not fit ends the execution with States.Runtime", (input, cause) => {
    expect(enter({ Type: "Wait", SecondsPath: "$.s" }, input)).toMatchObject({ error: "States.Runtime", cause });
  });
});

test("Succeed and Fail end it, each with what it says", () => {
  expect(enter({ Type: "Succeed" }, { a: 1 })).toEqual({ kind: "succeeded", output: { a: 1 } });
  expect(enter({ Type: "Fail", Error: "NeedsReview", Cause: "a person is needed" }, {})).toEqual({
    kind: "failed",
    error: "NeedsReview",
    cause: "a person is needed",
    isOwn: false,
  });
});
