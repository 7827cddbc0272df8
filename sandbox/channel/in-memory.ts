import type { ListCall, Listed } from "../../core/foundation/domain/listing.ts";
import type {
  CancelCall,
  CancelOutcome,
  ChannelEntry,
  ChargeCall,
  ChargeOutcome,
  ChargeQueryOutcome,
  ChargeRef,
  PaymentChannel,
  RefundCall,
  RefundOutcome,
  RefundQueryOutcome,
} from "../../core/payments/domain/channel.ts";
import { cancel, charge, decide, query } from "./charge.ts";
import { type DeskMove, moveAtDesk, refund } from "./refund.ts";
import type { Charge, ChargeState, Effect, Refund, Step, Writes } from "./rows.ts";
import type { Behaviour, Vendor } from "./rules.ts";

const timeout = { outcome: "unknown", reason: "timeout" } as const;
const failed = { outcome: "unknown", reason: "server-error" } as const;

/**
 * The channel's rules over rows in memory, behind Tender's port and without a wire: what tests and the proof play. It is worse
 * than the sandbox in that it forgets cancels of what it has not heard of, so that only settle windows protect from late charges.
 */
export class ChannelInMemory implements PaymentChannel {
  readonly effects: Effect[] = [];
  readonly charges = new Map<string, Charge>();
  readonly #keys = new Map<string, string>();
  readonly #refunds = new Map<string, Refund>();
  readonly #vendor: Vendor;
  readonly #clock: () => number;

  constructor(behaviourOf: Vendor["behaviourOf"], clock: () => number = () => 0) {
    this.#vendor = { behaviourOf, remembersCancels: false };
    this.#clock = clock;
  }

