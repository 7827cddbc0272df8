import type { Alarm } from "aws-cdk-lib/aws-cloudwatch";
import type { Alarms } from "./constructs/alarms.ts";
import { type FunctionName, isHttp } from "./functions.ts";

/**
 * The alarms that undo a function's shift: its own failures, and the API's, which every function can bring about. Not those of
 * queues and vendors, which ring for load and for others' faults, nor that of failed executions, which end so when a saga is parked by
 * design: a good release would go back for them.
 */
export function undoingAlarms(alarms: Alarms, name: FunctionName): Alarm[] {
  return [alarms.named("ServerErrors"), ...ownAlarms(alarms, name)];
}

function ownAlarms(alarms: Alarms, name: FunctionName): Alarm[] {
  if (isHttp(name)) return alarms.all.filter(({ node }) => node.id.startsWith("HttpErrors"));
  return [alarms.named(`Errors-${name}`)];
}
