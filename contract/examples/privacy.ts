import type { PRIVACY_ANSWERS } from "../answers/privacy.ts";
import { type Example, ID } from "./shared.ts";

export const PRIVACY_EXAMPLES = {
  Forgotten: {
    merchantId: "acme",
    emptied: { orders: 4, codeRedemptions: 1, subscriptions: 1, payments: 3, notifications: 7, payoutDestinations: 0 },
    kept: [{ id: ID.payment, why: "under-way" }],
    keptCount: 1,
    isComplete: true,
  },
} satisfies { [N in keyof typeof PRIVACY_ANSWERS]: Example<N> };
