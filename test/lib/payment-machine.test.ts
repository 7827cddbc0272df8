import { describe, expect, test } from "@jest/globals";
import { LIMITS } from "../../core/foundation/domain/limits.ts";
import { PAYMENT_SAGA, PAYMENT_STOPS, PAYMENT_TASKS } from "../../core/payments/domain/payment-saga.ts";
import { functionNamed, ofType, type Resource, synthesise } from "./synthesis.ts";

interface Rule {
  Variable: string;
  StringEquals: string;
  Next: string;
}

interface State {
  Type: string;
  Next?: string;
  Default?: string;
  Choices?: Rule[];
  Catch?: { ErrorEquals: string[]; Next: string; ResultPath: string }[];
  Retry?: Record<string, unknown>[];
  TimeoutSeconds?: number;
  TimeoutSecondsPath?: string;
  Parameters?: { FunctionName: string; Payload: Record<string, string> };
  SecondsPath?: string;
}

interface Definition {
  StartAt: string;
  States: Record<string, State>;
}

/** The definition as it is deployed, read back out of the template; the function's ARN is replaced by its logical id. */
function definitionOf(limits: "production" | "demo"): {
  definition: Definition;
  machine: Resource;
  functionId: string;
} {
  const { service } = synthesise({ limits, sandbox: true });
  const [[, machine]] = ofType(service, "AWS::StepFunctions::StateMachine") as [[string, Resource]];
  const [, parts] = (machine.Properties.DefinitionString as { "Fn::Join": [string, unknown[]] })["Fn::Join"];
  const text = parts
    .map((part) => (typeof part === "string" ? part : (part as { "Fn::GetAtt": [string, string] })["Fn::GetAtt"][0]))
    .join("");
  return { definition: JSON.parse(text), machine, functionId: functionNamed(service, "PaymentSaga")[0] };
}

const { definition, machine, functionId } = definitionOf("production");
const states = Object.entries(definition.States);
const stateOf = (name: string): State => {
  const found = definition.States[name];
  if (!found) throw new Error(`there is no state ${name}`);
  return found;
};
const tasks = states.filter(([, { Type }]) => Type === "Task");
const targetsOf = ({ Next, Default, Choices = [], Catch = [] }: State): string[] => [
  ...new Set(
    [Next, Default, ...Choices.map((rule) => rule.Next), ...Catch.map((row) => row.Next)].filter(
      (name) => name !== undefined,
    ),
  ),
];

/** Every state that can come after `from`, none of `through` passed on the way. */
function reachable(from: string, through: ReadonlySet<string>): Set<string> {
  const found = new Set<string>();
  const open = targetsOf(stateOf(from));
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    if (found.has(next)) continue;
    found.add(next);
    if (!through.has(next)) open.push(...targetsOf(stateOf(next)));
  }
  return found;
}

/** Steps that another party's money depends on: those that call the channel, and the one that credits the wallet. */
const MONEY = ["ChargePayment", "AwaitPayment", "ReconcilePayment", "SettlePayment", "CancelCharge"];
/** These act on nothing but what is on record, so the way may go on from them. */
const SAFE_AFTER = new Set(["SettlePayment", "CancelCharge", "CancelOrder", "ParkSaga"]);
/** `Route` goes where the row says that the saga stands, and nowhere else. */
const ON_RECORD = new Set([...SAFE_AFTER, "Route"]);

