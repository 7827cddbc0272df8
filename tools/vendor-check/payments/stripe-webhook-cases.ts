import { ANY_TEXT, type Case } from "../case.ts";
import { signedByStripe, stripeEvent } from "../stripe-signed.ts";
import type { Twist } from "../webhook-twists.ts";
import type { PaymentTrial } from "./payment-trial.ts";

const url = "https://docs.stripe.com/webhooks#verify-manually";
const PAID = { kind: "event", event: { type: "paid", eventId: ANY_TEXT } };
const refused = (why: string) => ({ kind: "refused", httpStatus: 401, why });

/** `secret`: the account's own, which signs. `clock`: milliseconds since 1970. */
export function stripeWebhookCases(secret: string, clock: () => number): Case<PaymentTrial>[] {
  const signed = (twist: Twist) => async (trial: PaymentTrial) => {
    const intent = { object: "payment_intent", id: "pi_check", metadata: { paymentId: trial.paymentId } };
    const money = { amount: 1999, amount_received: 1999, currency: "usd", status: "succeeded" };
    const event = stripeEvent("payment_intent.succeeded", { ...intent, ...money }, clock());
    return trial.judge(signedByStripe(event, secret, clock()), twist);
  };
  return [
    {
      name: "An event that Stripe's own package has signed is taken, and nothing else is",
      why: "Whoever can make us believe an event can make us credit a wallet.",
      page: {
        says: "HMAC-SHA256 with the endpoint's secret over time, a dot and the body; 5 minutes are tolerated",
        url,
      },
      steps: [
        { does: "the event as it was signed", call: signed("as it came"), must: PAID, sendsNothing: true },
        { does: "one character of it changed", call: signed("tampered"), must: refused("signature") },
        { does: "five minutes and a second later", call: signed("too old"), must: refused("timestamp") },
        { does: "as much before it was signed", call: signed("too new"), must: refused("timestamp") },
        { does: "with another account's secret", call: signed("of another account"), must: refused("signature") },
      ],
    },
    {
      name: "The event that Stripe sends of a payment is taken, and refused when it is changed, old or another's",
      why: "A proxy that rewrites bodies, a wrong secret, or events of another version show only here.",
      page: { says: "Stripe sends each event to the endpoint, signed with that endpoint's secret", url },
      needs: ["webhook"],
      steps: [
        { does: "charge pm_card_visa", call: (trial) => trial.charge(), must: { outcome: "succeeded" } },
        { does: "wait for its webhook", call: (trial) => trial.webhook(), must: PAID },
        { does: "one character changed", call: (trial) => trial.webhook("tampered"), must: refused("signature") },
        { does: "five minutes later", call: (trial) => trial.webhook("too old"), must: refused("timestamp") },
        {
          does: "with another account's secret",
          call: (trial) => trial.webhook("of another account"),
          must: refused("signature"),
        },
      ],
    },
  ];
}
