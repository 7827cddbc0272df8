import type { ErrorRow } from "./row.ts";

/** Gift cards: plans, accounts, redemptions, batches. */
export const REDEMPTION_ERRORS = {
  "plan-not-found": {
    status: 422,
    title: "Plan does not exist",
    again: "mend",
    next: "Create the plan first, or correct `planId`.",
  },
  "code-malformed": {
    status: 400,
    title: "Code is malformed",
    again: "mend",
    next: "Send the code as printed: 4 to 64 letters from A to Z and digits; spaces, line breaks and dashes are allowed. Check for look-alike letters of another alphabet.",
  },
  "already-redeemed": {
    status: 409,
    title: "Code has already been redeemed",
    again: "never",
    next: "Do not send it again: the code has taken effect. The redemption named here says when and where.",
  },
  "redemption-in-progress": {
    status: 409,
    title: "Code is being redeemed in another batch",
    again: { waitFor: "redemption", retryAfterMs: 5_000 },
    next: "Wait until the redemption named here has ended, then send the same request again.",
  },
  "redemption-needs-review": {
    status: 409,
    title: "Redemption of this code waits for an operator",
    again: { waitFor: "review" },
    next: "Wait until an operator has resolved the redemption named here, then send the same request again.",
  },
  "redemption-differs": {
    status: 409,
    title: "Code is being redeemed in this batch for another plan",
    again: "never",
    next: "Send the plan that the code was first submitted with, under a new key.",
  },
  "attempts-exhausted": {
    status: 409,
    title: "Code was refused too often",
    again: "never",
    next: "Do not send it again; ask the issuer of the card what is wrong with it.",
  },
  "batch-differs": {
    status: 409,
    title: "Batch has another plan or mode",
    again: "never",
    next: "Send the plan and the mode that this `batchId` was first submitted with, or omit `batchId` to start a new batch.",
  },
  "batch-rejected": {
    status: 409,
    title: "Batch was rejected",
    again: { oneOf: ["redemption", "notification", "review"], retryAfter: "as what is in the way" },
    next: "No item took effect. If `waitFor` is present, wait for it and send the same batch again; otherwise correct or remove the items listed in `errors` and send the batch under a new key.",
  },
  "account-not-leased": {
    status: 409,
    title: "Account is not leased",
    again: "never",
    next: "There is nothing to release and nothing to do.",
  },
  "lease-in-use": {
    status: 409,
    title: "Account is leased by a redemption that has not ended",
    again: { waitFor: "redemption" },
    next: "Wait until the redemption named here has ended; if it is NEEDS_REVIEW, resolve it first.",
  },
} as const satisfies Record<string, ErrorRow>;
