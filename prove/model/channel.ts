import type {
  CancelCall,
  CancelOutcome,
  ChannelEvent,
  ChargeCall,
  ChargeOutcome,
  ChargeQueryOutcome,
  ChargeRef,
  PaymentChannel,
  RefundCall,
  RefundOutcome,
  RefundQueryOutcome,
} from "../../core/payments/domain/channel.ts";
import type { ChannelEffect } from "../../invariants/snapshot.ts";
import type { PaymentMethod } from "./payment-methods.ts";

interface Charge {
  status: "captured" | "open" | "declined" | "closed";
  call: ChargeCall;
  trade: string;
  /** What a cancel has given back. */
  voided?: number;
}

/** What a webhook tells of. `mustArrive`: no query of ours can be told any more, so the vendor does not give up. */
export interface News {
  type: "paid" | "declined" | "refunded" | "disputed";
  /** What the vendor's event has beside the charge; `number`: of events of this type. */
  more?: Pick<ChannelEvent, "refunded" | "dispute" | "at" | "amount"> & { number: number };
  call: ChargeCall;
  trade: string;
  mustArrive: boolean;
}

const timeout = { outcome: "unknown", reason: "timeout" } as const;

/** The channel: what it did is the truth that rows are judged by. */
export class ChannelModel implements PaymentChannel {
  readonly effects: (ChannelEffect & { orderNo: string })[] = [];
  /** Told when there is something to send a webhook for. */
  onNews: (news: News) => void = () => {};
  /** Told when a customer is sent to a page. */
  onPage: (paymentId: string, method: PaymentMethod) => void = () => {};
  readonly #charges = new Map<string, Charge>();
  readonly #failed = new Set<string>();
  #news = 0;
  readonly #refunds = new Map<string, RefundOutcome>();

  chargeOf(paymentId: string): Readonly<Charge> | undefined {
    return this.#charges.get(paymentId);
  }

