import { approvals } from "./approvals.ts";
import { batches } from "./batches.ts";
import { cancels } from "./cancels.ts";
import { channelMoney } from "./channel-money.ts";
import { codes } from "./codes.ts";
import { deliveries } from "./deliveries.ts";
import { exchanges } from "./exchanges.ts";
import { forgetting } from "./forgetting.ts";
import { INTERVENTIONS } from "./interventions.ts";
import { lastReleaseShifts } from "./last-release.ts";
import { newerRelease } from "./newer-release.ts";
import { notifications } from "./notifications.ts";
import { payments } from "./payments.ts";
import { purchases } from "./purchases.ts";
import { redemptions } from "./redemptions.ts";
import { refunds } from "./refunds.ts";
import { reservations } from "./reservations.ts";
import { restores } from "./restores.ts";
import { reviews } from "./reviews.ts";
import { scarceAccounts } from "./scarce-accounts.ts";
import type { Scenario } from "./scenario.ts";
import { shortLeases } from "./short-leases.ts";
import { suspensions } from "./suspensions.ts";
import { twoVersions } from "./two-versions.ts";
import { webhooks } from "./webhooks.ts";
import { withdrawals } from "./withdrawals.ts";

/** A long run takes them in turns. A world's address is its scenario's name and its seed, wherever it stands here. */
export const SCENARIOS: readonly [Scenario, ...Scenario[]] = [
  redemptions,
  batches,
  scarceAccounts,
  exchanges,
  payments,
  webhooks,
  cancels,
  refunds,
  reviews,
  shortLeases,
  twoVersions,
  newerRelease,
  ...INTERVENTIONS,
  channelMoney,
  codes,
  withdrawals,
  purchases,
  suspensions,
  approvals,
  reservations,
  deliveries,
  notifications,
  forgetting,
  lastReleaseShifts,
  restores,
];