  async charge(call: ChargeCall): Promise<ChargeOutcome> {
    const { paymentId, providerKey, orderNo, amount, paymentMethod, notifyUrl } = call;
    const rows = { row: this.charges.get(paymentId), keyOwner: this.#keys.get(providerKey) };
    const asked = { providerKey, orderNo, amount, paymentMethod, notifyUrl };
    const answer = this.move(charge(this.#vendor, rows, paymentId, asked, this.#clock()));
    if (answer.kind !== "state") return this.#doubt(answer.kind, providerKey);
    const told = outcomeOf(answer.state, paymentId);
    return told.outcome === "not-found" ? timeout : told;
  }

  async query({ paymentId }: ChargeRef): Promise<ChargeQueryOutcome> {
    return outcomeOf(query(this.#vendor, this.charges.get(paymentId), this.#clock()), paymentId);
  }

  async cancel({ paymentId, compensationKey }: CancelCall): Promise<CancelOutcome> {
    const row = this.charges.get(paymentId);
    const answer = this.move(cancel(this.#vendor, row, paymentId, compensationKey, this.#clock()));
    switch (answer.kind) {
      case "cancelled":
        return { outcome: "cancelled", amount: answer.amount.amount };
      case "captured":
        return { outcome: "captured", amount: answer.amount, providerReference: tradeOf(paymentId) };
      case "not-found":
        return { outcome: "not-found" };
      default:
        return this.#doubt(answer.kind, compensationKey);
    }
  }

  async refund({ refundId, paymentId, amount }: RefundCall): Promise<RefundOutcome> {
    const [row, known] = [this.charges.get(paymentId), this.#refunds.get(refundId)];
    const asked = { refundId, paymentId, amount };
    const answer = this.move(refund(this.#vendor, row, known, asked, this.#clock()));
    return answer.kind === "refund" ? refundOutcomeOf(answer.refund) : this.#doubt(answer.kind, refundId);
  }

  async queryRefund({ refundId, paymentId }: RefundCall): Promise<RefundQueryOutcome> {
    const known = this.#refunds.get(refundId);
    if (this.behaviourOf(this.charges.get(paymentId))?.refunds === "made-silently") return timeout;
    return known ? refundOutcomeOf(known) : { outcome: "not-found" };
  }

  async list({ sinceMs }: ListCall): Promise<Listed<ChannelEntry>> {
    const moved = this.effects.filter(({ effectAt }) => effectAt >= sinceMs).map(({ paymentId }) => paymentId);
    const charges = [...new Set(moved)].flatMap((paymentId) => this.charges.get(paymentId) ?? []);
    return { outcome: "listed", entries: charges.flatMap((charge) => entryOf(charge, this.effects) ?? []) };
  }

  /** The customer on the page. */
  click(paymentId: string, outcome: "paid" | "declined"): void {
    this.move(decide(this.#vendor, this.charges.get(paymentId), outcome, this.#clock()));
  }

  /** Somebody at the vendor's own desk, or the customer's bank; whether it was done. */
  atDesk(paymentId: string, asked: { move: DeskMove; amount: number }, nowMs = this.#clock()): boolean {
    return this.move(moveAtDesk(this.charges.get(paymentId), asked, nowMs));
  }

  /** What the customer has paid in the end, minor units. */
  net(paymentId: string): number {
    return this.effects
      .filter((effect) => effect.paymentId === paymentId)
      .reduce((sum, { kind, amount }) => sum + (kind === "charge" ? amount : -amount), 0);
  }

  protected behaviourOf(row: Charge | undefined): Behaviour | undefined {
    return row?.asked && this.#vendor.behaviourOf(row.asked.paymentMethod, row.paymentId);
  }

  protected move<A>({ answer, writes }: Step<A>): A {
    if (!writes) return answer;
    const { charge, key, refund, effects = [] } = writes;
    if (charge) this.charges.set(charge.paymentId, charge);
    if (key) this.#keys.set(key.providerKey, key.paymentId);
    if (refund) this.#refunds.set(refund.refundId, refund);
    this.effects.push(...effects);
    this.onMove(writes);
    return answer;
  }

  /** Told of what has just been written. */
  protected onMove(_writes: Writes): void {}

  #doubt(kind: "key-reused" | "failed" | "never-answered", key: string) {
    if (kind === "key-reused") throw new Error(`the key ${key} stands for something else`);
    return kind === "failed" ? failed : timeout;
  }
}

function entryOf({ paymentId, asked }: Charge, all: readonly Effect[]): ChannelEntry | undefined {
  const effects = all.filter((effect) => effect.paymentId === paymentId);
  if (!asked || !effects.some(({ kind }) => kind === "charge")) return undefined;
  const { orderNo, amount } = asked;
  const voids = effects.filter(({ kind }) => kind === "void");
  const refunds = effects.filter(({ kind }) => kind === "refund" || kind === "outside");
  const sumOf = (some: readonly Effect[]) => some.reduce((sum, effect) => sum + effect.amount, 0);
  return {
    ...{ paymentId, orderNo, amount, providerReference: tradeOf(paymentId) },
    ...{ voided: sumOf(voids), refunded: sumOf([...voids, ...refunds]) },
    refunds: refunds.map((effect) => ({ refundId: effect.providerKey, amount: effect.amount })),
  };
}

/** The vendor's number of a charge. */
export function tradeOf(paymentId: string): string {
  return `trade-${paymentId}`;
}

function outcomeOf(state: ChargeState, paymentId: string): ChargeOutcome | { outcome: "not-found" } {
  const providerReference = tradeOf(paymentId);
  switch (state.status) {
    case "succeeded":
      return { outcome: "succeeded", amount: state.asked.amount, providerReference };
    case "requires_action":
      return { outcome: "requires-action", paymentUrl: `https://pay.example/${paymentId}`, providerReference };
    case "declined":
      return { outcome: "declined", reason: state.reason };
    case "not_found":
      return { outcome: "not-found" };
    case "doubtful":
      return timeout;
  }
}

function refundOutcomeOf({ refundId, declined }: Refund): RefundOutcome {
  return declined
    ? { outcome: "declined", reason: declined }
    : { outcome: "succeeded", providerReference: `back-${refundId}` };
}
