import type { CodeRedemptionView } from "../../../../contract/answers/codes.ts";
import type { WebhookDeliveryView } from "../../../../contract/answers/events.ts";
import type { ReviewView } from "../../../../contract/answers/platform.ts";
import type { AccountView } from "../../../../contract/answers/redemptions.ts";
import { DELIVERY_TRANSITIONS } from "../../../../core/events/domain/delivery.ts";
import { isClosedByHand } from "../../../../core/foundation/domain/review.ts";
import { ORDER_TRANSITIONS } from "../../../../core/orders/domain/order.ts";
import { ACCOUNT_TRANSITIONS } from "../../../../core/redemptions/domain/account.ts";
import { pathTo } from "../../router/route.ts";
import { type Action, offer } from "./action.ts";

/** Sends a delivery once more; its route is open to operators. */
export function deliveryActions({ deliveryId, status }: Pick<WebhookDeliveryView, "deliveryId" | "status">): Action[] {
  return offer(
    DELIVERY_TRANSITIONS,
    status,
    { on: ["resend"], alsoCallers: true },
    { title: "Resend", path: `/v1${pathTo("webhook-deliveries", deliveryId, "resend")}`, hasNoReason: true },
  );
}

/** Takes the use of a code back: its order is FINISHED for as long as it is not reversed. */
export function codeRedemptionActions({
  codeRedemptionId,
  status,
}: Pick<CodeRedemptionView, "codeRedemptionId" | "status">): Action[] {
  return offer(
    ORDER_TRANSITIONS,
    status === "SUCCEEDED" ? "FINISHED" : "CANCELLED",
    { on: ["reverse"], alsoCallers: true },
    {
      title: "Reverse",
      path: `/v1${pathTo("code-redemptions", codeRedemptionId, "reverse")}`,
      isFinal: true,
      will: ["The code has its use back, and what it granted is taken away."],
    },
  );
}

/** Frees an account of a lease that nobody needs any more: a worker's move, which its route lets an operator repair. */
export function accountActions({
  accountId,
  status,
  lease,
}: Pick<AccountView, "accountId" | "status" | "lease">): Action[] {
  const moves = ACCOUNT_TRANSITIONS.filter(({ from, on }) => from === status && on === "release");
  if (lease === null || moves.length === 0) return [];
  return [
    {
      title: "Release",
      path: `/v1${pathTo("accounts", accountId, "release")}`,
      will: ["The account goes back to what it was before the lease. Refused while the lease's redemption is open."],
      leadsTo: [...new Set(moves.map(({ to }) => to))],
    },
  ];
}

/** What no table has parked is closed by itself: money that matches no payment, an endpoint that was given up, a violation. */
export function reviewActions({
  reviewId,
  kind,
  closedAt,
}: Pick<ReviewView, "reviewId" | "kind" | "closedAt">): Action[] {
  if (closedAt !== null || kind === null || !isClosedByHand(kind)) return [];
  return [
    {
      title: "Close",
      path: `/v1${pathTo("reviews", reviewId, "close")}`,
      will: ["It leaves the queue for good. Say what was done about it outside of Tender."],
      leadsTo: ["CLOSED"],
      isFinal: true,
    },
  ];
}
