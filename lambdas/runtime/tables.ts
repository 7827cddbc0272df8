/** The tables, and what every function that uses them has. Apart from `runtime.ts`, so that a function without tables loads no client for them. */

import { setTimeout as pause } from "node:timers/promises";
import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { DynamoDBDocumentClient } from "@aws-sdk/lib-dynamodb";
import type { Deps } from "../../core/foundation/services/deps.ts";
import { Tables } from "../../core/foundation/store/table.ts";
import { clock, limitsOf, random, requestHandler } from "./runtime.ts";
import { log, metrics } from "./telemetry.ts";

/**
 * One try plus three: the SDK's own backoff covers the blips of DynamoDB, and four tries at the worst end before the
 * gateway stops waiting (4 x 3.5 s + backoff < 25 s).
 */
const DYNAMODB_ATTEMPTS_MAX = 4;
/** A transaction takes tens of milliseconds; after this a new connection is the better bet. The token of the SDK makes its repetition safe. */
const DYNAMODB_REQUEST_TIMEOUT_MS = 3000;

let plain: DynamoDBClient | undefined;
let documents: DynamoDBDocumentClient | undefined;

export function plainClient(): DynamoDBClient {
  plain ??= new DynamoDBClient({
    maxAttempts: DYNAMODB_ATTEMPTS_MAX,
    requestHandler: requestHandler(DYNAMODB_REQUEST_TIMEOUT_MS),
  });
  return plain;
}

export function documentClient(): DynamoDBDocumentClient {
  documents ??= DynamoDBDocumentClient.from(plainClient(), { marshallOptions: { removeUndefinedValues: true } });
  return documents;
}

export const TABLE_VARIABLES = ["MAIN_TABLE", "LIMITS_PROFILE"] as const;

/**
 * What every function has; a function's own runtime adds its ports. Without `TRANSIENT_TABLE` no Idempotency-Key can be
 * looked at: such a function has no right to it either.
 */
export function baseDeps(env: { MAIN_TABLE: string; LIMITS_PROFILE: string; TRANSIENT_TABLE?: string }): Deps {
  const tables = new Tables({
    client: documentClient(),
    main: env.MAIN_TABLE,
    transient: env.TRANSIENT_TABLE ?? "no-transient-table",
    // Most functions tell of events, and the others have no right to it.
    events: process.env.EVENTS_TABLE ?? "no-events-table",
    fraction: random.fraction,
    pause: (ms) => pause(ms),
  });
  return { tables, limits: limitsOf(env.LIMITS_PROFILE), clock, random, metrics, log };
}
