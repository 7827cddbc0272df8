import type { ErrorRow } from "./row.ts";

/** Withdrawals, and where they may go. */
export const WITHDRAWAL_ERRORS = {
  "destination-not-found": {
    status: 422,
    title: "Payout destination does not exist",
    again: "mend",
    next: "Create the destination first, or name another; one that was deleted takes no withdrawals.",
  },
  "destination-cooling": {
    status: 409,
    title: "Payout destination is too new",
    again: "soon",
    next: "Send the same request again after `Retry-After` seconds, at the destination's `usableFrom`.",
  },
  "currency-not-supported": {
    status: 422,
    title: "Destination cannot receive this currency",
    again: "mend",
    next: "Use a destination of a provider that pays out this currency.",
  },
  "amount-below-fee": {
    status: 422,
    title: "Nothing is left after the fee",
    again: "never",
    next: "Withdraw more than the fee, under a new `Idempotency-Key`.",
  },
  "limit-exceeded": {
    status: 409,
    title: "Daily limit is exceeded",
    again: "never",
    next: "Withdraw less, or on another day (by UTC), under a new `Idempotency-Key`.",
  },
  "withdrawal-exists": {
    status: 409,
    title: "Withdrawal number is taken",
    again: "never",
    next: "Read the withdrawal named in `withdrawalId`; another withdrawal needs another `withdrawalNo`.",
  },
  "withdrawal-cancelled": {
    status: 409,
    title: "Withdrawal number was cancelled",
    again: "never",
    next: "It was cancelled before it was tried, and stays so; another withdrawal needs another `withdrawalNo`.",
  },
  "withdrawal-in-flight": {
    status: 409,
    title: "Withdrawal is being paid out",
    again: { waitFor: "withdrawal" },
    next: "Wait until it has ended; if it was not paid out, its money is back by then.",
  },
  "withdrawal-needs-review": {
    status: 409,
    title: "Withdrawal waits for an operator",
    again: { waitFor: "review" },
    next: "Wait until an operator has resolved it, then read it.",
  },
  "withdrawal-confirmed": {
    status: 409,
    title: "Withdrawal is paid out",
    again: "never",
    next: "Money that was paid out comes back only if its receiver returns it.",
  },
  "already-approved": {
    status: 409,
    title: "This key has approved the withdrawal before",
    again: "never",
    next: "Another operator has to approve it, too, with a key of their own.",
  },
  "not-awaiting-approval": {
    status: 409,
    title: "Withdrawal does not wait for approval",
    again: "never",
    next: "Read it: it was sent, cancelled, or not approved in time.",
  },
} as const satisfies Record<string, ErrorRow>;
