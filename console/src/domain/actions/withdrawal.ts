import type { WithdrawalView } from "../../../../contract/answers/withdrawals.ts";
import { tenantIn } from "../../../../core/foundation/domain/ids.ts";
import { payoutEntry } from "../../../../core/money/domain/ledger.ts";
import { WITHDRAWAL_TRANSITIONS } from "../../../../core/withdrawals/domain/withdrawal.ts";
import { pathTo } from "../../router/route.ts";
import { type Effect, ofPostings, ofWallet } from "../effects.ts";
import { type Action, offer } from "./action.ts";

/** What an operator can do to a withdrawal. */
export function withdrawalActions(withdrawal: WithdrawalView): Action[] {
  const { withdrawalId, status, approvals, approvalsNeeded, amount } = withdrawal;
  const path = (call: string) => `/v1${pathTo("withdrawals", withdrawalId, call)}`;
  const isLast = approvals.length + 1 >= approvalsNeeded;
  const resolve = { path: path("resolve"), typed: amount, isFinal: true } as const;
  const back = () => [ofWallet("frozen", -amount.amount, amount), ofWallet("available", amount.amount, amount)];
  return [
    ...offer(
      WITHDRAWAL_TRANSITIONS,
      status,
      { on: [isLast ? "approve-last" : "approve"] },
      {
        title: `Approve (${approvals.length + 1} of ${approvalsNeeded})`,
        path: path("approve"),
        typed: amount,
        will: isLast ? [] : ["Another operator's key has to agree, too."],
        ...(isLast ? { isFinal: true, effects: () => paidOut(withdrawal) } : {}),
      },
    ),
    ...offer(
      WITHDRAWAL_TRANSITIONS,
      status,
      { on: ["reject"] },
      { title: "Reject", path: path("reject"), typed: amount, isFinal: true, effects: back },
    ),
    ...offer(
      WITHDRAWAL_TRANSITIONS,
      status,
      { on: ["resolve-confirmed"] },
      {
        ...resolve,
        title: "Resolve: it was paid out",
        body: { resolution: "CONFIRMED" },
        fields: [
          {
            name: "providerReference",
            label: "Provider reference",
            hint: "The payout's number there",
            isRequired: false,
          },
        ],
        effects: () => paidOut(withdrawal),
      },
    ),
    ...offer(
      WITHDRAWAL_TRANSITIONS,
      status,
      { on: ["resolve-cancelled"] },
      { ...resolve, title: "Resolve: it was not paid out", body: { resolution: "CANCELLED" }, effects: back },
    ),
  ];
}

function paidOut({ withdrawalId, provider, amount, fee }: WithdrawalView): Effect[] {
  const tenantId = tenantIn(withdrawalId) ?? "";
  const money = { tenantId, withdrawalId, provider, amount, fee: fee.amount };
  const { postings } = payoutEntry(money, { entryId: "", nowMs: 0 });
  return [...ofPostings(postings), ofWallet("frozen", -amount.amount, amount)];
}
