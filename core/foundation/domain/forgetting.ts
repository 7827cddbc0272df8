/** What has rows of a person, by what an answer calls them. Each capability forgets its own. */
export const FORGETTABLE = [
  "orders",
  "codeRedemptions",
  "subscriptions",
  "payments",
  "notifications",
  "payoutDestinations",
] as const;
export type Forgettable = (typeof FORGETTABLE)[number];

/**
 * Why a row stays. `under-way`: it has not ended; `active`: a subscription that runs; `in-use`: a destination that may still be
 * paid to; `ended-lately`: one whose end is too fresh to know what is on its way there; `changing`: it was written meanwhile.
 */
export const KEPT_REASONS = ["under-way", "active", "in-use", "ended-lately", "changing"] as const;
export type KeptReason = (typeof KEPT_REASONS)[number];
