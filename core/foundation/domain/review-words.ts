/** What a review's `why` means, for the person who reads it: what happened, and what nobody knows. */
const WORDS: Readonly<Record<string, string>> = {
  // No answer to a call.
  unknown: "Nobody could say in time what became of the last call.",
  timeout: "The vendor did not answer in time, and was asked in vain since.",
  "connection-failed": "The vendor could not be reached, and whether the last call got there is not known.",
  "server-error": "The vendor failed over the last call, and whether it took effect is not known.",
  throttled: "The vendor asked for fewer calls until time was over, and what became of the last one is not known.",
  "request-refused": "The vendor refused to be asked what became of the last call: look at credentials and clock.",
  "response-invalid": "The vendor's answer cannot be understood.",
  "response-too-large": "The vendor's answer was too large to be read.",
  "no-time-left": "Time was over before the vendor could be asked.",
  "channel-unusable": "The account at the vendor cannot be used: its configuration or its credentials are wrong.",
  pending: "The vendor took the call and does not say how it ended.",
  "not-found": "The vendor does not know the call, and it may not be sent again.",
  "no-payment-url": "The vendor waits for the customer and does not say where.",
  // An answer that does not fit.
  "amount-mismatch": "The vendor names another amount than ours.",
  contradiction: "The vendor's answers contradict each other.",
  "compensation-failed": "What was done could not be undone.",
  // Money that matches no payment.
  "unknown-payment": "A verified webhook names a payment that does not exist.",
  "other-order": "A verified webhook names another order than the payment's.",
  "other-currency": "A verified webhook names another currency than the payment's.",
  "other-amount": "What was paid is not what was asked for.",
  "other-channel": "A verified webhook came through another channel than the payment's.",
  "no-amount": "A verified webhook says paid and does not say how much.",
  "second charge": "The customer has paid twice, under two trade numbers.",
  "late success after a resolution": "Paid after all, when an operator had said how it ended.",
  "closed-after-success": "The vendor closed a payment that had succeeded.",
  "merchant-closed": "The money is booked, and its merchant is CLOSED.",
  // Refunds and disputes that were made at the vendor.
  dispute: "The customer's bank has taken the money; it is frozen until the dispute is over.",
  "dispute-inquiry": "The customer's bank asks about the payment; nothing has moved.",
  "dispute-unreadable": "A dispute was opened that does not say how much it is about.",
  "dispute-of-another-trade": "A dispute is about another trade than the payment's.",
  "dispute-exceeds-payment": "A dispute is about more than is left of the payment.",
  "dispute-of-unsettled": "A dispute is about a payment that never reached the wallet.",
  "dispute-against-resolution": "A dispute ended otherwise than an operator had said.",
  "refund-without-amount": "The vendor gave money back and does not say how much.",
  "refund-of-unsettled": "The vendor gave money back of a payment that never reached the wallet.",
  "refund-exceeds-payment": "The vendor gave back more than is left of the payment.",
  "refund-failed": "A refund that had succeeded came to nothing at the customer's bank.",
  // Payouts.
  "paid-after-cancel": "Paid out, though the withdrawal was cancelled.",
  "paid-unsent": "Paid out, though nothing had been sent.",
  "paid-twice": "Paid out twice, under two numbers.",
  "declined-after-payout": "The provider refused what it had paid out.",
  "return-of-unpaid": "A payout came back that had not been paid.",
  "return-exceeds-payout": "More came back than was paid out.",
  "return-of-another": "A payout came back under another number than the one on the books.",
  "unknown-payout": "The provider tells of a payout that is not on the books.",
  // After a restore.
  "redeemed-unknown":
    "The exchange has redeemed a card that is not on the books: look for it in the account's balance there.",
  "account-unknown": "The exchange has redeemed the card, and does not say into which account.",
  "account-busy": "The exchange has redeemed the card into an account that could not be taken for it.",
  // Endpoints.
  "endpoint-failing": "The endpoint failed for days and was disabled.",
  "endpoint-gone": "The endpoint answered 410 and was disabled.",
};

/** One of a vendor's refusals, and what has no sentence yet, as it stands. */
export function inWords(why: string): string {
  if (/^[a-z-]+$/.test(why)) return WORDS[why] ?? `${why.charAt(0).toUpperCase()}${why.slice(1).replaceAll("-", " ")}.`;
  return WORDS[why] ?? `${why.charAt(0).toUpperCase()}${why.slice(1)}.`;
}
