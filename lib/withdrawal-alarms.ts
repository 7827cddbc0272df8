import { Duration } from "aws-cdk-lib";
import { Stats } from "aws-cdk-lib/aws-cloudwatch";
import type { Limits } from "../core/foundation/domain/limits.ts";
import type { Alarms } from "./constructs/alarms.ts";
import { tenderMetric } from "./constructs/dashboard.ts";

/** Of withdrawals: people who are awaited for long, and limits that many run into. */
export function addWithdrawalAlarms(alarms: Alarms, limits: Limits): void {
  // A third of the time that there is: a weekend's withdrawals can still be decided.
  const longMs = limits.withdrawal.approvalMs / 3;
  alarms.add("ApprovalAge", {
    metric: tenderMetric("ApprovalAge", Stats.MAXIMUM, Duration.minutes(5)),
    atLeast: longMs,
    meaning: `A withdrawal has waited for approval for ${longMs / 1000} s or more: unless somebody decides, it is cancelled.`,
    section: "Withdrawals that wait for approval",
  });
  alarms.add("LimitRefusals", {
    metric: tenderMetric("RefusedLimitExceeded"),
    atLeast: 50,
    meaning: "Many withdrawals are refused by their day's limit: it is too low, or somebody tries to get money out.",
    section: "Withdrawals beyond the limit",
  });
}
