import type { Money } from "../../core/foundation/domain/money.ts";
import type { PaymentState } from "../../core/payments/domain/payment.ts";
import type { PaymentMethod } from "../../sandbox/channel/rules.ts";
import { mixed } from "./mix.ts";

/** How each method ends here: what waits for a customer is paid or, from `pm_cancel_fails_twice` on, cancelled. */
export const PAYMENT_ENDS: Record<PaymentMethod, PaymentState> = {
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

export interface DemoPayment {
  method: PaymentMethod;
  orderNo: string;
  amount: Money;
  /** Another payment of an order that an earlier one could not pay: it names the order. */
  isAgain: boolean;
  orderId?: string;
  paymentId?: string;
  sagaId?: string;
  /** Its customer has paid or declined, or the merchant has cancelled it. */
  isDecided: boolean;
  /** What it must be in the end; scenes that do something to it change this. */
  ends: PaymentState;
  /** What it may be as well, where two moments race. */
  orEnds: readonly PaymentState[];
}

/** Each one a little dearer than the one before, so that no two are mistaken for each other. */
const FIRST_AMOUNT = 2500;
const STEP = 50;

/** Every payment that was ever asked for. */
export class Payments {
  readonly all: DemoPayment[] = [];

  draw(method: PaymentMethod, order?: { orderNo: string; orderId: string }): DemoPayment {
    const number = this.all.length + 1;
    const payment: DemoPayment = {
      method,
      orderNo: `SO-${number}`,
      amount: { amount: FIRST_AMOUNT + number * STEP, currency: "USD" },
      ...order,
      isAgain: order !== undefined,
      isDecided: false,
      ends: PAYMENT_ENDS[method],
      orEnds: [],
    };
    this.all.push(payment);
    return payment;
  }

  drawMixed(counts: Partial<Record<PaymentMethod, number>>): DemoPayment[] {
    return mixed(counts).map((method) => this.draw(method));
  }

  of(...methods: PaymentMethod[]): DemoPayment[] {
    return this.all.filter(({ method }) => methods.includes(method));
  }

  /** The next ones whose customers still have their page open; they are decided from now on. */
  takeWaiting(count: number): DemoPayment[] {
    const taken = this.of("pm_action")
      .filter(({ isDecided }) => !isDecided)
      .slice(0, count);
    for (const payment of taken) payment.isDecided = true;
    return taken;
  }

  byId(): Map<string, DemoPayment> {
    return new Map(this.all.flatMap((each) => (each.paymentId ? [[each.paymentId, each] as const] : [])));
  }
}

/** The request that creates it. */
export function bodyOf({ orderNo, amount, method, isAgain, orderId }: DemoPayment) {
  return { orderNo, amount, channel: "sandbox", paymentMethod: method, ...(isAgain ? { orderId } : {}) };
}

/** What the answer says of it. */
export function noteAccepted(payment: DemoPayment, json: Record<string, unknown>): void {
  payment.paymentId = String(json.paymentId);
  payment.sagaId = String(json.sagaId);
  payment.orderId = String(json.orderId);
}

export function mayEndAs({ ends, orEnds }: DemoPayment, state: PaymentState): boolean {
  return state === ends || orEnds.includes(state);
}
