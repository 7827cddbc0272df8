/** The one door to the process: environment, clock, randomness, AWS clients. Everything below takes what it is given. */

import { randomBytes as cryptoRandomBytes } from "node:crypto";
import { setTimeout as pause } from "node:timers/promises";
import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { DynamoDBDocumentClient } from "@aws-sdk/lib-dynamodb";
import { ulid } from "ulid";
import { InvariantError } from "../../core/foundation/domain/errors.ts";
import { LIMITS, type Limits } from "../../core/foundation/domain/limits.ts";
import type { Clock, Deps, Random } from "../../core/foundation/services/deps.ts";
import { Tables } from "../../core/foundation/store/table.ts";
import { log, metrics } from "./telemetry.ts";

/**
 * One try plus three: the SDK's own backoff covers the blips of DynamoDB, and four tries at the worst end before the
 * gateway stops waiting (4 x 3.5 s + backoff < 25 s).
 */
const DYNAMODB_ATTEMPTS_MAX = 4;
/** Within a region a connection stands in milliseconds; one that takes this long goes nowhere. */
const CONNECTION_TIMEOUT_MS = 500;
/** A transaction takes tens of milliseconds; after this a new connection is the better bet. The token of the SDK makes its repetition safe. */
const DYNAMODB_REQUEST_TIMEOUT_MS = 3000;
/** A batch writes with bounded concurrency, a worker has ten items at once: below this, nothing waits for a socket. */
const SOCKETS_MAX = 100;

export const clock: Clock = () => Date.now();
export const randomBytes = (count: number): Uint8Array => cryptoRandomBytes(count);
export const random: Random = { ulid: (nowMs) => ulid(nowMs), fraction: () => Math.random(), bytes: randomBytes };

/** The named variables, or one error that names all that are missing. Call it while the module loads. */
export function environment<const Name extends string>(...names: readonly Name[]): Record<Name, string> {
  const missing = names.filter((name) => !process.env[name]);
  if (missing.length > 0) throw new Error(`Missing environment variables: ${missing.join(", ")}`);
  return Object.fromEntries(names.map((name) => [name, process.env[name]])) as Record<Name, string>;
}

/** Variables that come together or not at all. */
export function optionalEnvironment<const Name extends string>(
  ...names: readonly Name[]
): Record<Name, string> | undefined {
  return names.some((name) => process.env[name]) ? environment(...names) : undefined;
}

export function limitsOf(profile: string): Limits {
  if (profile === "production" || profile === "demo") return LIMITS[profile];
  throw new Error("LIMITS_PROFILE must be `production` or `demo`");
}

let documents: DynamoDBDocumentClient | undefined;

export function documentClient(): DynamoDBDocumentClient {
  documents ??= DynamoDBDocumentClient.from(
    new DynamoDBClient({
      maxAttempts: DYNAMODB_ATTEMPTS_MAX,
      requestHandler: requestHandler(DYNAMODB_REQUEST_TIMEOUT_MS),
    }),
    { marshallOptions: { removeUndefinedValues: true } },
  );
  return documents;
}

/** For every AWS client of a function. Connections are kept alive between requests and invocations: the SDK's default. */
export function requestHandler(requestTimeoutMs: number) {
  return {
    connectionTimeout: CONNECTION_TIMEOUT_MS,
    requestTimeout: requestTimeoutMs,
    throwOnRequestTimeout: true,
    httpsAgent: { keepAlive: true, maxSockets: SOCKETS_MAX },
    httpAgent: { keepAlive: true, maxSockets: SOCKETS_MAX },
  };
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
    fraction: random.fraction,
    pause: async (ms) => {
      await pause(ms);
    },
  });
  return {
    tables,
    limits: limitsOf(env.LIMITS_PROFILE),
    clock,
    random,
    metrics,
    log,
  };
}

/** Using what a function was not given is a mistake of ours, found by its first test. */
export function withheld<T extends object>(what: string): T {
  return new Proxy({} as T, {
    get: () => {
      throw new InvariantError(`this function was given no ${what}`);
    },
  });
}

/** Made at the first invocation and kept. A failure is not kept: the next invocation tries again. */
export function once<T>(make: () => Promise<T>): () => Promise<T> {
  let made: Promise<T> | undefined;
  return () => {
    made ??= make().catch((error: unknown) => {
      made = undefined;
      throw error;
    });
    return made;
  };
}