describe("the payment saga's state machine", () => {
  test("has a Task for each step and each compensation of the table, and every place that code can send it to", () => {
    const compensations = PAYMENT_SAGA.flatMap(({ compensation }) => compensation ?? []);
    // FulfilOrder's transaction closes the saga.
    const steps = PAYMENT_SAGA.map(({ step }) => step).filter((step) => step !== "ClosePayment");
    expect(tasks.map(([name]) => name)).toEqual(expect.arrayContaining([...steps, ...compensations]));
    expect(tasks.map(([name]) => name).sort()).toEqual([...PAYMENT_TASKS].sort());
    for (const name of PAYMENT_STOPS) expect(definition.States).toHaveProperty(name);
  });

  test("begins by taking the saga over and goes to wherever its cursor stands", () => {
    expect(definition.StartAt).toBe("CreateOrder");
    expect(targetsOf(stateOf("CreateOrder"))).toEqual(["Route"]);
    const everywhere = [...PAYMENT_TASKS, ...PAYMENT_STOPS];
    expect(
      stateOf("Route")
        .Choices?.map((rule) => rule.Next)
        .sort(),
    ).toEqual([...everywhere].sort());
  });

  test("every state is reached, and every target is a state", () => {
    const all = reachable(definition.StartAt, new Set());
    expect([...all].sort()).toEqual(Object.keys(definition.States).sort());
  });

  test("a Choice goes by the answer of a task alone: to the state that it names", () => {
    for (const [, { Choices = [] }] of states.filter(([, { Type }]) => Type === "Choice")) {
      for (const rule of Choices) {
        expect(rule).toEqual({ Variable: "$.route.next", StringEquals: rule.Next, Next: rule.Next });
      }
    }
    expect(stateOf("RouteCharge").Default).toBe("Route");
    expect(stateOf("RouteCancel").Default).toBe("Route");
    expect(stateOf("RouteSettle").Default).toBe("Outdated");
    expect(stateOf("Route").Default).toBe("Outdated");
  });

  test("every Task runs the saga's function and says which task, of which saga, in which execution", () => {
    for (const [name, { Parameters }] of tasks) {
      expect(Parameters?.FunctionName).toBe(functionId);
      expect(Parameters?.Payload).toEqual({
        task: name,
        "tenantId.$": "$.tenantId",
        "sagaId.$": "$.sagaId",
        "executionName.$": "$$.Execution.Name",
        ...(name === "AwaitPayment" ? { "token.$": "$$.Task.Token" } : {}),
      });
    }
  });

  test.each(["production", "demo"] as const)(
    "%s: every Task ends, after its function was killed and not before",
    (profile) => {
      const { timeoutSeconds } = LIMITS[profile].saga;
      for (const [name, state] of Object.entries(definitionOf(profile).definition.States)) {
        const { Type, TimeoutSeconds = 0, TimeoutSecondsPath } = state;
        if (Type !== "Task") continue;
        if (name === "AwaitPayment") {
          // What is left of the customer's time; every answer that leads there says it.
          expect([TimeoutSecondsPath, state.TimeoutSeconds]).toEqual(["$.route.waitSeconds", undefined]);
        } else {
          expect(TimeoutSeconds).toBeGreaterThan(timeoutSeconds);
          expect(TimeoutSeconds).toBeLessThan(timeoutSeconds + 60);
        }
      }
    },
  );

  test("every Task is tried three times more, with jitter and a bound", () => {
    for (const [, { Retry = [] }] of tasks) {
      expect(Retry).toHaveLength(1);
      expect(Retry[0]).toMatchObject({ IntervalSeconds: 1, BackoffRate: 2, MaxAttempts: 3, JitterStrategy: "FULL" });
      expect(Retry[0]?.MaxDelaySeconds).toBeGreaterThan(0);
    }
  });

  test("a wait for the customer whose time is up is reconciled and not waited once more", () => {
    expect(stateOf("AwaitPayment").Retry?.[0]?.ErrorEquals).toEqual(["States.TaskFailed"]);
    expect(targetsOf(stateOf("AwaitPayment"))).toEqual(["ReconcilePayment"]);
  });

  test("a Catch leads to the lookup of a charge or to a person, and keeps the execution's input", () => {
    const caught = states.flatMap(([name, { Catch = [] }]) => Catch.map((row) => [name, row.Next, row.ResultPath]));
    expect(caught.sort()).toEqual([
      ["AwaitPayment", "ReconcilePayment", "$.failure"],
      ["CancelCharge", "ParkSaga", "$.failure"],
      ["CancelOrder", "ParkSaga", "$.failure"],
      ["ChargePayment", "ReconcilePayment", "$.failure"],
    ]);
  });

  test.each(MONEY)("%s is left settled, compensated or parked, or as the row says", (step) => {
    const ends = [...reachable(step, ON_RECORD)].filter((name) => ["Succeed", "Fail"].includes(stateOf(name).Type));
    // The row says NEEDS_REVIEW, or that another execution has taken the saga over: nothing else ends here.
    const settled = ["Completed", "Superseded", "Outdated"];
    const allowed = step === "SettlePayment" ? settled : ["Compensated", "NeedsReview", "Superseded"];
    for (const name of ends) expect(allowed).toContain(name);
    if (step !== "CancelCharge") expect(ends).not.toContain("Compensated");
  });

  test.each(["ChargePayment", "AwaitPayment", "ReconcilePayment"])(
    "%s never leads to fulfilment without settlement, and never from a failure to a compensation",
    (step) => {
      const before = reachable(step, ON_RECORD);
      expect([...before]).not.toContain("FulfilOrder");
      expect([...before]).not.toContain("Completed");
      for (const { Next } of stateOf(step).Catch ?? []) expect(Next).toBe("ReconcilePayment");
    },
  );

  test("after the pivot there is no way back: a settled payment is fulfilled, and that is the end", () => {
    const after = [...reachable("SettlePayment", new Set())].filter((name) => stateOf(name).Type === "Task");
    expect(after.sort()).toEqual(["FulfilOrder", "SettlePayment"]);
    expect(stateOf("FulfilOrder")).toMatchObject({ End: true });
  });

  test("a wait ends at the step that asked for it, after as many seconds as it said", () => {
    expect(stateOf("WaitForPayment")).toMatchObject({ SecondsPath: "$.route.waitSeconds", Next: "ReconcilePayment" });
    expect(stateOf("WaitToSettle")).toMatchObject({ SecondsPath: "$.route.waitSeconds", Next: "SettlePayment" });
    expect(stateOf("WaitToCancel")).toMatchObject({ SecondsPath: "$.route.waitSeconds", Next: "CancelCharge" });
  });

  test("only what a person or a newer definition has to look at ends FAILED", () => {
    const failing = states.filter(([, { Type }]) => Type === "Fail").map(([name]) => name);
    expect(failing.sort()).toEqual(["NeedsReview", "Outdated"]);
  });

  const WAYS: [title: string, transitions: number, way: string[]][] = [
    ["without the customer", 7, ["ChargePayment", "RouteCharge", "SettlePayment"]],
    [
      "with the customer",
      10,
      ["ChargePayment", "RouteCharge", "AwaitPayment", "ReconcilePayment", "RouteCharge", "SettlePayment"],
    ],
  ];
  test.each(WAYS)("a happy payment %s takes %i transitions", (_title, transitions, middle) => {
    const way = ["CreateOrder", "Route", ...middle, "RouteSettle", "FulfilOrder"];
    for (const [index, name] of way.entries()) {
      const next = way[index + 1];
      if (next !== undefined) expect(targetsOf(stateOf(name))).toContain(next);
    }
    expect(way).toHaveLength(transitions);
  });

  test("is a Standard machine, traced, and logged without data", () => {
    expect(machine.Properties).toMatchObject({
      StateMachineType: "STANDARD",
      TracingConfiguration: { Enabled: true },
      LoggingConfiguration: { Level: "ALL", IncludeExecutionData: false },
    });
  });
});
