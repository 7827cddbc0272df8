import type { Scope } from "../../../core/access/domain/api-key.ts";
import { findCodeJob } from "../../../core/codes/services/code-jobs.ts";
import { findReplay } from "../../../core/events/services/replays.ts";
import { TerminalError } from "../../../core/foundation/domain/errors.ts";
import type { Caller, Deps } from "../../../core/foundation/services/deps.ts";

const FINDERS = [
  { scope: "codes", find: findCodeJob },
  { scope: "notifications", find: findReplay },
] as const;

/** A job is read with the scope that has started it; what a key may not read is not there. */
export async function findJob(deps: Deps, caller: Caller, scopes: readonly Scope[], jobId: string) {
  for (const { scope, find } of FINDERS) {
    if (!scopes.includes(scope) && !scopes.includes("operator")) continue;
    const job = await find(deps, caller, jobId);
    if (job) return job;
  }
  throw new TerminalError("not-found", "there is no job with this id");
}
