import type { Money } from "../../core/foundation/domain/money.ts";
import type { PaymentState } from "../../core/payments/domain/payment.ts";
import type { PaymentMethod } from "../../sandbox/channel/rules.ts";
import { mixed } from "./mix.ts";

/** How each method ends here: what waits for a customer is paid or, from `pm_cancel_fails_twice` on, cancelled. */
const PAYMENT_ENDS: Record<PaymentMethod, PaymentState> = {
  pm_ok: "SUCCEEDED",
  pm_500_twice: "SUCCEEDED",
  pm_timeout_then_ok: "SUCCEEDED",
  pm_declined: "DECLINED",
  pm_timeout_then_declined: "DECLINED",
  pm_unknown_forever: "NEEDS_REVIEW",
  pm_action: "SUCCEEDED",
  pm_cancel_fails_twice: "CANCELLED",
  pm_cancel_fails_always: "NEEDS_REVIEW",
  pm_late_success: "REFUNDED",
};

export const METHODS = Object.keys(PAYMENT_ENDS) as PaymentMethod[];

export interface AskedPayment {
  method: PaymentMethod;
  orderNo: string;
  amount: Money;
  /** It names an order that is there: one of an offer, or one that an earlier payment could not pay. */
  isAgain: boolean;
  orderId?: string;
  paymentId?: string;
  sagaId?: string;
  /** What it must be in the end; scenes that do something to it change this. */
  ends: PaymentState;
}

/** Each one a little dearer than the one before, so that no two are mistaken for each other. */
const FIRST_AMOUNT = 2500;
const STEP = 50;

/** Every payment that was ever asked for. */
export class Payments {
  readonly all: AskedPayment[] = [];

  draw(method: PaymentMethod, order: { orderNo?: string; orderId?: string; amount?: Money } = {}): AskedPayment {
    const number = this.all.length + 1;
    const payment: AskedPayment = {
      method,
      orderNo: `SO-${number}`,
      amount: { amount: FIRST_AMOUNT + number * STEP, currency: "USD" },
      ...order,
      isAgain: order.orderId !== undefined,
      ends: PAYMENT_ENDS[method],
    };
    this.all.push(payment);
    return payment;
  }

  /** It was never accepted. */
  forget(payment: AskedPayment): void {
    this.all.splice(this.all.indexOf(payment), 1);
  }

  drawMixed(counts: Partial<Record<PaymentMethod, number>>): AskedPayment[] {
    return mixed(counts).map((method) => this.draw(method));
  }

  of(...methods: PaymentMethod[]): AskedPayment[] {
    return this.all.filter(({ method }) => methods.includes(method));
  }
}

/** The request that creates it. */
export function bodyOf({ orderNo, amount, method, isAgain, orderId }: AskedPayment) {
  return { orderNo, amount, channel: "sandbox", paymentMethod: method, ...(isAgain ? { orderId } : {}) };
}

/** What the answer says of it. */
export function noteAccepted(payment: AskedPayment, json: Record<string, unknown>): void {
  payment.paymentId = String(json.paymentId);
  payment.sagaId = String(json.sagaId);
  payment.orderId = String(json.orderId);
}
