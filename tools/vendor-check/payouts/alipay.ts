/** The checklist of Alipay's transfers. */

import type { PayoutCall, PayoutConfig } from "../../../core/withdrawals/domain/payout-provider.ts";
import { makeAlipayPayouts } from "../../../core/withdrawals/payouts/alipay.ts";
import { alipayPayoutWebhooks } from "../../../core/withdrawals/payouts/alipay-webhook.ts";
import { type Bench, CALL_TIMEOUT_MS, SKEW_MS } from "../bench.ts";
import type { Checklist } from "../case.ts";
import { strangerAtAlipay } from "../payments/alipay.ts";
import { alipayPayoutCases } from "./alipay-cases.ts";
import { type PayoutKit, PayoutTrial } from "./payout-trial.ts";

type AlipayConfig = Extract<PayoutConfig, { provider: "alipay" }>;

/** `to`: the sandbox's buyer, with the name that the sandbox has given to it. */
export async function alipayPayoutChecklist(
  config: AlipayConfig,
  to: Pick<PayoutCall, "account" | "holder">,
  bench: Bench,
): Promise<Checklist<PayoutTrial>> {
  const deps = { clock: bench.clock, callTimeoutMs: CALL_TIMEOUT_MS };
  const { privateKey, alipayPublicKeys } = strangerAtAlipay();
  const kit: PayoutKit = {
    ...{ config, bench, to, verifier: alipayPayoutWebhooks, amount: { amount: 100, currency: "CNY" } },
    strangers: { ...config, alipayPublicKeys },
    ports: {
      own: await makeAlipayPayouts(config, deps),
      "wrong key": await makeAlipayPayouts({ ...config, privateKey }, deps),
      "wrong answer key": await makeAlipayPayouts({ ...config, alipayPublicKeys }, deps),
      "wrong clock": await makeAlipayPayouts(config, { ...deps, clock: () => bench.clock() + SKEW_MS }),
    },
  };
  return { cases: alipayPayoutCases, begin: async (subject) => new PayoutTrial(kit, subject) };
}
