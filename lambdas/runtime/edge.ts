import { createHash, timingSafeEqual } from "node:crypto";
import { optionalEnvironment } from "./runtime.ts";

/** So long a renewed secret is not known yet: the runbook waits for it. */
const MAX_AGE_SECONDS = 300;
const HEADER = "tender-edge";

export type FromEdge = (headers: Readonly<Record<string, string | undefined>>) => Promise<boolean>;

/** Whether a request has come through the edge, by either of its secrets. `undefined`: nothing stands before this API. */
export function fromEdge(): FromEdge | undefined {
  const arns = optionalEnvironment("EDGE_SECRETS")?.EDGE_SECRETS.split(",");
  if (!arns) return undefined;
  let known: string[] | undefined;
  return async (headers) => {
    const given = headers[HEADER];
    if (given === undefined) return false;
    known = await read(arns).catch((error: unknown) => {
      // What was right a moment ago is: callers must not wait for Secrets Manager.
      if (known) return known;
      throw error;
    });
    return known.some((secret) => isSame(secret, given));
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
