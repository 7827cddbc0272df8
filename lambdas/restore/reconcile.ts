import type { Restored } from "../../core/foundation/domain/limits.ts";
import { NoList } from "../../core/foundation/domain/listing.ts";
import type { Deps } from "../../core/foundation/services/deps.ts";
import { type LostAnswers, loseAnswers } from "../../core/foundation/services/lost-answers.ts";
import type { IdempotencyRecord } from "../../core/foundation/store/idempotency-store.ts";
import type { ChannelName, PaymentChannel } from "../../core/payments/domain/channel.ts";
import { takeUpMoney } from "../../core/payments/services/after-restore.ts";
import type { SagaDeps } from "../../core/payments/services/deps.ts";
import { reviewRedeemed } from "../../core/redemptions/services/after-restore.ts";
import type { ExchangeDeps } from "../../core/redemptions/services/deps.ts";
import type { PayoutProvider, PayoutProviderName } from "../../core/withdrawals/domain/payout-provider.ts";
import { askForUnsent, takeUpPayouts } from "../../core/withdrawals/services/after-restore.ts";
import type { PayoutDeps } from "../../core/withdrawals/services/deps.ts";
import { isKept } from "./kept-answers.ts";

export interface Reconciliation {
  restored: Restored;
  /** Every record of a key that there is, in pages. */
  records: () => AsyncIterable<readonly IdempotencyRecord[]>;
  /** Whoever moves money, for each of which a list is asked. */
  channels: readonly { channel: ChannelName; tenantId: string; port: PaymentChannel }[];
  providers: readonly { provider: PayoutProviderName; port: PayoutProvider }[];
  remainingMs: () => number;
  /** Told after each part. */
  onPart?: (part: string, found: object | "cannot be listed") => void;
}

/**
 * What the outside has seen and the tables have not, found before anything is sent again. It runs while nothing else does, later than
 * a settle window after the last call of before. Every part may be repeated: what it has found once it finds again.
 */
export async function reconcile(
  deps: Deps & ExchangeDeps & SagaDeps & PayoutDeps,
  { restored, records, channels, providers, remainingMs, onPart = () => {} }: Reconciliation,
): Promise<LostAnswers> {
  const told = (part: string, found: object | undefined) => onPart(part, found ?? "cannot be listed");
  told("withdrawals under way", await askForUnsent(deps, remainingMs));
  for (const each of providers)
    told(`payouts of ${each.provider}`, await listed(takeUpPayouts(deps, each, restored, remainingMs)));
  for (const each of channels)
    told(`${each.channel} of ${each.tenantId}`, await listed(takeUpMoney(deps, each, restored, remainingMs)));
  told("gift card exchange", await listed(reviewRedeemed(deps, restored, remainingMs)));
  // Last: what has come back by now keeps its answer.
  const all: LostAnswers = { lost: 0, told: [] };
  for await (const page of records()) {
    const { lost, told: some } = await loseAnswers(deps, restored, page, (record) => isKept(deps.tables, record));
    all.lost += lost;
    all.told.push(...some);
  }
  told("answers", { lost: all.lost });
  return all;
}

/** A vendor that refuses to be asked for a list is one without. */
async function listed<T>(found: Promise<T | undefined>): Promise<T | undefined> {
  try {
    return await found;
  } catch (error) {
    if (error instanceof NoList) return undefined;
    throw error;
  }
}
