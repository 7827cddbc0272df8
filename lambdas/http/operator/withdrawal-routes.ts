import * as z from "zod/mini";
import { currency, money } from "../../../contract/fields/money.ts";
import { merchantId, operatorReason, providerReference } from "../../../contract/fields/shared.ts";
import { putWithdrawalPolicy } from "../../../core/access/services/withdrawal-policies.ts";
import {
  approveWithdrawal,
  rejectWithdrawal,
  resolveWithdrawal,
} from "../../../core/withdrawals/services/withdrawal-decisions.ts";
import { defineRoute } from "../define-route.ts";
import { change } from "../usual-routes.ts";

const reasonOnly = z.strictObject({ reason: operatorReason });

const COOLING_MAX_SECONDS = 30 * 24 * 60 * 60;

const policy = z
  .strictObject({
    currency,
    approvals: z.exactOptional(
      z.array(z.strictObject({ above: money, count: z.literal([1, 2]) })).check(z.maxLength(2)),
    ),
    fee: z.exactOptional(
      z.strictObject({
        fixed: z.exactOptional(money),
        basisPoints: z.exactOptional(z.int().check(z.gte(0), z.lte(1000))),
      }),
    ),
    dailyLimit: z.exactOptional(money),
    coolingSeconds: z.exactOptional(z.int().check(z.gte(0), z.lte(COOLING_MAX_SECONDS))),
  })
  .check(
    z.superRefine(({ currency, approvals = [], fee, dailyLimit }, context) => {
      const amounts: [path: (string | number)[], money: { currency: string } | undefined][] = [
        ...approvals.map(({ above }, index): [(string | number)[], typeof above] => [
          ["approvals", index, "above"],
          above,
        ]),
        [["fee", "fixed"], fee?.fixed],
        [["dailyLimit"], dailyLimit],
      ];
      for (const [path, amount] of amounts) {
        if (amount === undefined || amount.currency === currency) continue;
        context.addIssue({ code: "custom", path: [...path, "currency"], message: "must be the policy's currency" });
      }
      const [first, second] = approvals;
      if (first && second && first.above.amount === second.above.amount)
        context.addIssue({ code: "custom", path: ["approvals", 1, "above"], message: "must differ from the other's" });
    }),
  );

const resolution = z
  .strictObject({
    resolution: z.enum(["CONFIRMED", "CANCELLED"]),
    providerReference: z.exactOptional(providerReference),
    reason: operatorReason,
  })
  .check(
    z.refine(({ resolution, providerReference }) => resolution === "CONFIRMED" || providerReference === undefined, {
      path: ["providerReference"],
      message: "applies to CONFIRMED only",
    }),
  );

/** What operators decide about withdrawals. */
export const withdrawalDecisionRoutes = [
  defineRoute({
    key: "PUT /v1/merchants/{id}/withdrawal-policy",
    path: z.strictObject({ id: merchantId }),
    body: policy,
    handle: ({ deps, request, caller, path, body }) => putWithdrawalPolicy(deps, request, caller, path.id, body),
  }),
  change("POST /v1/withdrawals/{id}/approve", reasonOnly, approveWithdrawal),
  change("POST /v1/withdrawals/{id}/reject", reasonOnly, rejectWithdrawal),
  change("POST /v1/withdrawals/{id}/resolve", resolution, resolveWithdrawal),
];
