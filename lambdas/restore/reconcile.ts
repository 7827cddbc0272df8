import type { Restored } from "../../core/foundation/domain/limits.ts";
import { NoList, NotListed } from "../../core/foundation/domain/listing.ts";
import type { Deps } from "../../core/foundation/services/deps.ts";
import { type LostAnswers, loseAnswers } from "../../core/foundation/services/lost-answers.ts";
import type { IdempotencyRecord } from "../../core/foundation/store/idempotency-store.ts";
import type { ChannelName, PaymentChannel } from "../../core/payments/domain/channel.ts";
import { takeUpMoney } from "../../core/payments/services/after-restore.ts";
import type { SagaDeps } from "../../core/payments/services/deps.ts";
import { reviewRedeemed } from "../../core/redemptions/services/after-restore.ts";
import type { ExchangeDeps } from "../../core/redemptions/services/deps.ts";
import type { PayoutProvider, PayoutProviderName } from "../../core/withdrawals/domain/payout-provider.ts";
import { askForUnsent, askForWaiting, takeUpPayouts } from "../../core/withdrawals/services/after-restore.ts";
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
  onPart?: (part: string, found: object | Unlisted) => void;
}

/** Why nobody knows all that a vendor did. */
type Unlisted = "cannot be listed" | "cannot be called";

/**
 * What the outside has seen and the tables have not, found before anything is sent again. It runs while nothing else does, later than
 * a settle window after the last call of before. Every part may be repeated: what it has found once it finds again.
 */
export async function reconcile(
  deps: Deps & ExchangeDeps & SagaDeps & PayoutDeps,
  { restored, records, channels, providers, remainingMs, onPart = () => {} }: Reconciliation,
): Promise<LostAnswers> {
  const told = async (part: string, found: Promise<object | undefined>) => onPart(part, await listed(part, found));
  await told("withdrawals under way", askForUnsent(deps, remainingMs));
  await told("withdrawals that wait for approval", askForWaiting(deps, remainingMs));
  for (const each of providers)
    await told(`payouts of ${each.provider}`, takeUpPayouts(deps, each, restored, remainingMs));
  for (const each of channels)
    await told(`${each.channel} of ${each.tenantId}`, takeUpMoney(deps, each, restored, remainingMs));
  await told("gift card exchange", reviewRedeemed(deps, restored, remainingMs));
  // Last: what has come back by now keeps its answer.
  const all: LostAnswers = { lost: 0, told: [] };
  for await (const page of records()) {
    const { lost, told: some } = await loseAnswers(deps, restored, page, (record) => isKept(deps.tables, record));
    all.lost += lost;
    all.told.push(...some);
  }
  onPart("answers", { lost: all.lost });
  return all;
}

/** What has come of a list: all of it, or why it is none. One that breaks off is neither, and ends the run. */
async function listed(part: string, found: Promise<object | undefined>): Promise<object | Unlisted> {
  try {
    return (await found) ?? "cannot be listed";
  } catch (error) {
    if (error instanceof NotListed)
      throw new NotListed(`${part}: what it did was not told to the end (${error.message})`);
    if (!(error instanceof NoList)) throw error;
    return error.message === "channel-unusable" ? "cannot be called" : "cannot be listed";
  }
}
