import { LocalError } from "../local-error.ts";
import type { Resource } from "./template.ts";

/** What of the template runs here. A type or property missing below stops the start: nothing is ignored in silence. */

interface Known {
  /** Properties that are carried out. */
  run: readonly string[];
  /** Properties without effect on one machine: rights, cost, encryption at rest, retention, names for people. */
  harmless: readonly string[];
  /** Properties that are fine with these values only. */
  only?: Record<string, readonly unknown[]>;
}

const RUN: Record<string, Known> = {
  "AWS::DynamoDB::Table": {
    run: [
      ...["KeySchema", "AttributeDefinitions", "GlobalSecondaryIndexes"],
      ...["StreamSpecification", "TimeToLiveSpecification"],
    ],
    harmless: ["BillingMode", "DeletionProtectionEnabled", "PointInTimeRecoverySpecification", "SSESpecification"],
  },
  "AWS::SQS::Queue": {
    run: ["VisibilityTimeout", "MessageRetentionPeriod", "RedrivePolicy"],
    harmless: ["SqsManagedSseEnabled"],
  },
  "AWS::Lambda::Function": {
    run: ["Code", "Handler", "Runtime", "Environment", "Timeout", "MemorySize"],
    harmless: ["Architectures", "Description", "LoggingConfig", "Role", "TracingConfig"],
  },
  "AWS::Lambda::EventSourceMapping": {
    run: [
      ...["BatchSize", "BisectBatchOnFunctionError", "DestinationConfig", "EventSourceArn", "FilterCriteria"],
      ...["FunctionName", "MaximumRecordAgeInSeconds", "MaximumRetryAttempts", "ScalingConfig"],
    ],
    harmless: [],
    only: { FunctionResponseTypes: ["ReportBatchItemFailures"], StartingPosition: ["TRIM_HORIZON"] },
  },
  "AWS::ApiGatewayV2::Api": { run: ["Name"], harmless: ["Description"], only: { ProtocolType: ["HTTP"] } },
  "AWS::ApiGatewayV2::Integration": {
    run: ["ApiId", "IntegrationUri"],
    harmless: [],
    only: { IntegrationType: ["AWS_PROXY"], PayloadFormatVersion: ["2.0"] },
  },
  "AWS::ApiGatewayV2::Route": {
    run: ["ApiId", "RouteKey", "Target"],
    harmless: [],
    only: { AuthorizationType: ["NONE"] },
  },
  "AWS::ApiGatewayV2::Stage": {
    run: ["ApiId"],
    // Throttling protects an account's quota; one machine is its own limit.
    harmless: ["AutoDeploy", "AccessLogSettings", "DefaultRouteSettings"],
    only: { StageName: ["$default"] },
  },
  "AWS::Scheduler::Schedule": {
    run: ["ScheduleExpression", "Target"],
    harmless: ["Description", "FlexibleTimeWindow", "ScheduleExpressionTimezone"],
    only: { State: ["ENABLED"] },
  },
  "AWS::SecretsManager::Secret": { run: ["GenerateSecretString"], harmless: ["Description"] },
  "AWS::StepFunctions::StateMachine": {
    run: ["DefinitionString"],
    // Every event of every execution is kept here, whatever the log level.
    harmless: ["LoggingConfiguration", "RoleArn", "TracingConfiguration"],
    only: { StateMachineType: ["STANDARD"] },
  },
};

/** Nothing here reads them: rights, logs, alarms and dashboards of the cloud. */
const HARMLESS = new Set([
  ...["AWS::CloudWatch::Alarm", "AWS::CloudWatch::CompositeAlarm", "AWS::CloudWatch::Dashboard", "AWS::Logs::LogGroup"],
  ...["AWS::IAM::Policy", "AWS::IAM::Role", "AWS::Lambda::Permission", "AWS::SQS::QueuePolicy"],
  // Where alarms go; no function publishes.
  ...["AWS::SNS::Subscription", "AWS::SNS::Topic", "AWS::SNS::TopicPolicy"],
]);

/** Names everything that cannot run here, or returns the resources to run. */
export function runnable(resources: Resource[]): Resource[] {
  const refusals = resources.flatMap(refusalsOf);
  if (refusals.length > 0) {
    throw new LocalError(`The local run cannot run this template:\n  ${refusals.join("\n  ")}`);
  }
  return resources.filter((resource) => resource.type in RUN);
}

function refusalsOf(resource: Resource): string[] {
  if (HARMLESS.has(resource.type)) return [];
  const known = RUN[resource.type];
  const where = `${resource.logicalId} (${resource.type})`;
  if (resource.condition !== undefined) return [`${where}: its condition ${resource.condition} is not known`];
  if (!known) return [`${where}: this resource type is not known`];
  return Object.entries(resource.properties).flatMap(([name, value]) => {
    const allowed = known.only?.[name];
    if (allowed)
      return [value].flat().every((one) => allowed.includes(one))
        ? []
        : [`${where}: ${name} may only be ${allowed.join(" or ")} here`];
    if (known.run.includes(name) || known.harmless.includes(name)) return [];
    return [`${where}: the property ${name} is not known`];
  });
}
