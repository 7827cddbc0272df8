/**
 * AWS list prices of us-east-1 in US dollars, without free tier, savings plans and volume discounts, as published in
 * 2025: https://aws.amazon.com/dynamodb/pricing/on-demand/ (on-demand rates since 1 November 2024),
 * https://aws.amazon.com/lambda/pricing/, https://aws.amazon.com/api-gateway/pricing/, https://aws.amazon.com/sqs/pricing/,
 * https://aws.amazon.com/step-functions/pricing/ (Standard Workflows: $0.0250 per 1,000 state transitions, retries included).
 * https://aws.amazon.com/cloudwatch/pricing/ (a standard alarm by the metrics that it watches; logs by the gigabyte that is taken in),
 * https://aws.amazon.com/xray/pricing/, https://aws.amazon.com/secrets-manager/pricing/, https://aws.amazon.com/eventbridge/pricing/ (Scheduler).
 * https://aws.amazon.com/backup/pricing/ (what docs/cost.md says of backups).
 * Check them before you sign anything.
 */
export const PRICES = {
  table: "AWS list prices, us-east-1, on demand, 2025",
  dynamoDbMillionWriteUnits: 0.625,
  dynamoDbMillionReadUnits: 0.125,
  lambdaArmGbSecond: 0.0000133334,
  lambdaMillionRequests: 0.2,
  httpApiMillionRequests: 1,
  sqsMillionRequests: 0.4,
  stepFunctionsMillionTransitions: 25,
  scheduleMillion: 1,
  logsGb: 0.5,
  /** Recorded. */
  tracesMillion: 5,
  metricMonth: 0.3,
  alarmMetricMonth: 0.1,
  compositeAlarmMonth: 0.5,
  dashboardMonth: 3,
  secretMonth: 0.4,
} as const;