  async charge(call: ChargeCall): Promise<ChargeOutcome> {
    const { paymentId } = call;
    const method = methodOf(call);
    if (method === "fails-once" && this.#isFirst(`charge ${paymentId}`))
      return { outcome: "unknown", reason: "server-error" };
    if (!this.#charges.has(paymentId)) this.#open(call, method);
    if (isSilent(method)) return timeout;
    const told = this.#told(paymentId);
    if (told.outcome === "not-found") return timeout;
    return told.outcome === "requires-action" ? { ...told, paymentUrl: urlOf(paymentId) } : told;
  }

  async query({ paymentId }: ChargeRef): Promise<ChargeQueryOutcome> {
    const charge = this.#charges.get(paymentId);
    if (charge && isSilent(methodOf(charge.call))) return timeout;
    if (charge?.status === "open" && methodOf(charge.call) === "page-not-found") return { outcome: "not-found" };
    return this.#told(paymentId);
  }

  async cancel({ paymentId, compensationKey }: CancelCall): Promise<CancelOutcome> {
    const charge = this.#charges.get(paymentId);
    if (!charge) return { outcome: "not-found" };
    const method = methodOf(charge.call);
    if (isSilent(method)) return timeout;
    if (charge.status === "open" && method === "page-not-found") return { outcome: "not-found" };
    if (charge.voided !== undefined) return { outcome: "cancelled", amount: charge.voided };
    const { amount } = charge.call;
    if (charge.status === "captured" && method === "captured-for-good")
      return { outcome: "captured", amount, providerReference: charge.trade };
    // No vendor gives back more than it has left of a charge, whatever way the rest went.
    charge.voided = charge.status === "captured" ? this.net(paymentId) : 0;
    if (charge.status !== "declined") this.#effect("void", charge, charge.voided, compensationKey);
    charge.status = "closed";
    return { outcome: "cancelled", amount: charge.voided };
  }

  async refund(call: RefundCall): Promise<RefundOutcome> {
    const known = this.#refunds.get(call.refundId);
    if (known) return this.#isMute(call) ? timeout : known;
    const charge = this.#charges.get(call.paymentId);
    const isPaid = charge?.status === "captured";
    const outcome: RefundOutcome = !isPaid
      ? { outcome: "declined", reason: "not-captured" }
      : methodOf(charge.call) === "refuses-refunds"
        ? { outcome: "declined", reason: "refused" }
        : this.net(call.paymentId) < call.amount.amount
          ? { outcome: "declined", reason: "exceeds-charge" }
          : { outcome: "succeeded", providerReference: `back-${call.refundId}` };
    if (charge && outcome.outcome === "succeeded") this.#effect("refund", charge, call.amount.amount, call.providerKey);
    this.#refunds.set(call.refundId, outcome);
    if (charge && outcome.outcome === "succeeded") this.#tellRefunds(charge);
    return this.#isMute(call) ? timeout : outcome;
  }

  async queryRefund({ refundId, paymentId }: RefundCall): Promise<RefundQueryOutcome> {
    if (this.#isMute({ paymentId })) return timeout;
    return this.#refunds.get(refundId) ?? { outcome: "not-found" };
  }

  /** A card is refused, which a webhook tells; the page waits for another one. */
  refuseCard(paymentId: string): void {
    const charge = this.#charges.get(paymentId);
    if (charge?.status === "open") this.#announce(charge, "declined");
  }

  /** The customer on the page. Closed pages take nothing, but for the one method that does. */
  act(paymentId: string, decision: "paid" | "declined"): void {
    const charge = this.#charges.get(paymentId);
    if (!charge) return;
    const isLate = charge.status === "closed" && charge.voided === 0 && methodOf(charge.call) === "paid-after-cancel";
    if (charge.status !== "open" && !(isLate && decision === "paid")) return;
    if (decision === "paid") this.#capture(charge);
    else charge.status = "declined";
    this.#announce(charge, decision);
  }

  /** What an operator does at the vendor's desk when no call of ours is answered. */
  giveBackByHand(paymentId: string): void {
    const charge = this.#charges.get(paymentId);
    if (charge?.status !== "captured") return;
    charge.voided = this.net(paymentId);
    charge.status = "closed";
    this.#effect("void", charge, charge.voided, `${paymentId}#cancel`);
  }

  /** Somebody gives money back at the vendor's own desk, as far as there is any. */
  giveBackOutside(paymentId: string, amount: number): void {
    const charge = this.#charges.get(paymentId);
    if (charge?.status !== "captured" || this.net(paymentId) < amount) return;
    this.#effect("outside", charge, amount, `outside-${this.effects.length}`);
    this.#tellRefunds(charge);
  }

  /** The customer's bank speaks of what was paid: each word is told, in any order. */
  dispute(paymentId: string, status: "needs_response" | "won" | "lost", amount: number, at: number): boolean {
    const charge = this.#charges.get(paymentId);
    if (charge?.status !== "captured") return false;
    const dispute = { reference: `dispute-${paymentId}`, status, stage: status === "won" ? "over" : "taken" } as const;
    const { currency } = charge.call.amount;
    this.#tell(charge, "disputed", { dispute, at, amount: { amount, currency } });
    return true;
  }

  #tellRefunds(charge: Charge): void {
    const { amount, paymentId } = charge.call;
    if (methodOf(charge.call) !== "tells-refunds") return;
    const refunded = { ...amount, amount: amount.amount - this.net(paymentId) };
    this.#tell(charge, "refunded", { refunded, amount });
  }

  #tell(charge: Charge, type: "refunded" | "disputed", more: Omit<NonNullable<News["more"]>, "number">): void {
    const { call, trade } = charge;
    this.onNews({ type, call, trade, mustArrive: true, more: { ...more, number: ++this.#news } });
  }

  /** What the customer has paid in the end, minor units. */
  net(paymentId: string): number {
    return this.effects
      .filter((effect) => effect.paymentId === paymentId)
      .reduce((sum, { kind, amount }) => sum + (kind === "charge" ? amount : -amount), 0);
  }

  #open(call: ChargeCall, method: PaymentMethod): void {
    const { paymentId } = call;
    const charge: Charge = { status: "open", call, trade: `trade-${paymentId}` };
    this.#charges.set(paymentId, charge);
    if (method === "declined") charge.status = "declined";
    else if (waitsForCustomer(method)) this.onPage(paymentId, method);
    else if (method !== "silent") {
      this.#capture(charge);
      this.#announce(charge, "paid");
    }
  }

  #announce({ call, trade }: Charge, type: News["type"]): void {
    const method = methodOf(call);
    if (method === "unannounced") return;
    this.onNews({ type, call, trade, mustArrive: method === "paid-after-cancel" || method === "page-not-found" });
  }

  #told(paymentId: string): ChargeQueryOutcome {
    const charge = this.#charges.get(paymentId);
    switch (charge?.status) {
      case undefined:
        return { outcome: "not-found" };
      case "captured":
        return { outcome: "succeeded", amount: charge.call.amount, providerReference: charge.trade };
      case "open":
        return { outcome: "requires-action", paymentUrl: urlOf(paymentId), providerReference: charge.trade };
      case "declined":
        return { outcome: "declined", reason: "card-declined" };
      case "closed":
        return { outcome: "declined", reason: "expired" };
    }
  }

  #capture(charge: Charge): void {
    charge.status = "captured";
    this.#effect("charge", charge, charge.call.amount.amount, charge.call.providerKey);
  }

  #effect(kind: ChannelEffect["kind"], { call }: Charge, amount: number, providerKey: string): void {
    const { paymentId, orderNo } = call;
    this.effects.push({ kind, paymentId, orderNo, amount, currency: call.amount.currency, providerKey });
  }

  #isMute({ paymentId }: Pick<RefundCall, "paymentId">): boolean {
    const charge = this.#charges.get(paymentId);
    return charge !== undefined && methodOf(charge.call) === "silent-refunds";
  }

  #isFirst(what: string): boolean {
    const isFirst = !this.#failed.has(what);
    this.#failed.add(what);
    return isFirst;
  }
}

function methodOf({ paymentMethod }: ChargeCall): PaymentMethod {
  return paymentMethod as PaymentMethod;
}

function isSilent(method: PaymentMethod): boolean {
  return method === "silent" || method === "silently-paid";
}

function waitsForCustomer(method: PaymentMethod): boolean {
  return method.startsWith("page") || method === "paid-after-cancel";
}

function urlOf(paymentId: string): string {
  return `https://pay.example/${paymentId}`;
}
