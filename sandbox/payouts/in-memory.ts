import type { ListCall, Listed } from "../../core/foundation/domain/listing.ts";
import type {
  PayoutCall,
  PayoutEntry,
  PayoutOutcome,
  PayoutProvider,
  PayoutQueryOutcome,
  PayoutRef,
} from "../../core/withdrawals/domain/payout-provider.ts";
import {
  type Effect,
  type Notice,
  type Payout,
  type PayoutState,
  pay,
  referenceOf,
  returnReferenceOf,
  stateOf,
  type Vendor,
} from "./rules.ts";

const timeout = { outcome: "unknown", reason: "timeout" } as const;
const failed = { outcome: "unknown", reason: "server-error" } as const;

/** The provider's rules over rows in memory, behind Tender's port and without a wire: what tests and the proof play. */
export class PayoutsInMemory implements PayoutProvider {
  readonly #effects: Effect[] = [];
  readonly payouts = new Map<string, Payout>();
  readonly #vendor: Vendor;
  readonly #clock: () => number;

  constructor(vendor: Vendor, clock: () => number) {
    this.#vendor = vendor;
    this.#clock = clock;
  }

  /** What has taken effect by now. */
  get effects(): readonly Effect[] {
    return this.#effects.filter(({ effectAt }) => effectAt <= this.#clock());
  }

  async pay({ withdrawalId, withdrawalNo, net, account, holder }: PayoutCall): Promise<PayoutOutcome> {
    const asked = { withdrawalNo, amount: net, account, holder, notifyUrl: "" };
    const { answer, writes } = pay(this.#vendor, this.payouts.get(withdrawalId), withdrawalId, asked, this.#clock());
    if (writes) {
      this.payouts.set(withdrawalId, writes.payout);
      this.#effects.push(...writes.effects);
      this.onTold(writes.notices);
    }
    switch (answer.kind) {
      case "state": {
        const told = outcomeOf(answer.state);
        return told.outcome === "not-found" ? timeout : told;
      }
      case "key-reused":
        throw new Error(`the key ${withdrawalId} stands for another payout`);
      case "failed":
        return failed;
      case "never-answered":
        return timeout;
    }
  }

  async query({ withdrawalId }: PayoutRef): Promise<PayoutQueryOutcome> {
    return outcomeOf(stateOf(this.payouts.get(withdrawalId), this.#clock()));
  }

  async list({ sinceMs }: ListCall): Promise<Listed<PayoutEntry>> {
    const moved = this.effects.filter(({ effectAt }) => effectAt >= sinceMs).map(({ withdrawalId }) => withdrawalId);
    const payouts = [...new Set(moved)].flatMap((withdrawalId) => this.payouts.get(withdrawalId) ?? []);
    return { outcome: "listed", entries: payouts.map((payout) => entryOf(payout, this.effects)) };
  }

  /** Its webhooks, each with its moment. */
  protected onTold(_notices: readonly Notice[]): void {}
}

function entryOf(payout: Payout, effects: readonly Effect[]): PayoutEntry {
  const { withdrawalId, asked } = payout;
  const back = effects.filter((effect) => effect.withdrawalId === withdrawalId && effect.kind === "return");
  const { currency } = asked.amount;
  const returns = back.map(({ amount }) => ({ reference: returnReferenceOf(payout), amount: { amount, currency } }));
  return { withdrawalId, net: asked.amount, providerReference: referenceOf(payout), returns };
}

function outcomeOf(state: PayoutState): PayoutQueryOutcome {
  switch (state.status) {
    case "paid":
      return { outcome: "paid", providerReference: referenceOf(state.payout) };
    case "pending":
      return { outcome: "unknown", reason: "pending" };
    case "declined":
      return { outcome: "declined", reason: "declined" };
    case "not_found":
      return { outcome: "not-found" };
    case "doubtful":
      return failed;
  }
}
