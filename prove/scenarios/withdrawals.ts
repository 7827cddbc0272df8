import { type Cast, PAYMENT_AMOUNT } from "../cast.ts";
import { PAYOUT_ACCOUNTS, type PayoutAccount } from "../model/payouts.ts";
import type { Caller } from "../people.ts";
import type { Scenario } from "./scenario.ts";
import { DEPLOYED, LATE } from "./world-plan.ts";

const CURRENCY = "USD";
const usd = (amount: number) => ({ amount, currency: CURRENCY });
/** All there is, some of it, one more than there is, and less than its fee. */
const AMOUNTS = [PAYMENT_AMOUNT, 700, PAYMENT_AMOUNT + 1, 1_000, 20] as const;
/** Before it is tried, while it is sent, and around its lifetime. */
const CANCELLED_AFTER_MS = [0, 40, 90, 200, 3_000, 1_300_000, DEPLOYED.withdrawal.lifetimeMs] as const;
const DECIDED_AFTER_MS = [0, 40, 2_000, 3_600_000, DEPLOYED.withdrawal.approvalMs - 50] as const;
const REASON = { reason: "seen and decided here" };

export const withdrawals: Scenario = {
  name: "withdrawals",
  why: "withdrawals of everything at once, approved, cancelled, refunded against, lost and repeated at the provider, and returned",
  plan: (choices) => (choices.chance(0.3) ? { faults: LATE } : {}),
  async story(cast) {
    const { world, merchant, choices } = cast;
    const { json } = await cast.pay(merchant, { orderNo: "order-1", method: "good" });
    await cast.untilPaid(String(json.paymentId));
    if (choices.chance(0.6)) await policy(cast);
    const kinds = choices.chance(0.7) ? 1 : 2;
    const accounts = Array.from({ length: kinds }, () => PAYOUT_ACCOUNTS[choices.below(PAYOUT_ACCOUNTS.length)]);
    const destinations = await Promise.all(accounts.map((account) => destination(cast, account ?? "pd_ok")));
    const deputy = await cast.deputy();
    world.simulation.faults.begin();
    const clerks = Array.from({ length: 1 + choices.below(4) }, (_, index) => clerk(cast, deputy, destinations, index));
    await Promise.all([...clerks, refunding(cast, String(json.paymentId)), changing(cast, destinations)]);
  },
};

/** Approvals, a fee, a limit: some of them. */
async function policy({ operator, choices }: Cast): Promise<void> {
  const body = {
    currency: CURRENCY,
    approvals: choices.pick([[], [{ above: usd(500), count: 1 }], [{ above: usd(600), count: 2 }]]),
    ...(choices.chance(0.5) ? { fee: { fixed: usd(20), basisPoints: 100 } } : {}),
    ...(choices.chance(0.4) ? { dailyLimit: usd(choices.pick([1_700, PAYMENT_AMOUNT])) } : {}),
  };
  await operator.insist("PUT /v1/merchants/{id}/withdrawal-policy", { path: { id: "acme" }, body });
}

async function destination({ merchant }: Cast, account: PayoutAccount): Promise<string> {
  const { json } = await merchant.insist("POST /v1/payout-destinations", { body: { provider: "sandbox", account } });
  return String(json.destinationId);
}

/** Tries one, perhaps twice at once, under a number that others may have; takes it back or looks after it. */
async function clerk(cast: Cast, deputy: Caller, destinations: readonly string[], index: number): Promise<void> {
  const { world, merchant, choices } = cast;
  const name = `clerk ${index + 1}`;
  const withdrawalNo = `W-${choices.chance(0.2) ? 0 : index}`;
  const cancelling = choices.chance(0.3) ? cancel(cast, withdrawalNo, name) : undefined;
  await world.sleep(choices.pick([0, 40, 2_000]), name);
  const destinationId = destinations[choices.below(destinations.length)];
  const body = { withdrawalNo, amount: usd(choices.pick(AMOUNTS)), destinationId };
  const key = merchant.newKey();
  const twins = choices.chance(0.2) ? 2 : 1;
  const [answer] = await Promise.all(
    Array.from({ length: twins }, () => merchant.insist("POST /v1/withdrawals", { key, body })),
  );
  if (answer?.status === 202 && answer.json.approvalsNeeded > 0)
    await decide(cast, deputy, String(answer.json.withdrawalId));
  await cancelling;
}

async function cancel({ world, merchant, choices }: Cast, withdrawalNo: string, name: string): Promise<void> {
  await world.sleep(choices.pick(CANCELLED_AFTER_MS), name);
  await merchant.insist("POST /v1/withdrawals/cancel", { body: { withdrawalNo, ...REASON } });
}

/** Two operators decide at once, each perhaps twice; one may reject. */
async function decide({ world, operator, choices }: Cast, deputy: Caller, id: string): Promise<void> {
  const word = async (by: Caller, name: string) => {
    await world.sleep(choices.pick(DECIDED_AFTER_MS), name);
    const route = choices.chance(0.85) ? "POST /v1/withdrawals/{id}/approve" : "POST /v1/withdrawals/{id}/reject";
    const times = choices.chance(0.2) ? 2 : 1;
    await Promise.all(Array.from({ length: times }, () => by.insist(route, { path: { id }, body: REASON })));
  };
  await Promise.all([word(operator, "operator"), ...(choices.chance(0.8) ? [word(deputy, "deputy")] : [])]);
}

/** The customer wants the money back that the merchant withdraws. */
async function refunding({ world, merchant, choices }: Cast, id: string): Promise<void> {
  if (!choices.chance(0.3)) return;
  await world.sleep(choices.pick([0, 40, 2_000]), "clerk");
  const body = { reason: "came back", ...(choices.chance(0.5) ? { amount: usd(900) } : {}) };
  await merchant.insist("POST /v1/payments/{id}/refunds", { path: { id }, body });
}

/** Whatever was decided by what was known before, the policy changes and the destination goes out of use. */
async function changing(cast: Cast, [destinationId = ""]: readonly string[]): Promise<void> {
  const { world, merchant, choices } = cast;
  if (choices.chance(0.3)) {
    await world.sleep(choices.pick([0, 60, 2_000]), "manager");
    await policy(cast);
  }
  if (choices.chance(0.2)) await merchant.ask("DELETE /v1/payout-destinations/{id}", { path: { id: destinationId } });
}
