import { SendMessageCommand, type SQSClient } from "@aws-sdk/client-sqs";
import type { Activity } from "../functions/activity.ts";
import type { FunctionPool } from "../functions/function-pool.ts";
import { LocalError } from "../local-error.ts";
import { physicalName, queueArn, queueUrl } from "../servers/addresses.ts";
import type { Resource } from "../template/template.ts";
import { compileFilters } from "./event-filter.ts";
import { QUEUE_CONCURRENCY_MAX, QueueTrigger } from "./queue-trigger.ts";
import { Schedule } from "./schedules.ts";
import { type Checkpoints, StreamTrigger } from "./stream-trigger.ts";
import { StreamsClient } from "./streams-client.ts";
import type { Complain, Trigger } from "./trigger.ts";

/** Triggers from the template's event source mappings and schedules. */

export interface TriggerParts {
  pools: Map<string, FunctionPool>;
  sqs: SQSClient;
  sqsEndpoint: string;
  dynamoDbEndpoint: string;
  activity: Activity;
  checkpoints: Checkpoints;
  complain: Complain;
}

interface MappingProperties {
  EventSourceArn: string;
  FunctionName: string;
  BatchSize?: number;
  BisectBatchOnFunctionError?: boolean;
  DestinationConfig?: { OnFailure?: { Destination?: string } };
  FilterCriteria?: { Filters?: { Pattern: string }[] };
  FunctionResponseTypes?: string[];
  MaximumRecordAgeInSeconds?: number;
  MaximumRetryAttempts?: number;
  ScalingConfig?: { MaximumConcurrency?: number };
}

export function makeMapping(resource: Resource, parts: TriggerParts): Trigger {
  const properties = resource.properties as unknown as MappingProperties;
  if (properties.EventSourceArn.startsWith("arn:aws:sqs:")) return queueMapping(resource, properties, parts);
  if (/^arn:aws:dynamodb:.*\/stream\//.test(properties.EventSourceArn)) return streamMapping(properties, parts);
  throw new LocalError(`${resource.logicalId} reads from ${properties.EventSourceArn}, which the local run cannot.`);
}

function queueMapping(resource: Resource, properties: MappingProperties, parts: TriggerParts): Trigger {
  if (properties.FilterCriteria) {
    throw new LocalError(`${resource.logicalId} filters a queue's messages, which the local run does not know.`);
  }
  return new QueueTrigger({
    client: parts.sqs,
    queueUrl: urlOfQueue(properties.EventSourceArn, parts),
    queueArn: properties.EventSourceArn,
    function: poolOf(properties.FunctionName, parts),
    batchSize: properties.BatchSize ?? 10,
    concurrency: Math.min(properties.ScalingConfig?.MaximumConcurrency ?? QUEUE_CONCURRENCY_MAX, QUEUE_CONCURRENCY_MAX),
    reportsItemFailures: reportsItemFailures(properties),
    complain: parts.complain,
  });
}

function streamMapping(properties: MappingProperties, parts: TriggerParts): Trigger {
  const destination = properties.DestinationConfig?.OnFailure?.Destination;
  return new StreamTrigger({
    client: new StreamsClient(parts.dynamoDbEndpoint),
    table: /:table\/([^/]+)\/stream\//.exec(properties.EventSourceArn)?.[1] ?? "",
    eventSourceArn: properties.EventSourceArn,
    function: poolOf(properties.FunctionName, parts),
    functionArn: properties.FunctionName,
    filter: compileFilters((properties.FilterCriteria?.Filters ?? []).map((row) => row.Pattern)),
    batchSize: properties.BatchSize ?? 100,
    reportsItemFailures: reportsItemFailures(properties),
    bisects: properties.BisectBatchOnFunctionError ?? false,
    retriesMax: properties.MaximumRetryAttempts ?? -1,
    recordAgeMaxSeconds: properties.MaximumRecordAgeInSeconds ?? -1,
    sendFailure: destination ? sender(urlOfQueue(destination, parts), parts.sqs) : undefined,
    activity: parts.activity,
    checkpoints: parts.checkpoints,
    complain: parts.complain,
  });
}

export function makeSchedule(resource: Resource, parts: TriggerParts): Trigger {
  const { ScheduleExpression, Target } = resource.properties as {
    ScheduleExpression: string;
    Target: { Arn: string; Input?: string };
  };
  if (Target.Input !== undefined) throw new LocalError(`${resource.logicalId} has an Input, which is not known here.`);
  return new Schedule({
    name: resource.logicalId,
    arn: `arn:aws:scheduler:local:schedule/default/${physicalName(resource)}`,
    expression: ScheduleExpression,
    function: poolOf(Target.Arn, parts),
    complain: parts.complain,
  });
}

function reportsItemFailures({ FunctionResponseTypes }: MappingProperties): boolean {
  return FunctionResponseTypes?.includes("ReportBatchItemFailures") ?? false;
}

/** Mappings name a function by its ARN or its name. */
function poolOf(nameOrArn: string, { pools }: TriggerParts): FunctionPool {
  for (const [arn, pool] of pools) if (arn === nameOrArn || arn.endsWith(`:function:${nameOrArn}`)) return pool;
  throw new LocalError(`The template has a trigger for ${nameOrArn}, which is no function of it.`);
}

function urlOfQueue(arn: string, { sqsEndpoint }: TriggerParts): string {
  const name = arn.split(":").at(-1) ?? "";
  if (queueArn(name) !== arn) throw new LocalError(`${arn} is no queue of the template.`);
  return queueUrl(sqsEndpoint, name);
}

function sender(QueueUrl: string, sqs: SQSClient): (message: string) => Promise<void> {
  return async (MessageBody) => {
    await sqs.send(new SendMessageCommand({ QueueUrl, MessageBody }));
  };
}
