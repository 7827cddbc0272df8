import { Duration, Stack } from "aws-cdk-lib";
import { PolicyStatement, ServicePrincipal } from "aws-cdk-lib/aws-iam";
import type { IFunction } from "aws-cdk-lib/aws-lambda";
import { Schedule, ScheduleExpression, TimeWindow } from "aws-cdk-lib/aws-scheduler";
import { LambdaInvoke } from "aws-cdk-lib/aws-scheduler-targets";
import type { Queue } from "aws-cdk-lib/aws-sqs";
import { Construct } from "constructs";
import type { Alarms } from "./alarms.ts";
import { OwnRole } from "./own-role.ts";
import { DeadLetterQueue } from "./retry-queue.ts";

/** Longer than this no call is tried again: by then there is another, or an alarm. */
const AGE_MAX = Duration.minutes(15);

/** Calls functions at their rates. A call that cannot be delivered is dropped after two tries: the next brings another. */
export class Schedules extends Construct {
  readonly #deadLetterQueue: Queue;
  readonly #role: OwnRole;

  constructor(scope: Construct, id: string, { alarms }: { alarms: Alarms }) {
    super(scope, id);
    this.#deadLetterQueue = new DeadLetterQueue(this, "DeadLetters", {
      alarms,
      alarmId: "ScheduleDeadLetters",
      meaning: "The scheduler could not call a function.",
      section: "Schedule dead letters",
    }).queue;
    this.#role = new OwnRole(
      this,
      "Role",
      new ServicePrincipal("scheduler.amazonaws.com", {
        conditions: { StringEquals: { "aws:SourceAccount": Stack.of(this).account } },
      }),
    );
    const letters = { actions: ["sqs:SendMessage"], resources: [this.#deadLetterQueue.queueArn] };
    this.#role.addToPolicy(new PolicyStatement(letters));
  }

  /** Once each `period`, and once more where the scheduler is not sure. */
  call(id: string, target: IFunction, { period, description }: { period: Duration; description: string }): void {
    this.#role.addToPolicy(
      new PolicyStatement({ actions: ["lambda:InvokeFunction"], resources: [target.functionArn] }),
    );
    new Schedule(this, id, {
      description,
      schedule: ScheduleExpression.rate(period),
      timeWindow: TimeWindow.off(),
      target: new LambdaInvoke(target, {
        deadLetterQueue: this.#deadLetterQueue,
        retryAttempts: 2,
        maxEventAge: Duration.seconds(Math.min(period.toSeconds(), AGE_MAX.toSeconds())),
        // Rights are complete: left to itself the target would add one for every version and alias of the function.
        role: this.#role.withoutPolicyUpdates(),
      }),
    });
  }
}
