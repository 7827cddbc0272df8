import { Duration, Stack } from "aws-cdk-lib";
import { PolicyStatement, ServicePrincipal } from "aws-cdk-lib/aws-iam";
import type { IFunction } from "aws-cdk-lib/aws-lambda";
import { Schedule, ScheduleExpression, TimeWindow } from "aws-cdk-lib/aws-scheduler";
import { LambdaInvoke } from "aws-cdk-lib/aws-scheduler-targets";
import { Construct } from "constructs";
import type { Alarms } from "./alarms.ts";
import { OwnRole } from "./own-role.ts";
import { DeadLetterQueue } from "./retry-queue.ts";

export interface EveryMinuteProps {
  target: IFunction;
  description: string;
  alarms: Alarms;
}

/** Calls a function each minute. A call that cannot be delivered is dropped after two tries: the next minute brings another. */
export class EveryMinute extends Construct {
  constructor(scope: Construct, id: string, { target, description, alarms }: EveryMinuteProps) {
    super(scope, id);
    const deadLetterQueue = new DeadLetterQueue(this, "DeadLetters", {
      alarms,
      alarmId: `${id}DeadLetters`,
      meaning: "The scheduler could not call the sweeper.",
      section: "Sweeper dead letters",
    }).queue;
    const role = new OwnRole(
      this,
      "Role",
      new ServicePrincipal("scheduler.amazonaws.com", {
        conditions: { StringEquals: { "aws:SourceAccount": Stack.of(this).account } },
      }),
    );
    role.addToPolicy(new PolicyStatement({ actions: ["lambda:InvokeFunction"], resources: [target.functionArn] }));
    role.addToPolicy(new PolicyStatement({ actions: ["sqs:SendMessage"], resources: [deadLetterQueue.queueArn] }));
    new Schedule(this, "Schedule", {
      description,
      schedule: ScheduleExpression.rate(Duration.minutes(1)),
      timeWindow: TimeWindow.off(),
      target: new LambdaInvoke(target, {
        deadLetterQueue,
        retryAttempts: 2,
        maxEventAge: Duration.minutes(1),
        // Rights are complete: left to itself the target would add one for every version and alias of the function.
        role: role.withoutPolicyUpdates(),
      }),
    });
  }
}
