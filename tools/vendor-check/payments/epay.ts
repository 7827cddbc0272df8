/** The checklist of the epay protocol. It has no test mode: what is paid is real, so it is 0.02 yuan, and asked for first. */

import { randomBytes } from "node:crypto";
import { makeEpayChannel } from "../../../core/payments/channels/epay.ts";
import { epayWebhooks } from "../../../core/payments/channels/epay-webhook.ts";
import type { ChannelConfig } from "../../../core/payments/domain/channel.ts";
import { type Bench, CALL_TIMEOUT_MS, SKEW_MS } from "../bench.ts";
import type { Checklist } from "../case.ts";
import { epayCases } from "./epay-cases.ts";
import { epayPaidCases } from "./epay-paid-cases.ts";
import { type PaymentKit, PaymentTrial } from "./payment-trial.ts";

type EpayConfig = Extract<ChannelConfig, { channel: "epay" }>;

/** Of documentation only (RFC 5737): nobody's. */
const CUSTOMER_IP = "192.0.2.7";

export async function epayChecklist(config: EpayConfig, bench: Bench): Promise<Checklist<PaymentTrial>> {
  const deps = { clock: bench.clock, callTimeoutMs: CALL_TIMEOUT_MS };
  const strangers = { ...config, keys: [randomBytes(16).toString("hex")] };
  const kit: PaymentKit = {
    ...{ config, strangers, bench, verifier: epayWebhooks, amount: { amount: 2, currency: "CNY" } },
    ports: {
      own: makeEpayChannel(config, deps),
      "wrong key": makeEpayChannel(strangers, deps),
      "wrong clock": makeEpayChannel(config, { ...deps, clock: () => bench.clock() + SKEW_MS }),
    },
    charge: { returnUrl: "https://shop.example/back", customerIp: CUSTOMER_IP },
  };
  // Without a type the vendor's page asks, and no call can be made.
  const create = config.create === "mapi" && config.type !== undefined ? "mapi" : "submit";
  let paid: Promise<PaymentTrial | string> | undefined;

  async function pay(): Promise<PaymentTrial | string> {
    const trial = new PaymentTrial(kit);
    const { outcome } = await trial.charge();
    if (outcome !== "requires-action") return `its charge was ${outcome}`;
    await trial.visit("Open this page and PAY the 0.02 yuan");
    const found = await trial.query();
    return found.outcome === "succeeded" ? trial : `after the visit it was ${found.outcome}`;
  }

  return {
    cases: [...epayCases(create), ...epayPaidCases],
    async begin(subject) {
      if (!subject.paid) return new PaymentTrial(kit, subject);
      paid ??= pay();
      return await paid;
    },
  };
}
