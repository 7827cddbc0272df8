import type { ReviewView } from "../../../contract/answers/platform.ts";
import type { ReviewKind } from "../../../core/foundation/domain/review.ts";
import { placeOfId } from "../router/search.ts";

/** What to ask whom, before one decides. */
const ADVICE: Record<ReviewKind, string> = {
  redemption: "Ask the exchange whether the card was redeemed into the account, and for how much.",
  payment: "Ask the channel whether the customer's money was captured, given back, or never taken.",
  refund: "Ask the channel whether the money went back to the customer.",
  withdrawal: "Ask the payout provider whether it was paid out; sending it again could pay twice.",
  "webhook endpoint": "Tell the merchant that its server does not answer. It is enabled again by its owner.",
  notification: "Ask whoever sends messages whether it was sent.",
  charge: "Ask the channel, and the merchant, whose money it is; settle it there, then close this.",
  violation:
    "Look at the resource that is named, and at its history. Change no row by hand; close this when it is explained.",
};

export function adviceOn(kind: ReviewView["kind"]): string {
  return kind === null ? "This is of a newer release than the console." : ADVICE[kind];
}

/** Where one decides; of what has no page of its own, the nearest. */
export function placeOfReview(review: ReviewView): string | undefined {
  const { redemptionId, refundId, withdrawalId, notificationId, webhookEndpointId, paymentId } = review;
  const nearest = redemptionId ?? refundId ?? withdrawalId ?? notificationId ?? webhookEndpointId ?? paymentId;
  return nearest === null ? undefined : placeOfId(nearest);
}
