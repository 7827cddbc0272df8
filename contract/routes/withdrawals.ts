import { LOOK_UP, type RouteRow } from "./row.ts";

const OWNERS = ["withdrawals"] as const;
const READERS = ["withdrawals", "operator"] as const;
const OPERATORS = ["operator"] as const;
const DESTINATIONS = { tag: "Payout destinations", function: "withdrawals-api" } as const;
const WITHDRAWALS = { tag: "Withdrawals", function: "withdrawals-api" } as const;
const DECISIONS = { tag: "Withdrawals", function: "operator-api", access: OPERATORS } as const;

/** Withdrawals, where they may go, and how they are decided. */
export const WITHDRAWAL_ROUTES = {
  "PUT /v1/merchants/{id}/withdrawal-policy": {
    operationId: "putWithdrawalPolicy",
    tag: "Merchants",
    summary: "Set how a merchant's withdrawals in one currency are decided",
    function: "operator-api",
    access: OPERATORS,
    answers: {
      200: {
        means:
          "The policy, in place of the one before: the highest `above` that an amount exceeds counts; the fee is `fixed` and `basisPoints` of the amount, rounded down.",
        schema: "WithdrawalPolicy",
      },
    },
  },
  "POST /v1/payout-destinations": {
    ...DESTINATIONS,
    operationId: "createPayoutDestination",
    summary: "Add a payout destination",
    access: OWNERS,
    answers: {
      201: {
        means:
          "The destination; its account is stored encrypted, and never changes. It takes withdrawals from `usableFrom` on.",
        schema: "PayoutDestination",
      },
    },
  },
  "GET /v1/payout-destinations": {
    ...DESTINATIONS,
    operationId: "listPayoutDestinations",
    summary: "List payout destinations",
    access: READERS,
    answers: {
      200: {
        means: "A page of destinations, newest first; those that were deleted are ENDED.",
        schema: "PayoutDestinationList",
      },
    },
    refusals: ["cursor-invalid"],
  },
  "GET /v1/payout-destinations/{id}": {
    ...DESTINATIONS,
    operationId: "getPayoutDestination",
    summary: "Get a payout destination",
    access: READERS,
    answers: { 200: { means: "The destination.", schema: "PayoutDestination" } },
  },
  "DELETE /v1/payout-destinations/{id}": {
    ...DESTINATIONS,
    operationId: "deletePayoutDestination",
    summary: "Take a payout destination out of use",
    access: OWNERS,
    answers: {
      200: {
        means: "The destination, ENDED, now or before. Withdrawals that are under way still go there.",
        schema: "PayoutDestination",
      },
    },
  },
  "POST /v1/withdrawals": {
    ...WITHDRAWALS,
    operationId: "createWithdrawal",
    summary: "Withdraw money",
    access: OWNERS,
    answers: {
      200: {
        means: "With `dryRun`: what the same request would come to without it. Nothing is stored.",
        schema: "WithdrawalPreview",
      },
      202: {
        means: "Accepted: the amount is frozen. It is paid out in the background, or waits for approval first.",
        schema: "AcceptedWithdrawal",
        readAt: "GET /v1/withdrawals/{id}",
        id: "withdrawalId",
      },
    },
    refusals: [
      "insufficient-balance",
      "destination-not-found",
      "currency-not-supported",
      "amount-below-fee",
      "limit-exceeded",
      "withdrawal-exists",
      "withdrawal-cancelled",
      "destination-cooling",
    ],
  },
  "GET /v1/withdrawals": {
    ...WITHDRAWALS,
    operationId: "listWithdrawals",
    summary: "List withdrawals",
    access: READERS,
    answers: {
      200: {
        means:
          "A page of withdrawals, newest first; with `withdrawalNo`, the one that has the number, or that it was cancelled before it was tried.",
        schema: "WithdrawalList",
      },
    },
    refusals: ["cursor-invalid"],
  },
  "GET /v1/withdrawals/{id}": {
    ...WITHDRAWALS,
    operationId: "getWithdrawal",
    summary: "Get a withdrawal",
    access: READERS,
    answers: { 200: { means: "The withdrawal.", schema: "Withdrawal" } },
  },
  "GET /v1/withdrawals/{id}/timeline": {
    ...WITHDRAWALS,
    operationId: "getWithdrawalTimeline",
    summary: "Get a withdrawal's timeline",
    access: READERS,
    answers: {
      200: { means: "What happened to the withdrawal, in order.", schema: "WithdrawalTimeline" },
    },
  },
  "POST /v1/withdrawals/cancel": {
    ...WITHDRAWALS,
    operationId: "cancelWithdrawal",
    summary: "Cancel a withdrawal by its number",
    access: READERS,
    answers: {
      200: {
        means:
          "CANCELLED, now or before: the money is back in the wallet. A number that nobody knows is cancelled for good; its `withdrawalId` is null.",
        schema: "CancelledWithdrawal",
      },
    },
    refusals: ["not-found", "withdrawal-in-flight", "withdrawal-needs-review", "withdrawal-confirmed"],
  },
  "POST /v1/withdrawals/{id}/approve": {
    ...DECISIONS,
    operationId: "approveWithdrawal",
    summary: "Approve a withdrawal",
    answers: { 200: { means: "The withdrawal; the last approval that it needs sends it.", schema: "Withdrawal" } },
    refusals: ["already-approved", "not-awaiting-approval"],
  },
  "POST /v1/withdrawals/{id}/reject": {
    ...DECISIONS,
    operationId: "rejectWithdrawal",
    summary: "Reject a withdrawal",
    answers: { 200: { means: "The withdrawal, CANCELLED: the money is back in the wallet.", schema: "Withdrawal" } },
    refusals: ["not-awaiting-approval"],
  },
  "POST /v1/withdrawals/{id}/resolve": {
    ...DECISIONS,
    operationId: "resolveWithdrawal",
    summary: "Resolve a parked withdrawal",
    answers: {
      200: {
        means: "The withdrawal, ended: its amount has left the wallet, or is back in it.",
        schema: "Withdrawal",
      },
    },
    refusals: ["not-in-review"],
  },
  "POST /v1/withdrawals/{id}/look-up": {
    ...LOOK_UP,
    operationId: "lookUpWithdrawal",
    tag: "Withdrawals",
    summary: "Ask the provider what became of a withdrawal",
    answers: {
      200: {
        means:
          "What the payout provider says of the payout at this moment. Nothing is changed by it; that it was asked is audited.",
        schema: "LookUp",
      },
    },
  },
} as const satisfies Record<string, RouteRow>;
