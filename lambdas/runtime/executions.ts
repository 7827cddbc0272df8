/** Step Functions. Apart from `runtime.ts`, so that functions that steer no saga load no client for it. */

import {
  DescribeExecutionCommand,
  SendTaskSuccessCommand,
  SFNClient,
  StartExecutionCommand,
  StopExecutionCommand,
} from "@aws-sdk/client-sfn";
import { InvariantError } from "../../core/foundation/domain/errors.ts";
import type { Executions } from "../../core/payments/services/deps.ts";
import { requestHandler } from "./runtime.ts";

/** Step Functions answers in tens of milliseconds, and each of its calls here may be repeated. */
const REQUEST_TIMEOUT_MS = 3000;

let client: SFNClient | undefined;

function stepFunctions(): SFNClient {
  client ??= new SFNClient({ maxAttempts: 4, requestHandler: requestHandler(REQUEST_TIMEOUT_MS) });
  return client;
}

/** An execution is its machine's, whichever alias it was started by: `arn:aws:states:<region>:<account>:stateMachine:<name>[:<alias>]`. */
const MACHINE_PARTS = 7;

/** `stateMachineArn`: of the payment saga, or of its alias; a function that only wakes waiting tasks needs none. */
export function sagaExecutions(stateMachineArn?: string): Executions {
  const machine = () => {
    if (stateMachineArn === undefined) throw new InvariantError("this function was given no state machine");
    return stateMachineArn;
  };
  const executionArn = (name: string) => {
    const arn = machine().split(":").slice(0, MACHINE_PARTS).join(":");
    return `${arn.replace(":stateMachine:", ":execution:")}:${name}`;
  };
  return {
    async start(name, { tenantId, sagaId }) {
      const input = JSON.stringify({ tenantId, sagaId });
      await unless(["ExecutionAlreadyExists"], () =>
        stepFunctions().send(new StartExecutionCommand({ stateMachineArn: machine(), name, input })),
      );
    },
    async stop(name, cause) {
      await unless(["ExecutionDoesNotExist"], () =>
        stepFunctions().send(
          new StopExecutionCommand({ executionArn: executionArn(name), error: "Superseded", cause }),
        ),
      );
    },
    async isRunning(name) {
      const found = await unless(["ExecutionDoesNotExist"], () =>
        stepFunctions().send(new DescribeExecutionCommand({ executionArn: executionArn(name) })),
      );
      return found?.status === "RUNNING";
    },
    async wake(taskToken, output) {
      await unless(["TaskTimedOut", "TaskDoesNotExist"], () =>
        stepFunctions().send(new SendTaskSuccessCommand({ taskToken, output: JSON.stringify(output) })),
      );
    },
  };
}

/** An error of one of these names is an answer too: there is nothing there any more, or it is there already. */
async function unless<T>(names: readonly string[], call: () => Promise<T>): Promise<T | undefined> {
  try {
    return await call();
  } catch (error) {
    if (error instanceof Error && names.includes(error.name)) return undefined;
    throw error;
  }
}
