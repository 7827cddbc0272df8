/** Whom there is a checklist for, what each is given, and how live money is kept out. */

import { isLiveKey } from "../../core/foundation/providers/stripe-signature.ts";
import { ACCOUNT_CHANNELS } from "../../core/payments/domain/channel.ts";
import { readEntry } from "../../lambdas/runtime/channel-entry.ts";
import { verifierOf } from "../../lambdas/runtime/channel-verifiers.ts";
import { readPayoutConfig } from "../../lambdas/runtime/payout-configs.ts";
import { payoutVerifierOf } from "../../lambdas/runtime/payout-verifiers.ts";
import { LocalError } from "../../local/local-error.ts";
import type { Bench } from "./bench.ts";
import type { Checklist } from "./case.ts";
import { alipayChecklist } from "./payments/alipay.ts";
import { epayChecklist } from "./payments/epay.ts";
import { stripeChecklist } from "./payments/stripe.ts";
import { alipayPayoutChecklist } from "./payouts/alipay.ts";
import { stripePayoutChecklist } from "./payouts/stripe.ts";
import { type CaseResult, type Present, runCases } from "./run-cases.ts";

export const VENDORS = ["stripe", "alipay", "epay", "payouts-stripe", "payouts-alipay", "ses", "sns"] as const;
export type VendorName = (typeof VENDORS)[number];

/** What is not in the account's entry: who receives, and from where. Nothing of it is secret. */
export interface Given {
  /** A connected account, an Alipay login, a phone. */
  to?: string | undefined;
  holder?: string | undefined;
  /** The deployment's address of emails. */
  from?: string | undefined;
}

export interface CheckRun {
  bench: Bench;
  present: Present;
  patienceMs: number;
  tell(result: CaseResult): void;
}

/** What may be paid for, if anything. */
export const COSTS: Partial<Record<VendorName, string>> = {
  epay: "The epay protocol has no test mode. One order of 0.02 yuan is paid with real money, and given back at its end if the house refunds.",
  ses: "About ten emails go to Amazon's mailbox simulator, which may be billed as emails are.",
  sns: "About seven text messages go to the phone, at the price of text messages, the longest in several parts.",
};

/** An account that was read and may be used here. */
export interface Account {
  /** The vendor's literal "received". */
  reply: string;
  check(given: Given, run: CheckRun): Promise<CaseResult[]>;
}

/** Throws a `LocalError` that names fields and repeats no value. */
export function readAccount(vendor: VendorName, text: string): Account {
  const channel = ACCOUNT_CHANNELS.find((known) => known === vendor);
  return channel === undefined ? payoutAccount(vendor, text) : channelAccount(channel, text);
}

function channelAccount(channel: (typeof ACCOUNT_CHANNELS)[number], text: string): Account {
  const { config, faults } = readEntry(channel, jsonIn(text));
  if (config === undefined || faults.length > 0) throw unusable(faults);
  const { body: reply } = verifierOf(channel).reply;
  switch (config.channel) {
    case "stripe":
      refuseLiveStripe(config.secretKey);
      return { reply, check: async (_given, run) => runOn(await stripeChecklist(config, run.bench), run) };
    case "alipay":
      refuseLiveAlipay(config.gateway);
      return { reply, check: async (_given, run) => runOn(await alipayChecklist(config, run.bench), run) };
    case "epay":
      return { reply, check: async (_given, run) => runOn(await epayChecklist(config, run.bench), run) };
    default:
      throw unusable(["channel"]);
  }
}

function payoutAccount(vendor: VendorName, text: string): Account {
  const provider = vendor === "payouts-stripe" ? "stripe" : "alipay";
  const entry = readPayoutConfig(JSON.stringify({ _platform: { [provider]: jsonIn(text) } }), provider);
  const { config, faults = ["entry"] } = entry ?? {};
  if (config === undefined || faults.length > 0) throw unusable(faults);
  const { body: reply } = payoutVerifierOf(provider).reply;
  if (config.provider === "sandbox") throw unusable(["provider"]);
  if (config.provider === "stripe") {
    refuseLiveStripe(config.secretKey);
    return {
      reply,
      async check({ to }, run) {
        const account = needed(to, "--to: a connected account of test mode, acct_..., that may receive transfers");
        return runOn(await stripePayoutChecklist(config, { account }, run.bench), run);
      },
    };
  }
  refuseLiveAlipay(config.gateway);
  return {
    reply,
    async check({ to, holder }, run) {
      const account = needed(to, "--to: what the sandbox's buyer logs in with");
      const named = needed(holder, "--holder: the name of the sandbox's buyer");
      return runOn(await alipayPayoutChecklist(config, { account, holder: named }, run.bench), run);
    },
  };
}

export async function checkAmazon(vendor: "ses" | "sns", { from, to }: Given, run: CheckRun): Promise<CaseResult[]> {
  const { sesChecklist, snsChecklist } = await import("./messages/amazon.ts");
  if (vendor === "ses")
    return runOn(sesChecklist(needed(from, "--from: the verified address that emails come from"), run.bench), run);
  return runOn(
    snsChecklist(needed(to, "--to: a phone, as +15551234567; in the SMS sandbox a verified one"), run.bench),
    run,
  );
}

function runOn<Trial>(checklist: Checklist<Trial>, { bench, present, patienceMs, tell }: CheckRun) {
  return runCases(checklist, { wire: bench.wire, present, patienceMs }, tell);
}

export function needed(value: string | undefined, what: string): string {
  if (value === undefined) throw new LocalError(`It needs ${what}.`);
  return value;
}

export function jsonIn(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new LocalError("The configuration is not JSON. It has the shape of one entry of ChannelConfigs.");
  }
}

function unusable(faults: readonly string[]): LocalError {
  return new LocalError(`The configuration cannot be used: ${faults.join(", ")}. docs/operating.md has its fields.`);
}

function refuseLiveStripe(secretKey: string): void {
  if (isLiveKey(secretKey) === false) return;
  throw new LocalError("This is not a key of Stripe's test mode (sk_test_..., rk_test_...). Nothing was sent.");
}

/** Alipay's own is live money; its sandbox is at alipaydev.com. */
function refuseLiveAlipay(gateway: string): void {
  const { hostname } = new URL(gateway);
  if (hostname !== "alipay.com" && !hostname.endsWith(".alipay.com")) return;
  throw new LocalError(
    "This gateway is Alipay's live one. The sandbox's is openapi-sandbox.dl.alipaydev.com. Nothing was sent.",
  );
}
