import { describe, expect, test } from "@jest/globals";
import { machineOf, STEPS, task, Workbench, waitingTask } from "./workbench.ts";

const done = { Type: "Succeed" };

const to = (fields: object) => ({ Charge: task({ End: undefined, Next: "Done", ...fields }), Done: done });
const all = { ErrorEquals: ["States.ALL"] };
const retry = (row: object) => to({ Retry: [{ ErrorEquals: ["Busy"], ...row }] });
const choice = (row: object) => ({ Route: { Type: "Choice", Choices: [row], Default: "Done" }, Done: done });
const rule = { Variable: "$.a", StringEquals: "x", Next: "Done" };
const calling = (Parameters: object) => to({ Parameters: { FunctionName: STEPS, ...Parameters } });

describe("a definition is refused by name when it has what does not run here:", () => {
  test.each<[string, Record<string, unknown>, string]>([
    ["a state type", { Each: { Type: "Map" } }, "States.Each.Type: the state type Map is not known"],
    ["JSONata", to({ QueryLanguage: "JSONata" }), 'States.Charge: Unrecognized key: "QueryLanguage"'],
    ["variables", { Done: { ...done, Assign: {} } }, 'States.Done: Unrecognized key: "Assign"'],
    ["a heartbeat", to({ HeartbeatSeconds: 5 }), 'States.Charge: Unrecognized key: "HeartbeatSeconds"'],
    ["an InputPath", to({ InputPath: "$.a" }), 'States.Charge: Unrecognized key: "InputPath"'],
    ["another service", to({ Resource: "arn:aws:states:::sqs:sendMessage" }), "States.Charge.Resource: "],
    ["a function chosen by the input", to({ Parameters: { "FunctionName.$": "$.f" } }), '"FunctionName.$"'],
    ["a function by its name only", calling({ FunctionName: "steps" }), "States.Charge.Parameters.FunctionName: "],
    ["an invocation type", calling({ InvocationType: "Event" }), 'Parameters: Unrecognized key: "InvocationType"'],
    ["a field of the context", calling({ Payload: { "a.$": "$$.Map.Item" } }), "$$.Map.Item of the context object"],
    ["a token that nobody waits for", calling({ Payload: { "t.$": "$$.Task.Token" } }), "$$.Task.Token of the context"],
    ["a timeout longer than a timer", to({ TimeoutSeconds: 31_536_000 }), "States.Charge.TimeoutSeconds: Too big"],
    ["a path in brackets", to({ ResultPath: "$['a']" }), "States.Charge.ResultPath: $['a'] is not known: only $.name"],
    ["an intrinsic function", calling({ Payload: { "a.$": "States.UUID()" } }), "the a.$ States.UUID() is not known"],
    ["a comparison", choice({ Variable: "$.a", NumericLessThan: 1, Next: "Done" }), '"NumericLessThan"'],
    ["a Wait for a date", { Pause: { Type: "Wait", Timestamp: "2030-01-01", End: true } }, '"Timestamp"'],
  ])("%s", (_what, states, refusal) => {
    expect(() => machineOf(states)).toThrow("The local run cannot run the state machine Payments:\n  ");
    expect(() => machineOf(states)).toThrow(refusal);
  });

  test("several such things, all of them", () => {
    const states = { Each: { Type: "Map" }, Both: { Type: "Parallel" } };
    expect(() => machineOf(states)).toThrow(/States\.Each\.Type: .*\n {2}States\.Both\.Type: /);
  });
});

describe("a definition is refused, as AWS would, when it", () => {
  test.each<[string, Record<string, unknown>, string]>([
    ["leads nowhere", to({ Next: "Gone" }), "there is no state Gone"],
    ["catches to nowhere", to({ Catch: [{ ...all, Next: "Gone" }] }), "there is no state Gone"],
    ["chooses nowhere", choice({ ...rule, Next: "Gone" }), "there is no state Gone"],
    ["cannot reach a state", { Done: done, Lost: done }, "nothing leads to the state Lost"],
    ["both ends and goes on", to({ End: true }), "States.Charge: it has to have either Next or End"],
    ["neither ends nor goes on", { Charge: task({ End: undefined }) }, "it has to have either Next or End"],
    ["gives no time at all", to({ TimeoutSeconds: 0 }), "States.Charge.TimeoutSeconds: Too small"],
    ["has two timeouts", { Wait: waitingTask({ TimeoutSecondsPath: "$.s" }) }, "States.Wait: it has two timeouts"],
    ["retries nothing", to({ Retry: [{}] }), "States.Charge.Retry.0.ErrorEquals: "],
    [
      "catches all too early",
      to({ Catch: [all, { ErrorEquals: ["A"] }].map((row) => ({ ...row, Next: "Done" })) }),
      "last, alone",
    ],
    ["catches all and more", to({ Catch: [{ ErrorEquals: ["States.ALL", "A"], Next: "Done" }] }), "last, alone"],
    ["catches more and all", to({ Catch: [{ ErrorEquals: ["A", "States.ALL"], Next: "Done" }] }), "last, alone"],
    ["waits no second", retry({ IntervalSeconds: 0 }), "Retry.0.IntervalSeconds: Too small"],
    ["tries half a time", retry({ MaxAttempts: 0.5 }), "Retry.0.MaxAttempts: "],
    ["waits ever shorter", retry({ BackoffRate: 0.5 }), "Retry.0.BackoffRate: Too small"],
    ["has no longest wait", retry({ MaxDelaySeconds: 0 }), "Retry.0.MaxDelaySeconds: Too small"],
    ["jitters otherwise", retry({ JitterStrategy: "SOME" }), "Retry.0.JitterStrategy: "],
    ["has nothing to choose", { Route: { Type: "Choice", Default: "Done" }, Done: done }, "States.Route.Choices: "],
    ["compares nothing", choice({ Variable: "$.a", Next: "Done" }), "States.Route.Choices.0.StringEquals: "],
    ["compares a text with a number", choice({ ...rule, StringEquals: 1 }), "States.Route.Choices.0.StringEquals: "],
    ["waits without end", { Pause: { Type: "Wait", Next: "Done" }, Done: done }, "States.Pause.SecondsPath: "],
  ])("%s", (_what, states, fault) => {
    expect(() => machineOf(states)).toThrow(fault);
  });

  test("and is taken as it is otherwise", () => {
    expect(machineOf(to({ Retry: [all], Catch: [{ ...all, Next: "Done" }] })).definition.StartAt).toBe("Charge");
  });
});

test("a definition that is not valid or calls a function that is not here is refused at the start", async () => {
  const lost = { Charge: task({ End: undefined, Next: "Nowhere" }) };
  await expect(Workbench.open(lost)).rejects.toThrow("there is no state Nowhere");
  const other = STEPS.replace("steps", "other");
  const foreign = { AwaitPayment: waitingTask({ Parameters: { FunctionName: other } }) };
  await expect(Workbench.open(foreign)).rejects.toThrow(
    `The state AwaitPayment of Payments invokes ${other}, which is not here.`,
  );
});

test("a literal that looks like a path is no path", () => {
  const states = calling({ Payload: { text: "$$.Map.Item", returnPath: "/shop" } });
  expect(machineOf(states).definition.States).toEqual(JSON.parse(JSON.stringify(states)));
});
