import { expect, test } from "@jest/globals";
import { machineOf, task, waitingTask } from "./workbench.ts";

const done = { Type: "Succeed" };
const to = (fields: object) => ({ Charge: task({ End: undefined, Next: "Done", ...fields }), Done: done });
const retry = (row: object) => to({ Retry: [{ ErrorEquals: ["Busy"], ...row }] });
const all = { ErrorEquals: ["States.ALL"] };
const choice = (row: object) => ({ Route: { Type: "Choice", Choices: [row], Default: "Done" }, Done: done });
const rule = { Variable: "$.a", StringEquals: "x", Next: "Done" };
const noRule = "the state Route: a choice has to have a Variable, one comparison and Next";

test.each<[string, Record<string, unknown>, string]>([
  ["leads nowhere", to({ Next: "Gone" }), "there is no state Gone"],
  ["catches to nowhere", to({ Catch: [{ ...all, Next: "Gone" }] }), "there is no state Gone"],
  ["chooses nowhere", choice({ ...rule, Next: "Gone" }), "there is no state Gone"],
  ["cannot reach a state", { Done: done, Lost: done }, "nothing leads to the state Lost"],
  ["both ends and goes on", to({ End: true }), "the state Charge: it has to have either Next or End"],
  ["neither ends nor goes on", { Charge: task({ End: undefined }) }, "it has to have either Next or End"],
  ["gives no time at all", to({ TimeoutSeconds: 0 }), "the state Charge: TimeoutSeconds has to be a positive integer"],
  ["has two timeouts", { Wait: waitingTask({ TimeoutSecondsPath: "$.s" }) }, "it has both TimeoutSeconds and"],
  ["retries nothing", to({ Retry: [{}] }), "the state Charge: Retry: a row has no ErrorEquals"],
  [
    "catches all too early",
    to({
      Catch: [
        { ...all, Next: "Done" },
        { ErrorEquals: ["A"], Next: "Done" },
      ],
    }),
    "last, alone",
  ],
  ["catches all and more", to({ Catch: [{ ErrorEquals: ["States.ALL", "A"], Next: "Done" }] }), "last, alone"],
  ["waits no second", retry({ IntervalSeconds: 0 }), "IntervalSeconds has to be a positive integer"],
  ["tries half a time", retry({ MaxAttempts: 0.5 }), "MaxAttempts has to be an integer, 0 or more"],
  ["waits ever shorter", retry({ BackoffRate: 0.5 }), "BackoffRate has to be at least 1"],
  ["has no longest wait", retry({ MaxDelaySeconds: 0 }), "MaxDelaySeconds has to be a positive integer"],
  ["jitters otherwise", retry({ JitterStrategy: "SOME" }), "JitterStrategy has to be FULL or NONE"],
  ["has nothing to choose", { Route: { Type: "Choice", Default: "Done" }, Done: done }, "it has no Choices"],
  ["compares nothing", choice({ Variable: "$.a", Next: "Done" }), noRule],
  ["compares twice", choice({ ...rule, IsPresent: true }), noRule],
  ["compares a text with a number", choice({ ...rule, StringEquals: 1 }), noRule],
  ["waits without end", { Pause: { Type: "Wait", Next: "Done" }, Done: done }, "either Seconds or SecondsPath"],
  [
    "waits backwards",
    { Pause: { Type: "Wait", Seconds: -1, Next: "Done" }, Done: done },
    "Seconds has to be an integer",
  ],
])("a definition that %s is not valid", (_what, states, fault) => {
  expect(() => machineOf(states)).toThrow(/^The state machine Payments is not valid:\n {2}/);
  expect(() => machineOf(states)).toThrow(fault);
});

test("a machine's own timeout is a positive integer, and a valid definition is taken as it is", () => {
  expect(() => machineOf(to({}), { TimeoutSeconds: 0 })).toThrow("TimeoutSeconds has to be a positive integer");
  expect(machineOf(to({ Retry: [all], Catch: [{ ...all, Next: "Done" }] })).definition.StartAt).toBe("Charge");
});
