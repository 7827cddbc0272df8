import { afterEach, expect, test } from "@jest/globals";
import { LIMITS } from "../../../core/foundation/domain/limits.ts";
import { paymentMachine } from "../../../lib/payment-machine.ts";
import { makeStateMachine } from "../../../local/step-functions/state-machine.ts";
import { STEPS, Workbench } from "./workbench.ts";

let workbench: Workbench;

afterEach(() => workbench.close());

test("a payment that nobody pays is looked up as soon as its time is over, and compensated", async () => {
  const definition = JSON.stringify(paymentMachine(STEPS, LIMITS.demo));
  const answers: Record<string, object> = {
    CreateOrder: { next: "AwaitPayment", waitSeconds: 1 },
    AwaitPayment: { next: "AwaitPayment", waitSeconds: 0 },
    ReconcilePayment: { next: "CancelCharge", waitSeconds: 0 },
    CancelCharge: { next: "CancelOrder", waitSeconds: 0 },
    CancelOrder: { next: "Compensated", waitSeconds: 0 },
  };
  workbench = await Workbench.open(makeStateMachine("Payments", definition, "arn:aws:iam::000000000000:role/saga"), {
    script: ({ task }) => answers[String(task)],
  });
  const execution = await workbench.run({ tenantId: "acme", sagaId: "sag_acme_1" });
  expect(execution.status).toBe("SUCCEEDED");
  expect(workbench.events.map(({ task }) => task)).toEqual([
    "CreateOrder",
    "AwaitPayment",
    "ReconcilePayment",
    "CancelCharge",
    "CancelOrder",
  ]);
  const entered = (await workbench.history(execution.executionArn)).map(
    (event) => event.stateEnteredEventDetails?.name,
  );
  expect(entered.filter((name) => name !== undefined).slice(-2)).toEqual(["RouteCancel", "Compensated"]);
});
