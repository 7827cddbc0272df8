import { LOOK_UP, type RouteRow } from "./row.ts";

const WRITERS = ["redemptions"] as const;
const READERS = ["redemptions", "operator"] as const;
const OPERATORS = ["operator"] as const;
const PLANS = { tag: "Plans", function: "setup-api" } as const;
const ACCOUNTS = { tag: "Accounts", function: "setup-api" } as const;
const REDEMPTIONS = { tag: "Redemptions", function: "redemptions-api" } as const;
const BATCHES = { tag: "Batches", function: "redemptions-api" } as const;

/** Gift cards: plans, accounts, redemptions, batches. */
export const REDEMPTION_ROUTES = {
  "POST /v1/plans": {
    ...PLANS,
    operationId: "createPlan",
    summary: "Create a plan",
    access: WRITERS,
    answers: { 201: { means: "The plan. It never changes.", schema: "Plan" } },
  },
  "GET /v1/plans": {
    ...PLANS,
    operationId: "listPlans",
    summary: "List plans",
    access: READERS,
    answers: { 200: { means: "A page of plans, newest first.", schema: "PlanList" } },
    refusals: ["cursor-invalid"],
  },
  "GET /v1/plans/{id}": {
    ...PLANS,
    operationId: "getPlan",
    summary: "Get a plan",
    access: READERS,
    answers: { 200: { means: "The plan.", schema: "Plan" } },
  },
  "POST /v1/accounts": {
    ...ACCOUNTS,
    operationId: "createAccount",
    summary: "Create an account",
    access: WRITERS,
    answers: { 201: { means: "The account, WAITING.", schema: "Account" } },
  },
  "GET /v1/accounts": {
    ...ACCOUNTS,
    operationId: "listAccounts",
    summary: "List accounts",
    access: READERS,
    answers: { 200: { means: "A page of accounts, newest first.", schema: "AccountList" } },
    refusals: ["cursor-invalid"],
  },
  "GET /v1/accounts/{id}": {
    ...ACCOUNTS,
    operationId: "getAccount",
    summary: "Get an account",
    access: READERS,
    answers: { 200: { means: "The account with its status, balance, plan and lease.", schema: "Account" } },
  },
  "PATCH /v1/accounts/{id}": {
    ...ACCOUNTS,
    operationId: "updateAccount",
    summary: "Change an account's login status",
    access: READERS,
    answers: { 200: { means: "The account. An INACTIVE one is not leased any more.", schema: "Account" } },
  },
  "POST /v1/accounts/{id}/release": {
    operationId: "releaseAccount",
    tag: "Accounts",
    summary: "Release a lease that was left behind",
    function: "operator-api",
    access: OPERATORS,
    answers: { 200: { means: "The account, free of the lease.", schema: "Account" } },
    refusals: ["account-not-leased", "lease-in-use"],
  },
  "POST /v1/redemptions": {
    ...REDEMPTIONS,
    operationId: "submitRedemption",
    summary: "Submit a gift card",
    access: WRITERS,
    answers: {
      202: {
        means: "Accepted: it is redeemed in the background.",
        schema: "Submission",
        readAt: "GET /v1/redemptions/{id}",
        id: "redemptionId",
      },
      200: { means: "The redemption that this batch already has.", schema: "Submission" },
    },
    refusals: [
      "plan-not-found",
      "already-redeemed",
      "redemption-in-progress",
      "redemption-needs-review",
      "redemption-differs",
      "attempts-exhausted",
    ],
  },
  "GET /v1/redemptions": {
    ...REDEMPTIONS,
    operationId: "listRedemptions",
    summary: "List redemptions",
    access: READERS,
    answers: { 200: { means: "A page of redemptions, newest first.", schema: "RedemptionList" } },
    refusals: ["cursor-invalid"],
  },
  "GET /v1/redemptions/{id}": {
    ...REDEMPTIONS,
    operationId: "getRedemption",
    summary: "Get a redemption",
    access: READERS,
    answers: { 200: { means: "The redemption with its attempts.", schema: "RedemptionWithAttempts" } },
  },
  "GET /v1/redemptions/{id}/timeline": {
    ...REDEMPTIONS,
    operationId: "getRedemptionTimeline",
    summary: "Get a redemption's timeline",
    access: READERS,
    answers: { 200: { means: "What happened to the redemption, in order.", schema: "RedemptionTimeline" } },
  },
  "POST /v1/redemptions/{id}/resolve": {
    operationId: "resolveRedemption",
    tag: "Redemptions",
    summary: "Resolve a parked redemption",
    function: "operator-api",
    access: OPERATORS,
    answers: { 200: { means: "The redemption, ended; its account is credited or released.", schema: "Redemption" } },
    refusals: ["not-in-review", "amount-mismatch"],
  },
  "POST /v1/redemptions/{id}/look-up": {
    ...LOOK_UP,
    operationId: "lookUpRedemption",
    tag: "Redemptions",
    summary: "Ask the exchange what became of a redemption",
    answers: {
      200: {
        means:
          "What the exchange says of the newest attempt at this moment. Nothing is changed by it; that it was asked is audited.",
        schema: "LookUp",
      },
    },
  },
  "POST /v1/redemption-batches": {
    ...BATCHES,
    operationId: "submitBatch",
    summary: "Submit a batch of gift cards",
    access: WRITERS,
    body: "batch",
    answers: { 200: { means: "A verdict for each item, in the order of the request.", schema: "BatchVerdicts" } },
    refusals: ["plan-not-found", "batch-differs", "batch-rejected"],
  },
  "GET /v1/redemption-batches/{id}": {
    ...BATCHES,
    operationId: "getBatch",
    summary: "Get a batch",
    access: READERS,
    answers: { 200: { means: "The batch with a page of its items.", schema: "Batch" } },
    refusals: ["cursor-invalid"],
  },
} as const satisfies Record<string, RouteRow>;
