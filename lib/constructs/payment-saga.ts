import { ArnFormat, RemovalPolicy, Stack, Validations } from "aws-cdk-lib";
import type { Alarm } from "aws-cdk-lib/aws-cloudwatch";
import { Policy, PolicyStatement, ServicePrincipal } from "aws-cdk-lib/aws-iam";
import { Alias, type IFunction, type Function as LambdaFunction } from "aws-cdk-lib/aws-lambda";
import { LogGroup, type RetentionDays } from "aws-cdk-lib/aws-logs";
import {
  type CfnStateMachine,
  CfnStateMachineAlias,
  CfnStateMachineVersion,
  DefinitionBody,
  LogLevel,
  StateMachine,
  StateMachineType,
} from "aws-cdk-lib/aws-stepfunctions";
import { Construct } from "constructs";
import type { Limits } from "../../core/foundation/domain/limits.ts";
import type { SagaRight } from "../functions.ts";
import { paymentMachine } from "../payment-machine.ts";
import { LIVE, type Shift } from "../shifts.ts";
import { OwnRole } from "./own-role.ts";
import { placeInFindings } from "./place-in-findings.ts";

export interface PaymentSagaProps {
  /** Runs every task of the machine. */
  tasks: IFunction;
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
  /** What executions are started by: the machine, or the alias of one of its versions. */
  private startArn: string;

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
    // Executions from before there was an alias call the function itself.
    const called = tasks instanceof Alias ? [tasks.functionArn, tasks.lambda.functionArn] : [tasks.functionArn];
    role.addToPolicy(new PolicyStatement({ actions: ["lambda:InvokeFunction"], resources: called }));
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
    this.startArn = this.machine.stateMachineArn;
  }

  /**
   * New executions go over to another definition by and by; those that run keep theirs. Before `letSteer`, which tells the
   * alias. An execution's name stays the machine's own: who starts one twice, by whichever version, starts one.
   */
  startByAlias({ machine: moves }: Shift | { machine: { type: "ALL_AT_ONCE" } }, undoneBy: readonly Alarm[]): void {
    const version = new CfnStateMachineVersion(this, "Version", {
      stateMachineArn: this.machine.stateMachineArn,
      stateMachineRevisionId: this.machine.stateMachineRevisionId,
    });
    const alias = new CfnStateMachineAlias(this, "Live", {
      name: LIVE,
      deploymentPreference: {
        stateMachineVersionArn: version.attrArn,
        ...moves,
        ...(undoneBy.length > 0 ? { alarms: undoneBy.map(({ alarmName }) => alarmName) } : {}),
      },
    });
    this.startArn = alias.attrArn;
  }

  /** A policy beside the function's own: the machine needs the function, so the function must not need the machine. */
  letSteer(id: string, steering: LambdaFunction, rights: readonly SagaRight[]): void {
    // Of an alias, too, Step Functions asks for the right on the machine.
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
    const arn = rights.includes("start") ? this.startArn : stateMachineArn;
    if (rights.some((right) => right !== "wake")) steering.addEnvironment("STATE_MACHINE_ARN", arn);
  }
}
