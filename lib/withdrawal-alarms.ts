import { Duration } from "aws-cdk-lib";
import { Stats } from "aws-cdk-lib/aws-cloudwatch";
import type { Limits } from "../core/foundation/domain/limits.ts";
import type { Alarms } from "./constructs/alarms.ts";
import { percent, tenderMetric } from "./constructs/dashboard.ts";

/** Of withdrawals: people who are awaited for long, limits that many run into, and payouts that a person has to see to. */
export function addWithdrawalAlarms(alarms: Alarms, limits: Limits): void {
  // A third of the time that there is: a weekend's withdrawals can still be decided.
  const longMs = limits.withdrawal.approvalMs / 3;
  alarms.add("ApprovalAge", {
    severity: "ticket",
    metric: tenderMetric("ApprovalAge", Stats.MAXIMUM, Duration.minutes(5)),
    atLeast: longMs,
    meaning: `A withdrawal has waited for approval for ${longMs / 1000} s or more: unless somebody decides, it is cancelled.`,
    section: "Withdrawals that wait for approval",
  });
  alarms.addParked("PayoutParked", {
    severity: "ticket",
    meaning: "A payout was parked: whether it was paid is not known, and sending it again could pay twice.",
    section: "Parked payouts",
  });
  alarms.addParked("PayoutMismatch", {
    severity: "page",
    meaning:
      "A payout provider told of money that moved against the books: paid after a refusal, twice, or given back.",
    section: "Payouts against the books",
  });
  alarms.add("PayoutsDeclined", {
    severity: "page",
    // A wrong account is its merchant's matter; many of them are ours: our balance there, or our credentials.
    metric: percent("declined", "PayoutDeclined", ["PayoutConfirmed", "PayoutDeclined"]),
    atLeast: 50,
    periods: 3,
    meaning: "Half of the payouts or more are refused by their providers.",
    section: "Payouts that are refused",
  });
  alarms.add("LimitRefusals", {
    severity: "page",
    metric: tenderMetric("RefusedLimitExceeded"),
    atLeast: 50,
    meaning: "Many withdrawals are refused by their day's limit: it is too low, or somebody tries to get money out.",
    section: "Withdrawals beyond the limit",
  });
}
