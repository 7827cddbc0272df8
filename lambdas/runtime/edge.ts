import { createHash, timingSafeEqual } from "node:crypto";
import { RetryableError } from "../../core/foundation/domain/errors.ts";
import { clock, optionalEnvironment } from "./runtime.ts";
import { log } from "./telemetry.ts";

/** So long a renewed secret is not known yet: the runbook waits for it. */
const MAX_AGE_SECONDS = 300;
/** A read that fails takes seconds: between two of them requests are answered by what is known. */
const RETRY_KNOWN_MS = 30_000;
/** With nothing known every request is refused: as long as they are told to wait. */
const RETRY_UNKNOWN_MS = 1000;
const HEADER = "tender-edge";

/** Throws a `RetryableError` while the secrets cannot be read and never could. */
export type FromEdge = (headers: Readonly<Record<string, string | undefined>>) => Promise<boolean>;

/** Whether a request has come through the edge, by either of its secrets. `undefined`: nothing stands before this API. */
export function fromEdge(): FromEdge | undefined {
  const arns = optionalEnvironment("EDGE_SECRETS")?.EDGE_SECRETS.split(",");
  if (!arns) return undefined;
  const secrets = keptThroughOutages(() => read(arns));
  return async (headers) => {
    const given = headers[HEADER];
    if (given === undefined) return false;
    return (await secrets()).some((secret) => isSame(secret, given));
  };
}

/** What was right a moment ago is: callers must not wait for Secrets Manager. */
function keptThroughOutages(readNow: () => Promise<string[]>): () => Promise<string[]> {
  let known: string[] | undefined;
  let notBeforeMs = 0;
  return async () => {
    if (clock() >= notBeforeMs) {
      try {
        known = await readNow();
      } catch (error) {
        notBeforeMs = clock() + (known ? RETRY_KNOWN_MS : RETRY_UNKNOWN_MS);
        log.error("the edge's secrets cannot be read", error);
      }
    }
    if (known) return known;
    throw new RetryableError("overloaded", "what a request is checked by cannot be read", RETRY_UNKNOWN_MS);
  };
}

/** Loaded where there is an edge: a function without secrets of its own has no client for them. */
async function read(arns: readonly string[]): Promise<string[]> {
  const { readSecret } = await import("./secrets.ts");
  return Promise.all(arns.map((arn) => readSecret(arn, MAX_AGE_SECONDS)));
}

/** Takes as long for a wrong value as for the right one. */
function isSame(one: string, other: string): boolean {
  const hash = (text: string) => createHash("sha256").update(text).digest();
  return timingSafeEqual(hash(one), hash(other));
}
