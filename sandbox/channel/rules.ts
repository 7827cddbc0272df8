/** What the sandbox channel does with a payment method: the magic values `pm_...`. */

import type { ChargeDecline } from "../../core/payments/domain/channel.ts";

export interface Behaviour {
  /** What a charge comes to. `open`: the customer decides on the page. `doubtful`: nobody ever learns it, and there is no effect. */
  becomes: "captured" | "declined" | "open" | "doubtful";
  /** `never`: the caller waits in vain, and only a query tells. */
  answers: "outcome" | "never";
  /** So many first calls are answered 500 and have no effect. */
  failsFirst?: number;
  /** So many first cancels are answered 500 and change nothing. */
  cancelFails?: number;
  /** A cancel of an open charge is answered, and so long after it the charge takes effect all the same. Below `channelInFlightMs` of every profile. */
  succeedsAfterCancelMs?: number;
  declined?: ChargeDecline;
  why: string;
}

const FOR_EVER = Number.POSITIVE_INFINITY;

export const BEHAVIOURS = {
  pm_ok: { becomes: "captured", answers: "outcome", why: "the plain case" },
  pm_500_twice: { becomes: "captured", answers: "outcome", failsFirst: 2, why: "failures that a resend mends" },
  pm_timeout_then_ok: { becomes: "captured", answers: "never", why: "the reply is lost, the effect is not" },
  pm_declined: { becomes: "declined", answers: "outcome", declined: "card-declined", why: "a definitive refusal" },
  pm_timeout_then_declined: {
    becomes: "declined",
    answers: "never",
    declined: "card-declined",
    why: "the reply is lost, and it was a refusal",
  },
  pm_unknown_forever: {
    becomes: "doubtful",
    answers: "never",
    cancelFails: FOR_EVER,
    why: "an outcome that nobody can ever learn, and that cannot be cancelled either",
  },
  pm_action: { becomes: "open", answers: "outcome", why: "the customer has to act" },
  pm_cancel_fails_twice: {
    becomes: "open",
    answers: "outcome",
    cancelFails: 2,
    why: "a compensation that has to be repeated",
  },
  pm_cancel_fails_always: {
    becomes: "open",
    answers: "outcome",
    cancelFails: FOR_EVER,
    why: "a compensation that only a person can end",
  },
  pm_late_success: {
    becomes: "open",
    answers: "outcome",
    succeedsAfterCancelMs: 1000,
    why: "a payment that arrives although it was cancelled",
  },
} as const satisfies Record<string, Behaviour>;

export type PaymentMethod = keyof typeof BEHAVIOURS;

const REFUSED: Behaviour = {
  becomes: "declined",
  answers: "outcome",
  declined: "method-refused",
  why: "no method of this channel",
};

export function behaviourOf(paymentMethod: string = "pm_ok"): Behaviour {
  return Object.hasOwn(BEHAVIOURS, paymentMethod) ? BEHAVIOURS[paymentMethod as PaymentMethod] : REFUSED;
}
