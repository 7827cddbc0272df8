import middy from "@middy/core";
import type { Context } from "aws-lambda";
import type { Deps } from "../../core/foundation/services/deps.ts";
import { observe } from "../middleware/observe.ts";
import { judgeChanges } from "./judge-changes.ts";
import type { ScheduleHandler } from "./sweep.ts";

/** Looks at what has changed since it looked last. One that fails is an alarm's matter, and goes on where the last one ended. */
export function auditing(deps: Deps): ScheduleHandler {
  const chain = middy(async (_event: unknown, context: Context) => {
    const judged = await judgeChanges(deps, () => context.getRemainingTimeInMillis());
    deps.log.info("an audit is done", { ...judged });
  }).use(observe());
  return chain as unknown as ScheduleHandler;
}
