import { ArnFormat, RemovalPolicy, Stack, Validations } from "aws-cdk-lib";
import { Policy, PolicyStatement, ServicePrincipal } from "aws-cdk-lib/aws-iam";
import type { Function as LambdaFunction } from "aws-cdk-lib/aws-lambda";
import { LogGroup, type RetentionDays } from "aws-cdk-lib/aws-logs";
import {
  type CfnStateMachine,
  DefinitionBody,
  LogLevel,
  StateMachine,
  StateMachineType,
} from "aws-cdk-lib/aws-stepfunctions";
import { Construct } from "constructs";
import type { Limits } from "../../core/foundation/domain/limits.ts";
import type { SagaRight } from "../functions.ts";
import { paymentMachine } from "../payment-machine.ts";
import { OwnRole } from "./own-role.ts";
import { placeInFindings } from "./place-in-findings.ts";

export interface PaymentSagaProps {
  /** Runs every task of the machine. */
  tasks: LambdaFunction;
  limits: Limits;
  logRetention: RetentionDays;
}

const ACTIONS: Record<SagaRight, string> = {
  start: "states:StartExecution",
  stop: "states:StopExecution",
  describe: "states:DescribeExecution",
  wake: "states:SendTaskSuccess",
};

/** The payment saga's state machine. Standard: an execution lives as long as a payment, and its history stays readable for 90 days. */
export class PaymentSaga extends Construct {
  readonly machine: StateMachine;

  constructor(scope: Construct, id: string, { tasks, limits, logRetention }: PaymentSagaProps) {
    super(scope, id);
    const destination = new LogGroup(this, "Logs", { retention: logRetention, removalPolicy: RemovalPolicy.DESTROY });
    const role = new OwnRole(
      this,
      "Role",
      new ServicePrincipal("states.amazonaws.com", {
        conditions: { StringEquals: { "aws:SourceAccount": Stack.of(this).account } },
      }),
    );
    role.addToPolicy(new PolicyStatement({ actions: ["lambda:InvokeFunction"], resources: [tasks.functionArn] }));
    Validations.of(role).acknowledge({
      id: "AwsSolutions-IAM5[Resource::*]",
      reason:
        "Log deliveries and traces know no resources; the function's invocation is granted on the function alone.",
    });
    this.machine = new StateMachine(this, "Machine", {
      comment: "One payment",
      stateMachineType: StateMachineType.STANDARD,
      definitionBody: DefinitionBody.fromString(Stack.of(this).toJsonString(paymentMachine(tasks.functionArn, limits))),
      role,
      tracingEnabled: true,
      // Without data: a task's token would be among it.
      logs: { destination, level: LogLevel.ALL, includeExecutionData: false },
    });
  }

  /** A policy beside the function's own: the machine needs the function, so the function must not need the machine. */
  letSteer(id: string, steering: LambdaFunction, rights: readonly SagaRight[]): void {
    const { stateMachineArn, stateMachineName } = this.machine;
    const actionsOf = (...some: SagaRight[]) =>
      rights.filter((right) => some.includes(right)).map((right) => ACTIONS[right]);
    const executions = Stack.of(this).formatArn({
      service: "states",
      resource: "execution",
      resourceName: `${stateMachineName}:*`,
      arnFormat: ArnFormat.COLON_RESOURCE_NAME,
    });
    const grants: [actions: string[], resource: string][] = [
      [actionsOf("start", "wake"), stateMachineArn],
      [actionsOf("stop", "describe"), executions],
    ];
    const policy = new Policy(this, `${id}Rights`, {
      statements: grants
        .filter(([actions]) => actions.length > 0)
        .map(([actions, resource]) => new PolicyStatement({ actions, resources: [resource] })),
    });
    const name = Stack.of(this).getLogicalId(this.machine.node.defaultChild as CfnStateMachine);
    Validations.of(policy).acknowledge({
      id: `AwsSolutions-IAM5[Resource::arn:<AWS::Partition>:states:${placeInFindings(this)}:execution:<${name}.Name>:*]`,
      reason: "Every execution of this one state machine: each has the name of its saga.",
    });
    if (steering.role) policy.attachToRole(steering.role);
    if (rights.some((right) => right !== "wake")) steering.addEnvironment("STATE_MACHINE_ARN", stateMachineArn);
  }
}
