import type { Limits } from "../../core/foundation/domain/limits.ts";
import { PayoutsInMemory } from "../../sandbox/payouts/in-memory.ts";
import { behaviourOf } from "../../sandbox/payouts/rules.ts";

/** The payout provider: what it did is the truth that rows are judged by. Its accounts are the sandbox's. */
export class PayoutModel extends PayoutsInMemory {
  constructor({ withdrawal }: Limits, clock: () => number) {
    super({ behaviourOf, keyRetentionMs: withdrawal.keyRetentionMs.sandbox }, clock);
  }
}
