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

const TABLE: Known = {
  run: [
    "KeySchema",
    "AttributeDefinitions",
    "GlobalSecondaryIndexes",
    "StreamSpecification",
    "TimeToLiveSpecification",
  ],
  harmless: [
    "BillingMode",
    "DeletionProtectionEnabled",
    "PointInTimeRecoverySpecification",
    "SSESpecification",
    "TableClass",
    "Tags",
    "Replicas",
    "ContributorInsightsSpecification",
    "OnDemandThroughput",
    "WriteOnDemandThroughputSettings",
  ],
};

const RUN: Record<string, Known> = {
  "AWS::DynamoDB::Table": TABLE,
  "AWS::DynamoDB::GlobalTable": TABLE,
  "AWS::SQS::Queue": {
    run: [
      "VisibilityTimeout",
      "MessageRetentionPeriod",
      "RedrivePolicy",
      "DelaySeconds",
      "ReceiveMessageWaitTimeSeconds",
      "MaximumMessageSize",
    ],
    harmless: ["SqsManagedSseEnabled", "KmsMasterKeyId", "Tags", "RedriveAllowPolicy"],
  },
  "AWS::Lambda::Function": {
    run: ["Code", "Handler", "Runtime", "Environment", "Timeout", "MemorySize", "ReservedConcurrentExecutions"],
    harmless: [
      "Architectures",
      "Description",
      "LoggingConfig",
      "Role",
      "Tags",
      "TracingConfig",
      "EphemeralStorage",
      "RecursiveLoop",
      "RuntimeManagementConfig",
    ],
    only: { PackageType: ["Zip"] },
  },
  "AWS::Lambda::EventSourceMapping": {
    run: [
      "BatchSize",
      "BisectBatchOnFunctionError",
      "DestinationConfig",
      "Enabled",
      "EventSourceArn",
      "FilterCriteria",
      "FunctionName",
      "FunctionResponseTypes",
      "MaximumBatchingWindowInSeconds",
      "MaximumRecordAgeInSeconds",
      "MaximumRetryAttempts",
      "ScalingConfig",
      "StartingPosition",
    ],
    // The engine's stream is one shard: its batches run one after the other, in order.
    harmless: ["ParallelizationFactor", "MetricsConfig", "Tags"],
  },
  "AWS::ApiGatewayV2::Api": {
    run: ["Name", "ProtocolType"],
    harmless: ["Description", "Tags", "DisableExecuteApiEndpoint"],
    only: { ProtocolType: ["HTTP"], DisableExecuteApiEndpoint: [false] },
  },
  "AWS::ApiGatewayV2::Integration": {
    run: ["ApiId", "IntegrationType", "IntegrationUri", "PayloadFormatVersion", "TimeoutInMillis"],
    harmless: ["Description", "IntegrationMethod", "CredentialsArn"],
    only: { IntegrationType: ["AWS_PROXY"], PayloadFormatVersion: ["2.0"] },
  },
  "AWS::ApiGatewayV2::Route": {
    run: ["ApiId", "RouteKey", "Target"],
    harmless: ["OperationName"],
    only: { AuthorizationType: ["NONE"], ApiKeyRequired: [false] },
  },
  "AWS::ApiGatewayV2::Stage": {
    run: ["ApiId", "StageName"],
    // Throttling protects an account's quota; one machine is its own limit.
    harmless: ["AutoDeploy", "AccessLogSettings", "DefaultRouteSettings", "RouteSettings", "Description", "Tags"],
    only: { StageName: ["$default"] },
  },
  "AWS::Scheduler::Schedule": {
    run: ["ScheduleExpression", "State", "Target"],
    harmless: ["Description", "FlexibleTimeWindow", "GroupName", "Name", "KmsKeyArn", "ScheduleExpressionTimezone"],
  },
  "AWS::SecretsManager::Secret": {
    run: ["GenerateSecretString", "SecretString"],
    harmless: ["Description", "KmsKeyId", "Name", "Tags", "ReplicaRegions"],
  },
  "AWS::StepFunctions::StateMachine": {
    run: ["DefinitionString", "DefinitionSubstitutions"],
    // Every event of every execution is kept here, whatever the log level.
    harmless: ["EncryptionConfiguration", "LoggingConfiguration", "RoleArn", "Tags", "TracingConfiguration"],
    only: { StateMachineType: ["STANDARD"] },
  },
};

/** Nothing here reads them: rights, logs, alarms and dashboards of the cloud. */
const HARMLESS = new Set([
  "AWS::ApplicationInsights::Application",
  "AWS::CDK::Metadata",
  "AWS::CloudWatch::Alarm",
  "AWS::CloudWatch::CompositeAlarm",
  "AWS::CloudWatch::Dashboard",
  "AWS::IAM::ManagedPolicy",
  "AWS::IAM::Policy",
  "AWS::IAM::Role",
  "AWS::KMS::Alias",
  "AWS::KMS::Key",
  "AWS::Lambda::Permission",
  "AWS::Logs::LogGroup",
  "AWS::Logs::MetricFilter",
  "AWS::Logs::QueryDefinition",
  "AWS::SQS::QueuePolicy",
  "AWS::Scheduler::ScheduleGroup",
  "AWS::SecretsManager::ResourcePolicy",
  // Where alarms go; no function publishes.
  "AWS::SNS::Subscription",
  "AWS::SNS::Topic",
  "AWS::SNS::TopicPolicy",
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
  if (!known) return [`${where}: this resource type is not known`];
  return Object.entries(resource.properties).flatMap(([name, value]) => {
    const allowed = known.only?.[name];
    if (allowed) return allowed.includes(value) ? [] : [`${where}: ${name} may only be ${allowed.join(" or ")} here`];
    if (known.run.includes(name) || known.harmless.includes(name)) return [];
    return [`${where}: the property ${name} is not known`];
  });
}
