/** What a channel does with a payment method, and the magic values `pm_...` of the sandbox channel. */

import type { ChargeDecline } from "../../core/payments/domain/channel.ts";

export interface Behaviour {
  /** What a charge comes to. `open`: the customer decides on the page. `doubtful`: nobody ever learns it, and there is no effect. */
  becomes: "captured" | "declined" | "open" | "doubtful";
  /** The caller of a charge waits in vain, and only a query tells. */
  neverAnswers?: true;
  /** So many first calls are answered 500 and have no effect. */
  failsFirst?: number;
  /** So many first cancels are answered 500 and change nothing. */
  cancelFails?: number;
  /** A cancel of an open charge is answered, and so long after it the charge takes effect all the same. Below `charge.inFlightMs` of every profile. */
  succeedsAfterCancelMs?: number;
  declined?: ChargeDecline;
  /** Nobody who asks is answered, whatever about; a cancel does nothing. */
  isMute?: true;
  /** Queries and cancels do not find it before its customer has come. */
  isHiddenWhileOpen?: true;
  /** What is captured is captured for good: it has to be refunded. */
  neverVoids?: true;
  /** The page takes money after a cancel, too. */
  paysWhenClosed?: true;
  refunds?: "refused" | "made-silently";
}

/** One that pays, and how well it behaves. */
export interface Vendor {
  behaviourOf: (paymentMethod: string | undefined, paymentId: string) => Behaviour;
  /** A cancel of what it has never heard of is kept: no charge takes effect after it. */
  remembersCancels: boolean;
}

const FOR_EVER = Number.POSITIVE_INFINITY;

export const BEHAVIOURS = {
  pm_ok: { becomes: "captured", why: "the plain case" },
  pm_500_twice: { becomes: "captured", failsFirst: 2, why: "failures that a resend mends" },
  pm_timeout_then_ok: { becomes: "captured", neverAnswers: true, why: "the reply is lost, the effect is not" },
  pm_declined: { becomes: "declined", declined: "card-declined", why: "a definitive refusal" },
  pm_timeout_then_declined: {
    becomes: "declined",
    neverAnswers: true,
    declined: "card-declined",
    why: "the reply is lost, and it was a refusal",
  },
  pm_unknown_forever: {
    becomes: "doubtful",
    neverAnswers: true,
    cancelFails: FOR_EVER,
    why: "an outcome that nobody can ever learn, and that cannot be cancelled either",
  },
  pm_action: { becomes: "open", why: "the customer has to act" },
  pm_cancel_fails_twice: { becomes: "open", cancelFails: 2, why: "a compensation that has to be repeated" },
  pm_cancel_fails_always: { becomes: "open", cancelFails: FOR_EVER, why: "a compensation that only a person can end" },
  pm_late_success: {
    becomes: "open",
    succeedsAfterCancelMs: 1000,
    why: "a payment that arrives although it was cancelled",
  },
} as const satisfies Record<string, Behaviour & { why: string }>;

export type PaymentMethod = keyof typeof BEHAVIOURS;

/** No method of this channel. */
const REFUSED: Behaviour = { becomes: "declined", declined: "method-refused" };

export function behaviourOf(paymentMethod: string = "pm_ok"): Behaviour {
  return Object.hasOwn(BEHAVIOURS, paymentMethod) ? BEHAVIOURS[paymentMethod as PaymentMethod] : REFUSED;
}

export const SANDBOX: Vendor = { behaviourOf, remembersCancels: true };
