import type {
  CancelOutcome,
  ChargeQueryOutcome,
  PaymentChannel,
  RefundOutcome,
} from "../../../../core/domain/channel.ts";
import { cancel, charge, decide } from "../../../../lambdas/sandbox/channel-charge.ts";
import { refund } from "../../../../lambdas/sandbox/channel-refund.ts";
import {
  type Charge,
  type ChargeState,
  type Effect,
  type Refund,
  type Step,
  stateOf,
} from "../../../../lambdas/sandbox/channel-rows.ts";

const SILENT = { outcome: "unknown", reason: "timeout" } as const;
const FAILED = { outcome: "unknown", reason: "server-error" } as const;

/** The sandbox channel's own rules behind the port, without its server and its table. */
export class MemoryChannel implements PaymentChannel {
  readonly effects: Effect[] = [];
  readonly #charges = new Map<string, Charge>();
  readonly #refunds = new Map<string, Refund>();
  readonly #clock: () => number;

  constructor(clock: () => number) {
    this.#clock = clock;
  }

  charge: PaymentChannel["charge"] = async ({ paymentId, providerKey, orderNo, amount, paymentMethod, notifyUrl }) => {
    const row = this.#charges.get(paymentId);
    const asked = { providerKey, orderNo, amount, paymentMethod, notifyUrl };
    const answer = this.#take(charge({ row, keyOwner: undefined }, paymentId, asked, this.#clock()));
    if (answer.kind === "state")
      return outcomeOf(paymentId, answer.state) as Awaited<ReturnType<PaymentChannel["charge"]>>;
    return answer.kind === "never-answered" ? SILENT : FAILED;
  };

  query: PaymentChannel["query"] = async ({ paymentId }) =>
    outcomeOf(paymentId, stateOf(this.#charges.get(paymentId), this.#clock()));

  cancel: PaymentChannel["cancel"] = async ({ paymentId, compensationKey }): Promise<CancelOutcome> => {
    const answer = this.#take(cancel(this.#charges.get(paymentId), paymentId, compensationKey, this.#clock()));
    if (answer.kind === "failed") return FAILED;
    return answer.kind === "cancelled"
      ? { outcome: "cancelled", amount: answer.amount.amount }
      : { outcome: "not-found" };
  };

  refund: PaymentChannel["refund"] = async ({ refundId, paymentId, amount }): Promise<RefundOutcome> => {
    const known = this.#refunds.get(refundId);
    const answer = this.#take(
      refund(this.#charges.get(paymentId), known, { refundId, paymentId, amount }, this.#clock()),
    );
    if (answer.kind !== "refund") return FAILED;
    const { declined } = answer.refund;
    return declined
      ? { outcome: "declined", reason: declined }
      : { outcome: "succeeded", providerReference: `sbx_${refundId}` };
  };

  queryRefund: PaymentChannel["queryRefund"] = async ({ refundId }) => {
    const known = this.#refunds.get(refundId);
    if (!known) return { outcome: "not-found" };
    return known.declined
      ? { outcome: "declined", reason: known.declined }
      : { outcome: "succeeded", providerReference: `sbx_${refundId}` };
  };

  /** The customer's click on the page. */
  click(paymentId: string, outcome: "paid" | "declined"): void {
    this.#take(decide(this.#charges.get(paymentId), outcome, this.#clock()));
  }

  #take<A>({ answer, writes }: Step<A>): A {
    if (writes?.charge) this.#charges.set(writes.charge.paymentId, writes.charge);
    if (writes?.refund) this.#refunds.set(writes.refund.refundId, writes.refund);
    this.effects.push(...(writes?.effects ?? []));
    return answer;
  }
}

function outcomeOf(paymentId: string, state: ChargeState): ChargeQueryOutcome {
  const providerReference = `sbx_${paymentId}`;
  switch (state.status) {
    case "succeeded":
      return { outcome: "succeeded", amount: state.asked.amount, providerReference };
    case "requires_action":
      return { outcome: "requires-action", paymentUrl: `https://channel.test/pay/${paymentId}`, providerReference };
    case "declined":
      return { outcome: "declined", reason: state.reason };
    case "not_found":
      return { outcome: "not-found" };
    case "doubtful":
      return FAILED;
  }
}
