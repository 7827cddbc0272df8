import { CloudFormationClient, DescribeStacksCommand } from "@aws-sdk/client-cloudformation";
import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { LambdaClient } from "@aws-sdk/client-lambda";
import { paginateListExecutions, SFNClient, StopExecutionCommand } from "@aws-sdk/client-sfn";
import { PurgeQueueCommand, PurgeQueueInProgress, SQSClient } from "@aws-sdk/client-sqs";
import { LocalError } from "../../../local/local-error.ts";
import type { Place } from "../place.ts";
import { stackFunctions } from "./functions.ts";
import { dynamoDbTables } from "./tables.ts";

/** Between two looks at what runs. */
const LIST_MS = 5_000;

/** With the terminal's own credentials. */
export function awsPlace(
  { stack, region, shifts }: { stack: string; region?: string | undefined; shifts: boolean },
  pause: (ms: number) => Promise<void>,
): Place {
  const options = region === undefined ? {} : { region };
  const cloudFormation = new CloudFormationClient(options);
  return {
    outputs: () => outputsOf(cloudFormation, stack),
    functions: stackFunctions({ cloudFormation, lambda: new LambdaClient(options), stack, shifts }),
    tables: dynamoDbTables(new DynamoDBClient(options), pause),
    stopExecutions: (stateMachineArn) => stopExecutions(new SFNClient(options), stateMachineArn, pause),
    purge: (queueUrl) => purge(new SQSClient(options), queueUrl),
  };
}

/** Throws a `LocalError` while the stack is being deployed. */
export async function outputsOf(
  client: CloudFormationClient,
  stack: string,
): Promise<Readonly<Record<string, string>>> {
  const { Stacks } = await client.send(new DescribeStacksCommand({ StackName: stack }));
  const { StackStatus = "", Outputs = [] } = Stacks?.[0] ?? {};
  if (!/^(CREATE|UPDATE|UPDATE_ROLLBACK|IMPORT)_COMPLETE$/.test(StackStatus))
    throw new LocalError(`The stack ${stack} is ${StackStatus || "not there"}: wait until it is at rest.`);
  return Object.fromEntries(Outputs.map(({ OutputKey = "", OutputValue = "" }) => [OutputKey, OutputValue]));
}

/** A list may lag behind, so one that shows nothing is the end. */
export async function stopExecutions(
  client: SFNClient,
  stateMachineArn: string,
  pause: (ms: number) => Promise<void>,
): Promise<number> {
  const stopped = new Set<string | undefined>();
  const running = { stateMachineArn, statusFilter: "RUNNING" } as const;
  for (let isFirst = true; ; isFirst = false) {
    if (!isFirst) await pause(LIST_MS);
    let listed = 0;
    for await (const { executions = [] } of paginateListExecutions({ client }, running))
      for (const { executionArn } of executions) {
        listed++;
        // One that has ended meanwhile is answered in the same way.
        await client.send(
          new StopExecutionCommand({ executionArn, error: "Restored", cause: "the tables are set back" }),
        );
        stopped.add(executionArn);
      }
    if (listed === 0) return stopped.size;
  }
}

/** SQS deletes for up to a minute, and refuses to be asked twice in one: then it is at it. */
export async function purge(client: SQSClient, QueueUrl: string): Promise<void> {
  try {
    await client.send(new PurgeQueueCommand({ QueueUrl }));
  } catch (error) {
    if (!(error instanceof PurgeQueueInProgress)) throw error;
  }
}
