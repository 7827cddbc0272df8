/** What the sandbox channel remembers of a payment, and what is true of it at a moment. */

import type { Money } from "../../core/foundation/domain/money.ts";
import type { ChannelEvent, ChargeDecline } from "../../core/payments/domain/channel.ts";
import type { Step as DecidedStep } from "../calls.ts";

/** What the first charge call asked for: later ones must ask for the same. */
export interface Asked {
  providerKey: string;
  orderNo: string;
  amount: Money;
  paymentMethod?: string | undefined;
  notifyUrl: string;
  returnUrl?: string | undefined;
}

export interface Charge {
  paymentId: string;
  /** Grows with each change; a write carries the one that it has read. */
  version: number;
  /** Absent: a cancel came first. */
  asked?: Asked;
  /** `new`: nothing has come of it yet. `closed`: cancelled, and no charge will ever take effect. */
  status: "new" | "open" | "captured" | "declined" | "doubtful" | "closed";
  declined?: ChargeDecline;
  /** When the capture takes effect, in milliseconds since 1970. In the future only after a cancel, and then nobody is shown it. */
  capturedAt?: number;
  /** What a cancel gave back, in minor units. Present: this charge was cancelled, and every cancel is answered so. */
  voided?: number;
  /** In minor units. */
  refunded: number;
  failures: number;
  cancelFailures: number;
}

export interface Effect {
  /** `outside`: given back at the vendor's own desk. */
  kind: "charge" | "void" | "refund" | "outside";
  /** Of the payment, the refund, or the move at the desk: there is one effect of a kind for each. */
  id: string;
  paymentId: string;
  orderNo: string;
  amount: number;
  currency: string;
  providerKey: string;
  /** Milliseconds since 1970. Before it, nobody is shown the effect. */
  effectAt: number;
}

export interface Refund {
  refundId: string;
  paymentId: string;
  amount: Money;
  declined?: "refused" | "exceeds-charge" | "not-captured";
}

/** What a charge's merchant is told by webhook: how it ended, once; and what has moved at the vendor's desk since. */
export interface Notice {
  type: "charge.paid" | "charge.declined" | "charge.refunded" | "charge.disputed";
  charge: Charge & { asked: Asked };
  dueAt: number;
  more?: Pick<ChannelEvent, "amount" | "refunded" | "dispute" | "at">;
}

/** Written together or not at all. */
export interface Writes {
  charge?: Charge;
  /** Whose charge the key stands for, from now on. */
  key?: { providerKey: string; paymentId: string };
  effects?: Effect[];
  refund?: Refund;
  notice?: Notice;
}

export type Step<A> = DecidedStep<A, Writes>;

/** What is true at a moment, for whoever asks. */
export type ChargeState =
  | { status: "succeeded"; asked: Asked }
  | { status: "requires_action"; asked: Asked }
  | { status: "declined"; asked: Asked; reason: ChargeDecline }
  | { status: "doubtful" }
  | { status: "not_found" };

export function stateOf(charge: Charge | undefined, nowMs: number): ChargeState {
  const asked = charge?.asked;
  if (charge === undefined || asked === undefined) return { status: "not_found" };
  switch (charge.status) {
    case "new":
      return { status: "not_found" };
    case "open":
      return { status: "requires_action", asked };
    case "captured":
      return isStillToCome(charge, nowMs)
        ? { status: "declined", asked, reason: "refused" }
        : { status: "succeeded", asked };
    case "closed":
      return { status: "declined", asked, reason: "refused" };
    case "declined":
      return { status: "declined", asked, reason: charge.declined ?? "refused" };
    case "doubtful":
      return { status: "doubtful" };
  }
}

/** A late success that is written but has not happened. Other captures hold once they are written, whatever a server's clock says. */
export function isStillToCome({ capturedAt = 0, voided, status }: Charge, nowMs: number): boolean {
  return status === "captured" && voided !== undefined && capturedAt > nowMs;
}

/** The effect of `charge`'s capture; others are made from it. */
export function captureOf({ paymentId }: Charge, { orderNo, amount, providerKey }: Asked, effectAt: number): Effect {
  return { kind: "charge", id: paymentId, paymentId, orderNo, ...amount, providerKey, effectAt };
}

export function next(charge: Charge): Charge {
  return { ...charge, version: charge.version + 1 };
}
