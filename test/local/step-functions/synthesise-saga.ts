/**
 * `synthesise-saga.ts <code> <outdir>`: a small saga in the words of the CDK: a step, a wait for a token, a compensation that
 * fails and is parked. `code`: the folder of its function.
 */
import { App, CfnOutput, Duration, Stack } from "aws-cdk-lib";
import * as lambda from "aws-cdk-lib/aws-lambda";
import * as sfn from "aws-cdk-lib/aws-stepfunctions";
import * as tasks from "aws-cdk-lib/aws-stepfunctions-tasks";

const [code, outdir] = process.argv.slice(2) as [string, string];
const app = new App({ outdir });
const stack = new Stack(app, "Sagas");
const steps = new lambda.Function(stack, "Steps", {
  runtime: lambda.Runtime.NODEJS_24_X,
  handler: "index.handler",
  code: lambda.Code.fromAsset(code),
  timeout: Duration.seconds(10),
});
const step = (name: string, integrationPattern?: sfn.IntegrationPattern) =>
  new tasks.LambdaInvoke(stack, name, {
    lambdaFunction: steps,
    payload: sfn.TaskInput.fromObject({
      step: name,
      sagaId: sfn.JsonPath.stringAt("$.sagaId"),
      executionName: sfn.JsonPath.executionName,
      ...(integrationPattern ? { token: sfn.JsonPath.taskToken } : {}),
    }),
    ...(integrationPattern ? { integrationPattern } : {}),
    ...(integrationPattern ? {} : { resultSelector: { "next.$": "$.Payload.next" } }),
    resultPath: "$.route",
    retryOnServiceExceptions: false,
    taskTimeout: sfn.Timeout.duration(Duration.seconds(30)),
  });
const parked = new sfn.Fail(stack, "NeedsReview", { error: "NeedsReview" });
const compensate = step("CancelCharge").addCatch(parked, { resultPath: "$.failure" });
compensate.addRetry({
  errors: ["States.TaskFailed"],
  interval: Duration.seconds(1),
  maxAttempts: 1,
  maxDelay: Duration.seconds(1),
  jitterStrategy: sfn.JitterType.FULL,
});
const route = new sfn.Choice(stack, "Route")
  .when(sfn.Condition.stringEquals("$.route.next", "Compensate"), compensate)
  .otherwise(new sfn.Succeed(stack, "Done"));
const machine = new sfn.StateMachine(stack, "PaymentSaga", {
  definitionBody: sfn.DefinitionBody.fromChainable(
    step("ChargePayment").next(step("AwaitPayment", sfn.IntegrationPattern.WAIT_FOR_TASK_TOKEN)).next(route),
  ),
  tracingEnabled: true,
});
new CfnOutput(stack, "StateMachineArn", { value: machine.stateMachineArn });
new CfnOutput(stack, "StateMachineName", { value: machine.stateMachineName });
app.synth();
