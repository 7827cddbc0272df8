import type { RouteRow } from "./row.ts";

/** What is known of persons, and what is forgotten. */
export const PRIVACY_ROUTES = {
  "POST /v1/users/{userId}/forget": {
    operationId: "forgetUser",
    tag: "Privacy",
    summary: "Forget a user",
    function: "operator-api",
    access: ["operator"],
    answers: {
      200: {
        means:
          "What names the user is gone from whatever is final: the user's name from orders, uses of codes and subscriptions, and, where they are named here, the customer's from payments, the receiver from notifications, account and holder from payout destinations. `kept` is what still names the person, and why: send it again, under another key, when that is over. Amounts and ids stay, and what counts once for each user counts on.",
        schema: "Forgotten",
      },
    },
    refusals: ["merchant-not-found"],
  },
} as const satisfies Record<string, RouteRow>;
