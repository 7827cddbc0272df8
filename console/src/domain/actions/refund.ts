import type { RefundView } from "../../../../contract/answers/payments.ts";
import { tenantIn } from "../../../../core/foundation/domain/ids.ts";
import { refundEntry } from "../../../../core/money/domain/ledger.ts";
import { REFUND_TRANSITIONS } from "../../../../core/payments/domain/payment.ts";
import { pathTo } from "../../router/route.ts";
import { type Effect, ofPostings, ofWallet } from "../effects.ts";
import { type Action, offer } from "./action.ts";

/** What an operator can do to a parked refund. `channel`: of its payment, for what will be posted. */
export function refundActions(refund: RefundView, channel: string): Action[] {
  const { refundId, status, amount } = refund;
  const resolve = { path: `/v1${pathTo("refunds", refundId, "resolve")}`, typed: amount, isFinal: true } as const;
  return [
    ...offer(
      REFUND_TRANSITIONS,
      status,
      { on: ["resolve"], to: ["SUCCEEDED"] },
      {
        ...resolve,
        title: "Resolve: it went back",
        body: { resolution: "SUCCEEDED" },
        fields: [
          {
            name: "providerReference",
            label: "Provider reference",
            hint: "The refund's number there",
            isRequired: false,
          },
        ],
        effects: () => paidBack(refund, channel),
      },
    ),
    ...offer(
      REFUND_TRANSITIONS,
      status,
      { on: ["resolve"], to: ["FAILED"] },
      { ...resolve, title: "Resolve: it failed", body: { resolution: "FAILED" }, effects: () => returned(refund) },
    ),
  ];
}

/** Money that came too late was never in the wallet, and does not leave it. */
function isOutsideOfWallet({ origin }: RefundView): boolean {
  return origin === "late-success";
}

function paidBack(refund: RefundView, channel: string): Effect[] {
  if (isOutsideOfWallet(refund)) return [];
  const { refundId, paymentId, amount } = refund;
  const money = { tenantId: tenantIn(refundId) ?? "", paymentId, refundId, amount };
  const { postings } = refundEntry(money, channel, { entryId: "", nowMs: 0 });
  return [...ofPostings(postings), ofWallet("frozen", -amount.amount, amount)];
}

function returned(refund: RefundView): Effect[] {
  const { amount } = refund;
  return isOutsideOfWallet(refund)
    ? []
    : [ofWallet("frozen", -amount.amount, amount), ofWallet("available", amount.amount, amount)];
}
