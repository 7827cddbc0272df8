import type { RedemptionView } from "../../../../contract/answers/redemptions.ts";
import { tenantIn } from "../../../../core/foundation/domain/ids.ts";
import { creditEntry } from "../../../../core/money/domain/ledger.ts";
import { REDEMPTION_TRANSITIONS } from "../../../../core/redemptions/domain/redemption.ts";
import { pathTo } from "../../router/route.ts";
import { ofPostings } from "../effects.ts";
import { type Action, offer } from "./action.ts";

/** What an operator can do to a parked redemption. `currency`: of the account that it was sent for. */
export function redemptionActions(redemption: RedemptionView, currency: string | undefined): Action[] {
  const { redemptionId, status, attempt, accountId } = redemption;
  const resolve = { path: `/v1${pathTo("redemptions", redemptionId, "resolve")}`, isFinal: true } as const;
  const tenantId = tenantIn(redemptionId) ?? "";
  return [
    ...offer(
      REDEMPTION_TRANSITIONS,
      status,
      { on: ["resolve-succeeded"] },
      {
        ...resolve,
        title: "Resolve: it took effect",
        body: { resolution: "SUCCEEDED" },
        will: ["The account is credited with what the card was worth, and is free for the next one."],
        asksAmount: { currency },
        effects: (money) =>
          money && accountId !== null
            ? ofPostings(
                creditEntry({ tenantId, redemptionId, attempt }, accountId, money, { entryId: "", nowMs: 0 }).postings,
              )
            : [],
      },
    ),
    ...offer(
      REDEMPTION_TRANSITIONS,
      status,
      { on: ["resolve-failed"] },
      {
        ...resolve,
        title: "Resolve: it failed",
        body: { resolution: "FAILED" },
        will: ["The account is released. The card may be submitted again, as a new attempt."],
      },
    ),
  ];
}
