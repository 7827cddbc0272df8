import type { Cast } from "../cast.ts";
import { changed } from "../limits.ts";
import type { Caller } from "../people.ts";
import type { Scenario } from "./scenario.ts";
import { DEPLOYED } from "./world-plan.ts";

const usd = (amount: number) => ({ amount, currency: "USD" });
const AMOUNT = 700;
const REASON = { reason: "seen and decided here" };
const ACCOUNTS = ["pd_ok", "pd_slow", "pd_declined", "pd_timeout_then_ok", "pd_returned", "pd_twice_told"] as const;
/** Sweeps run on the minute: the first one after the time of what is accepted in a world's first seconds. */
const SWEPT_AFTER_MS = Math.ceil((DEPLOYED.withdrawal.approvalMs + 1) / 60_000) * 60_000;
/** At once, and when nobody has agreed in time: before the sweep finds that, with it, and for a clock that is behind. */
const DECIDED_AT_MS = [3_000, DEPLOYED.withdrawal.approvalMs, SWEPT_AFTER_MS] as const;
/** Who decides at the same moment differs by what a request takes. */
const APART_MS = [0, 2, 10, 40, 300] as const;
/** It ends while it is sent. */
const SHORT_LIFE = changed(DEPLOYED, { withdrawal: { lifetimeMs: 400 } });

export const approvals: Scenario = {
  name: "approvals",
  why: "operators agree, refuse and run out of time at the same moment, and the merchant takes it back",
  plan: (choices) => (choices.chance(0.3) ? { versions: [SHORT_LIFE] } : {}),
  async story(cast) {
    const { world, merchant, operator, choices } = cast;
    const { json: paid } = await cast.pay(merchant, { orderNo: "order-1", method: "good" });
    await cast.untilPaid(String(paid.paymentId));
    const approvals = [{ above: usd(1), count: choices.pick([2, 1]) }];
    const body = { currency: "USD", approvals };
    await operator.insist("PUT /v1/merchants/{id}/withdrawal-policy", { path: { id: "acme" }, body });
    const account = { provider: "sandbox", account: choices.pick(ACCOUNTS) };
    const { json } = await merchant.insist("POST /v1/payout-destinations", { body: account });
    const people = [operator, await cast.deputy(), await cast.deputy()];
    world.simulation.faults.begin();
    // The second one's money is frozen beside the first one's, so that what is taken twice is there.
    const numbers = choices.chance(0.6) ? ["W-1", "W-2"] : ["W-1"];
    const at = world.simulation.nowMs + choices.pick(DECIDED_AT_MS);
    await Promise.all(numbers.map((withdrawalNo) => one(cast, { withdrawalNo, at, people, to: json.destinationId })));
  },
};

interface Withdrawing {
  withdrawalNo: string;
  /** When everybody decides. */
  at: number;
  people: readonly Caller[];
  to: string;
}

async function one(cast: Cast, { withdrawalNo, at, people, to }: Withdrawing): Promise<void> {
  const { world, merchant, choices } = cast;
  const body = { withdrawalNo, amount: usd(AMOUNT), destinationId: to };
  const { json } = await merchant.insist("POST /v1/withdrawals", { body });
  const path = { id: String(json.withdrawalId) };
  const then = async (name: string, act: () => Promise<unknown>) => {
    await world.sleep(Math.max(0, at - world.simulation.nowMs) + choices.pick(APART_MS), name);
    await act();
  };
  const words = people.slice(0, 1 + choices.below(people.length)).flatMap((by) => {
    const route = choices.chance(0.75) ? "POST /v1/withdrawals/{id}/approve" : "POST /v1/withdrawals/{id}/reject";
    // Two clicks are one vote.
    const clicks = choices.chance(0.2) ? 2 : 1;
    return Array.from({ length: clicks }, () => then("operator", () => by.insist(route, { path, body: REASON })));
  });
  const cancel = () => merchant.insist("POST /v1/withdrawals/cancel", { body: { withdrawalNo, ...REASON } });
  await Promise.all([...words, ...(choices.chance(0.4) ? [then("clerk", cancel)] : [])]);
}
