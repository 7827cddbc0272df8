/** The one door to the process: environment, clock, randomness; the AWS clients have files of their own beside it. Everything below takes what it is given. */

import { randomBytes as cryptoRandomBytes } from "node:crypto";
import { InvariantError } from "../../core/foundation/domain/errors.ts";
import { LIMITS, type Limits, type Restored } from "../../core/foundation/domain/limits.ts";
import type { Clock, Random } from "../../core/foundation/services/deps.ts";
import { ulids } from "./ulids.ts";

/** Within a region a connection stands in milliseconds; one that takes this long goes nowhere. */
const CONNECTION_TIMEOUT_MS = 500;
/** A batch writes with bounded concurrency, a worker has ten items at once: below this, nothing waits for a socket. */
const SOCKETS_MAX = 100;

export const clock: Clock = () => Date.now();
export const randomBytes = (count: number): Uint8Array => cryptoRandomBytes(count);
export const random: Random = { ulid: ulids(randomBytes), fraction: () => Math.random(), bytes: randomBytes };

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

/** The profile's, with the marker of a restore where the main table is one that was set back. */
export function limitsOf(profile: string): Limits {
  if (profile !== "production" && profile !== "demo") throw new Error("LIMITS_PROFILE must be `production` or `demo`");
  const marker = optionalEnvironment("RESTORED");
  return { ...LIMITS[profile], ...(marker ? { restored: restoredOf(marker.RESTORED) } : {}) };
}

/** `interval`: `<to>/<at>`, both as ISO 8601 has moments. A function that cannot read it must not write. */
function restoredOf(interval: string): Restored {
  const [toMs = Number.NaN, atMs = Number.NaN] = interval.split("/").map((moment) => Date.parse(moment));
  if (!(toMs < atMs)) throw new Error("RESTORED must be two moments, `to/at`");
  return { toMs, atMs };
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
