import { CfnBudget } from "aws-cdk-lib/aws-budgets";
import { Construct } from "constructs";
import type { Stage } from "../stages.ts";

/** Of the stacks of a stage, and what of theirs can bear a tag: so the bill can be told apart, and so a budget finds it. */
export const STAGE_TAG = "tender-stage";

/** When somebody is told, in percent of the month's amount: what it comes to already, and what AWS reckons that it will. */
const TOLD = [
  { notificationType: "ACTUAL", threshold: 80 },
  { notificationType: "ACTUAL", threshold: 100 },
  { notificationType: "FORECASTED", threshold: 100 },
] as const;

export interface StageBudgetProps {
  stage: string;
  budget: NonNullable<Stage["budget"]>;
}

/**
 * What a stage may cost in a month. It stops nothing. AWS knows the tag's costs once it was activated in the account that pays; what
 * bears no tag is not among them (docs/cost.md, "Who is told").
 */
export class StageBudget extends Construct {
  constructor(scope: Construct, id: string, { stage, budget: { monthlyUsd, emails } }: StageBudgetProps) {
    super(scope, id);
    const subscribers = emails.map((address) => ({ subscriptionType: "EMAIL", address }));
    new CfnBudget(this, "Budget", {
      budget: {
        budgetType: "COST",
        timeUnit: "MONTHLY",
        budgetLimit: { amount: monthlyUsd, unit: "USD" },
        costFilters: { TagKeyValue: [`user:${STAGE_TAG}$${stage}`] },
      },
      notificationsWithSubscribers: TOLD.map((told) => ({
        notification: { ...told, thresholdType: "PERCENTAGE", comparisonOperator: "GREATER_THAN" },
        subscribers,
      })),
    });
  }
}
