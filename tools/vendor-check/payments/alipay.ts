/** The checklist of Alipay's payments. */

import { generateKeyPairSync } from "node:crypto";
import { makeAlipayChannel } from "../../../core/payments/channels/alipay.ts";
import { alipayWebhooks } from "../../../core/payments/channels/alipay-webhook.ts";
import type { AlipayConfig } from "../../../core/payments/domain/channel.ts";
import { type Bench, CALL_TIMEOUT_MS, SKEW_MS } from "../bench.ts";
import type { Checklist } from "../case.ts";
import { alipayChargeCases, alipayOpenedCases } from "./alipay-cases.ts";
import { alipayPaidCases } from "./alipay-paid-cases.ts";
import { type PaymentKit, PaymentTrial } from "./payment-trial.ts";

/** As long as a person may take; then a code that was left lying cannot be paid any more. */
const EXPIRES_AFTER_MS = 30 * 60_000;

let made: { privateKey: string; alipayPublicKeys: string[] } | undefined;

/** A key pair that Alipay knows nothing of. */
export function strangerAtAlipay(): { privateKey: string; alipayPublicKeys: string[] } {
  if (made) return made;
  const { privateKey, publicKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
  made = {
    privateKey: privateKey.export({ format: "der", type: "pkcs8" }).toString("base64"),
    alipayPublicKeys: [publicKey.export({ format: "der", type: "spki" }).toString("base64")],
  };
  return made;
}

export async function alipayChecklist(config: AlipayConfig, bench: Bench): Promise<Checklist<PaymentTrial>> {
  const deps = { clock: bench.clock, callTimeoutMs: CALL_TIMEOUT_MS };
  const { privateKey, alipayPublicKeys } = strangerAtAlipay();
  const kit: PaymentKit = {
    ...{ config, bench, verifier: alipayWebhooks, amount: { amount: 1000, currency: "CNY" } },
    strangers: { ...config, alipayPublicKeys },
    ports: {
      own: await makeAlipayChannel(config, deps),
      "wrong key": await makeAlipayChannel({ ...config, privateKey }, deps),
      "wrong answer key": await makeAlipayChannel({ ...config, alipayPublicKeys }, deps),
      "wrong clock": await makeAlipayChannel(config, { ...deps, clock: () => bench.clock() + SKEW_MS }),
    },
    charge: { returnUrl: "https://shop.example/back", expiresAtMs: bench.clock() + EXPIRES_AFTER_MS },
  };
  let paid: Promise<PaymentTrial | string> | undefined;

  /** Once, whoever needs it: each is a person's time. */
  async function pay(): Promise<PaymentTrial | string> {
    const trial = new PaymentTrial(kit);
    const { outcome } = await trial.charge();
    if (outcome !== "requires-action") return `its charge was ${outcome}`;
    const visit = "Scan this code with the sandbox's app, or open the page and sign in as the sandbox's buyer, and PAY";
    await trial.visit(visit);
    const found = await trial.query();
    return found.outcome === "succeeded" ? trial : `after the visit it was ${found.outcome}`;
  }

  return {
    cases: [...alipayChargeCases(config.mode), ...alipayOpenedCases, ...alipayPaidCases],
    async begin(subject) {
      if (!subject.paid) return new PaymentTrial(kit, subject);
      paid ??= pay();
      return await paid;
    },
  };
}
