/** The whole of a stage, as the reconciliation asks it: with the environment that its functions have. */

import { tenantIds } from "../../core/access/store/api-key-store.ts";
import { listReviews } from "../../core/foundation/services/reviews.ts";
import { CHANNELS } from "../../core/payments/domain/channel.ts";
import { makeGiftCardExchange } from "../../core/redemptions/exchange/gift-card-exchange.ts";
import { PAYOUT_PROVIDERS } from "../../core/withdrawals/domain/payout-provider.ts";
import { callableChannels } from "../runtime/channel-ports.ts";
import { sagaExecutions } from "../runtime/executions.ts";
import { callablePayouts } from "../runtime/payouts.ts";
import { environment } from "../runtime/runtime.ts";
import { readSecret, vaultOf } from "../runtime/secrets.ts";
import { baseDeps, documentClient, TABLE_VARIABLES } from "../runtime/tables.ts";
import type { Reconciliation } from "./reconcile.ts";

const REVIEWS_A_PAGE = 100;

export async function wholeStage() {
  const secrets = ["CODE_CIPHER_SECRET", "EXCHANGE_SECRET"] as const;
  const env = environment(...TABLE_VARIABLES, "TRANSIENT_TABLE", "EXCHANGE_URL", ...secrets);
  const base = baseDeps(env);
  const { clock, limits } = base;
  const [vault, secret] = await Promise.all([
    vaultOf({ cipher: env.CODE_CIPHER_SECRET }, base)(),
    readSecret(env.EXCHANGE_SECRET),
  ]);
  const exchange = makeGiftCardExchange({
    ...{ baseUrl: env.EXCHANGE_URL, secret, clock },
    callTimeoutMs: limits.exchange.callTimeoutMs,
  });
  const ports = {
    channels: callableChannels(base, "charge"),
    payouts: callablePayouts(base),
    executions: sagaExecutions(),
  };
  return { deps: { ...base, vault, exchange, ...ports }, transient: env.TRANSIENT_TABLE, client: documentClient() };
}

type StageDeps = Awaited<ReturnType<typeof wholeStage>>["deps"];
type ChannelAccount = Reconciliation["channels"][number];
type PayoutAccount = Reconciliation["providers"][number];

/** Every account at a vendor that moves money. */
export async function accountsOf({ tables, channels, payouts }: StageDeps) {
  const usable: { channels: ChannelAccount[]; providers: PayoutAccount[] } = { channels: [], providers: [] };
  /** Those that cannot be called. */
  const closed: string[] = [];
  for (const tenantId of await tenantIds(tables))
    for (const channel of CHANNELS) {
      const account = await channels.find(tenantId, channel);
      if (account?.cannotCall) closed.push(`${channel} of ${tenantId}`);
      else if (account) usable.channels.push({ channel, tenantId, port: account.port });
    }
  for (const provider of PAYOUT_PROVIDERS) {
    const { port, cannotCall } = await payouts.port(provider);
    // One that the platform has no account at cannot be told from one whose account is broken.
    if (cannotCall) closed.push(`payouts of ${provider}`);
    else usable.providers.push({ provider, port });
  }
  return { ...usable, closed };
}

/** What waits for a person, opened since that moment. */
export async function reviewsSince(deps: StageDeps, sinceMs: number): Promise<object[]> {
  const reviews: object[] = [];
  for (let cursor: string | undefined; ; ) {
    const page = await listReviews(deps, { limit: REVIEWS_A_PAGE, ...(cursor === undefined ? {} : { cursor }) });
    reviews.push(...page.items.filter(({ since }) => Date.parse(since) >= sinceMs));
    if (page.nextCursor === null) return reviews;
    cursor = page.nextCursor;
  }
}
