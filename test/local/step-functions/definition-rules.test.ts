import { describe, expect, test } from "@jest/globals";
import { machineOf, STEPS, task, Workbench, waitingTask } from "./workbench.ts";

const done = { Type: "Succeed" };

describe("a definition is refused by name when it has", () => {
  test.each([
    [
      "a state type that does not run here",
      { Each: { Type: "Map" } },
      "the state Each: the state type Map is not known",
    ],
    [
      "JSONata",
      { Charge: task({ QueryLanguage: "JSONata" }) },
      "the state Charge: the query language JSONata is not known",
    ],
    ["variables", { Done: { ...done, Assign: {} } }, "the state Done: the field Assign is not known"],
    [
      "a heartbeat",
      { Charge: task({ HeartbeatSeconds: 5 }) },
      "the state Charge: the field HeartbeatSeconds is not known",
    ],
    [
      "another service",
      { Tell: task({ Resource: "arn:aws:states:::sqs:sendMessage" }) },
      "the state Tell: the Resource arn:aws:states:::sqs:sendMessage is not known",
    ],
    [
      "a function chosen by the input",
      { Charge: task({ Parameters: { "FunctionName.$": "$.f" } }) },
      "the state Charge: Parameters: the field FunctionName.$ is not known",
    ],
    [
      "a function by its name only",
      { Charge: task({ Parameters: { FunctionName: "steps" } }) },
      'the state Charge: FunctionName has to be a function\'s ARN without version or alias, not "steps"',
    ],
    [
      "an invocation type",
      { Charge: task({ Parameters: { FunctionName: STEPS, InvocationType: "Event" } }) },
      "the state Charge: Parameters: the field InvocationType is not known",
    ],
    [
      "an unknown field of the context object",
      { Charge: task({ InputPath: "$$.Map.Item.Value" }) },
      "the state Charge: $$.Map.Item.Value of the context object is not known",
    ],
    [
      "the token of a Task that does not wait for it",
      { Charge: task({ Parameters: { FunctionName: STEPS, Payload: { "t.$": "$$.Task.Token" } } }) },
      "the state Charge: $$.Task.Token of the context object is not known there",
    ],
    [
      "a timeout longer than a timer",
      { Charge: task({ TimeoutSeconds: 31_536_000 }) },
      "the state Charge: TimeoutSeconds may be at most 2147483 here",
    ],
    [
      "a ResultPath in brackets",
      { Charge: task({ ResultPath: "$['route']" }) },
      "the state Charge: the ResultPath $['route'] is not known: only $.name.name is",
    ],
    [
      "an intrinsic function",
      { Note: { Type: "Pass", Parameters: { "text.$": "States.Format('{}', $.a)" }, End: true } },
      "the state Note: the text.$ States.Format('{}', $.a) is not known: only $.name.name is",
    ],
    [
      "a comparison that does not run here",
      { Route: { Type: "Choice", Choices: [{ Variable: "$.a", NumericLessThan: 1, Next: "Route" }] } },
      "the state Route: Choices: the field NumericLessThan is not known",
    ],
    [
      "a Wait for a date",
      { Pause: { Type: "Wait", Timestamp: "2030-01-01T00:00:00Z", End: true } },
      "the state Pause: the field Timestamp is not known",
    ],
  ])("%s", (_what, states, refusal) => {
    expect(() => machineOf(states)).toThrow(`The local run cannot run the state machine Payments:\n  ${refusal}`);
  });

  test("several such things, all of them", () => {
    const states = { Each: { Type: "Map" }, Both: { Type: "Parallel" } };
    expect(() => machineOf(states)).toThrow(/the state Each: .*\n {2}the state Both: /);
  });
});

test("a definition that is not valid or calls a function that is not here is refused at the start", async () => {
  const lost = { Charge: task({ End: undefined, Next: "Nowhere" }) };
  await expect(Workbench.open(lost)).rejects.toThrow("The state machine Payments is not valid");
  const other = STEPS.replace("steps", "other");
  const foreign = { AwaitPayment: waitingTask({ Parameters: { FunctionName: other } }) };
  await expect(Workbench.open(foreign)).rejects.toThrow(
    `The state AwaitPayment of Payments invokes ${other}, which is not here.`,
  );
});

test("a literal that looks like a path is no path", () => {
  const states = { Note: { Type: "Pass", Result: { text: "$$.Map.Item" }, End: true } };
  expect(machineOf(states).definition.States).toEqual(states);
});
