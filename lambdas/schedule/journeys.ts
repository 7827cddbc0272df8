import type { Tender } from "../../client/index.js";
import { InvariantError } from "../../core/foundation/domain/errors.ts";

/** One of each journey that money takes, over the public API, at the sandbox's vendors. Each throws what is wrong. */

/** What a call that begins now may take, its tries and waits included. */
export type LeftMs = () => number;

export interface Places {
  /** Idempotency-Keys of plan and account: where they were used already today, both are there. */
  planKey: string;
  accountKey: string;
  /** What the plan's accounts take, in cents. */
  targetCents: number;
  /** Eight letters or digits that no card had before. */
  card: string;
  leftMs: LeftMs;
}

const CARD_CENTS = 1000;

export async function redeemOne(tender: Tender, places: Places): Promise<void> {
  const { planKey, accountKey, targetCents, card, leftMs } = places;
  const within = () => ({ timeoutMs: leftMs() });
  const plan = { name: "tried by Tender", country: "US", target: { amount: targetCents, currency: "USD" } };
  const { planId } = await tender.plans.create(plan, { idempotencyKey: planKey, ...within() });
  await tender.accounts.create({ country: "US", currency: "USD" }, { idempotencyKey: accountKey, ...within() });
  const body = { code: `TEST-OK-${CARD_CENTS}-${card}`, planId };
  const { redemptionId } = await tender.redemptions.submit(body, within());
  const { status } = await tender.redemptions.waitFor(redemptionId, within());
  if (status !== "SUCCEEDED") throw new InvariantError(`the redemption ended ${status}`);
}

export async function payOne(tender: Tender, { orderNo, leftMs }: { orderNo: string; leftMs: LeftMs }): Promise<void> {
  const amount = { amount: 1999, currency: "USD" };
  const body = { orderNo, amount, channel: "sandbox", paymentMethod: "pm_ok" } as const;
  const { paymentId } = await tender.payments.create(body, { timeoutMs: leftMs() });
  const { status } = await tender.payments.waitFor(paymentId, { timeoutMs: leftMs() });
  if (status !== "SUCCEEDED") throw new InvariantError(`the payment ended ${status}`);
}
