/** Logs and metrics of a function. Ids and numbers only: no body, code, key or header ever gets here. */

import { Logger } from "@aws-lambda-powertools/logger";
import { Metrics as EmbeddedMetrics } from "@aws-lambda-powertools/metrics";
import { InvariantError, RetryableError, TerminalError, WaitingError } from "../../core/foundation/domain/errors.ts";
import type { Log, Metrics } from "../../core/foundation/services/deps.ts";

/** Stacks of a cold path are long; the first frames say where it was. */
const FRAMES_MAX = 10;
const CAUSES_MAX = 3;

export const logger = new Logger({ serviceName: "tender" });
export const embeddedMetrics = new EmbeddedMetrics({ namespace: "Tender", serviceName: "tender" });

export const log: Log = {
  note: (ids) => logger.appendKeys(ids),
  info: (message, ids = {}) => logger.info(message, ids),
  warn: (message, ids = {}) => logger.warn(message, ids),
  error: (message, error, ids = {}) => logger.error(message, { ...ids, failure: describe(error) }),
};

export const metrics: Metrics = {
  count: (name, value = 1) => {
    embeddedMetrics.addMetric(name, "Count", value);
  },
  gauge: (name, value, unit) => {
    embeddedMetrics.addMetric(name, unit, value);
  },
};

/** What has been counted so far leaves with the log. */
export function publishMetrics(): void {
  if (embeddedMetrics.hasStoredMetrics()) embeddedMetrics.publishStoredMetrics();
}

interface Failure {
  name: string;
  code?: string;
  message?: string;
  /** Of an AWS call: what support asks for. */
  awsRequestId?: string;
  frames: string[];
  cause?: Failure;
}

/**
 * An error as it may be logged. A message is repeated only when we wrote it: a JSON parser quotes its input, and
 * DynamoDB's cancellation reasons carry whole rows.
 */
export function describe(error: unknown, depth = 0): Failure {
  if (!(error instanceof Error)) return { name: typeof error, frames: [] };
  const ours = [TerminalError, RetryableError, WaitingError, InvariantError].some((each) => error instanceof each);
  const { code, $metadata } = error as { code?: unknown; $metadata?: { requestId?: string } };
  return {
    name: error.name,
    ...(ours ? { message: error.message } : {}),
    ...(typeof code === "string" ? { code } : {}),
    ...($metadata?.requestId ? { awsRequestId: $metadata.requestId } : {}),
    frames: framesOf(error),
    ...(error.cause !== undefined && depth < CAUSES_MAX ? { cause: describe(error.cause, depth + 1) } : {}),
  };
}

/** A stack without its first lines, which repeat the message. */
function framesOf({ stack = "", message }: Error): string[] {
  const places = stack.slice(stack.indexOf(message) + message.length).split("\n");
  return places
    .map((line) => line.trim())
    .filter((line) => line.startsWith("at "))
    .slice(0, FRAMES_MAX);
}
