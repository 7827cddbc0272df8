import { ANY_TEXT, type Case } from "../case.ts";
import { signedByStripe, stripeEvent } from "../stripe-signed.ts";
import type { Twist } from "../webhook-twists.ts";
import type { PayoutTrial } from "./payout-trial.ts";
import { pay } from "./stripe-cases.ts";

const SIGNED = {
  says: "HMAC-SHA256 over time, a dot and the body; 5 minutes",
  url: "https://docs.stripe.com/webhooks#verify-manually",
};
const refused = (why: string) => ({ kind: "refused", httpStatus: 401, why });

/** `secret`: the account's own, which signs. `clock`: milliseconds since 1970. */
export function stripePayoutWebhookCases(secret: string, clock: () => number): Case<PayoutTrial>[] {
  const signed = (twist: Twist) => async (trial: PayoutTrial) => {
    const { withdrawalId } = trial;
    const about = { transfer_group: withdrawalId, metadata: { withdrawalId } };
    const transfer = { object: "transfer", id: "tr_check", amount: 1970, currency: "usd", ...about };
    return trial.judge(signedByStripe(stripeEvent("transfer.created", transfer, clock()), secret, clock()), twist);
  };
  const event = { kind: "event", event: { type: "paid", eventId: ANY_TEXT } };
  return [
    {
      name: "An event that Stripe's own package has signed is taken, and nothing else is",
      why: "Whoever can make us believe an event can make us give money back.",
      page: SIGNED,
      steps: [
        { does: "the event as it was signed", call: signed("as it came"), must: event, sendsNothing: true },
        { does: "one character of it changed", call: signed("tampered"), must: refused("signature") },
        { does: "five minutes and a second later", call: signed("too old"), must: refused("timestamp") },
        { does: "as much before it was signed", call: signed("too new"), must: refused("timestamp") },
        { does: "with another account's secret", call: signed("of another account"), must: refused("signature") },
      ],
    },
    {
      name: "The event that Stripe sends of a payout is taken, and refused when it is changed or old",
      why: "A proxy that rewrites bodies, or a wrong secret, shows only here.",
      page: { ...SIGNED, says: "transfer.created is sent when a transfer is made" },
      needs: ["webhook"],
      steps: [
        pay,
        { does: "wait for its webhook", call: (trial) => trial.webhook(), must: event },
        { does: "one character changed", call: (trial) => trial.webhook("tampered"), must: refused("signature") },
        { does: "five minutes later", call: (trial) => trial.webhook("too old"), must: refused("timestamp") },
      ],
    },
    {
      name: "A payout that comes back is told as a return",
      why: "It is credited to the wallet once for each reversal.",
      page: {
        says: "transfer.reversed is sent with the reversals",
        url: "https://docs.stripe.com/api/transfer_reversals",
      },
      needs: ["webhook", "person"],
      steps: [
        pay,
        {
          does: "a person reverses it in the dashboard",
          call: (trial) =>
            trial.asks("Reverse the transfer with this transfer_group in Stripe's dashboard, in test mode"),
          must: { person: "did it" },
        },
        {
          does: "wait for its webhook",
          call: (trial) => trial.webhook("as it came", "returned"),
          must: { kind: "event", event: { type: "returned" } },
        },
      ],
    },
  ];
}
