import { type Cast, PAYMENT_AMOUNT } from "../cast.ts";
import { tellPaid } from "../vendor.ts";
import { deciding } from "./reviews.ts";
import type { Scenario } from "./scenario.ts";
import { DEPLOYED, withShortLeases } from "./world-plan.ts";

/** How often people step in: more would only be more of the same. */
const ROUNDS = 3;
const MINUTE_MS = 60_000;

/** An account goes out of use and back while some worker is about to take it, to credit it or to give it back. */
async function logins(cast: Cast): Promise<void> {
  const { world, merchant, choices } = cast;
  const planId = await cast.plan(choices.pick([1_000_000, 1_500]));
  const accounts = [await cast.account(), ...(choices.chance(0.3) ? [await cast.account()] : [])];
  world.simulation.faults.begin();
  const clerks = Array.from({ length: 1 + choices.below(2) }, async (_, index) => {
    const code = cast.card(["good", "invalid", "fails-once", "no-keys"]);
    await world.sleep(choices.below(3) * 40, `clerk ${index + 1}`);
    await merchant.insist("POST /v1/redemptions", { body: { code, planId } });
  });
  const change = (loginStatus: "ACTIVE" | "INACTIVE") =>
    Promise.all(
      accounts.map((id) => merchant.insist("PATCH /v1/accounts/{id}", { path: { id }, body: { loginStatus } })),
    );
  const owner = async () => {
    for (let round = 0; round < ROUNDS; round++) {
      await world.standstill();
      await change("INACTIVE");
      await world.sleep(choices.pick([100, MINUTE_MS]), "merchant");
      await change("ACTIVE");
    }
  };
  await Promise.all([...clerks, owner()]);
}

/** An order's payment has taken no money: several clerks take the next one at the same time. */
async function nextPayments(cast: Cast): Promise<void> {
  const { world, merchant, choices } = cast;
  const { json } = await cast.pay(merchant, { orderNo: "order-1", method: "declined" });
  const { paymentId, orderId } = json as { paymentId: string; orderId: string };
  await world.quiet();
  world.simulation.faults.begin();
  const payAgain = async () => {
    const same = choices.chance(0.5) ? { orderId } : {};
    const method = cast.method(["good", "declined", "page"]);
    const { status } = await cast.pay(merchant, { orderNo: "order-1", method, ...same });
    return status;
  };
  const latecomers = Array.from({ length: 1 + choices.below(2) }, async () => {
    await world.standstill();
    return payAgain();
  });
  const statuses = await Promise.all([payAgain(), ...latecomers]);
  cast.must(statuses.includes(202), paymentId, `took no money, and its order cannot be paid: ${statuses.join(", ")}`);
}

/** Somebody stops executions in the console of Step Functions, and somebody cancels and does not ask again. */
async function stoppedExecutions(cast: Cast): Promise<void> {
  const { world, merchant, choices } = cast;
  world.simulation.faults.begin();
  const method = cast.method(["good", "declined", "page", "silent", "captured-for-good"]);
  const { json } = await cast.pay(merchant, { orderNo: "order-1", method });
  const path = { id: String(json.paymentId) };
  const body = { reason: "changed their mind" };
  const canceller = async () => {
    await (choices.chance(0.5) ? world.standstill() : world.sleep(choices.pick([0, 60, 200, 2 * MINUTE_MS]), "clerk"));
    await merchant.ask("POST /v1/payments/{id}/cancel", { path, key: merchant.newKey(), body });
  };
  const stopper = async () => {
    for (let round = 0; round < ROUNDS; round++) {
      await world.standstill();
      for (const { name, status } of world.outside.machine.executions.values()) {
        if (status !== "RUNNING") continue;
        world.simulation.tell("operator", `stops ${name}`);
        world.outside.machine.stop(name);
      }
    }
  };
  await Promise.all([stopper(), ...(choices.chance(0.4) ? [canceller()] : [])]);
}

/** Somebody else knows the payment's number, and no more. */
async function strange({ other, must }: Cast, paymentId: string): Promise<void> {
  const path = { id: paymentId };
  const body = { reason: "not mine" };
  const answers = [
    await other.ask("GET /v1/payments/{id}", { path }),
    await other.ask("POST /v1/payments/{id}/cancel", { path, key: other.newKey(), body }),
    await other.ask("POST /v1/payments/{id}/refunds", { path, key: other.newKey(), body }),
  ];
  for (const answer of answers)
    must(
      !answer || answer.status === 404 || answer.status >= 500,
      paymentId,
      "was shown to another tenant, or changed",
    );
}

/** A payment's parts go back; further ones are wanted while the first are on their way. */
async function moreRefunds(cast: Cast): Promise<void> {
  const { world, merchant, choices } = cast;
  const { json } = await cast.pay(merchant, { orderNo: "order-1", method: "good" });
  const path = { id: String(json.paymentId) };
  await world.quiet();
  world.simulation.faults.begin();
  const refund = async (amount: number) => {
    const body = { amount: { amount, currency: "USD" }, reason: "came back" };
    const { status, json: given } = await merchant.insist("POST /v1/payments/{id}/refunds", { path, body });
    cast.must(status !== 202 || given.amount.amount === amount, path.id, `gives back ${JSON.stringify(given.amount)}`);
  };
  if (choices.chance(0.2)) await strange(cast, path.id);
  const latecomers = [333, 700].map(async (amount) => {
    await (choices.chance(0.5) ? world.standstill() : world.sleep(choices.pick([0, 40, 200]), "clerk"));
    await refund(amount);
  });
  await Promise.all([refund(500), ...latecomers]);
  await world.quiet();
  const [payment] = cast.rows(`PAY#acme#${path.id} HEAD`);
  const { status } = await merchant.insist("POST /v1/payments/{id}/refunds", {
    path,
    body: { reason: "all the rest" },
  });
  cast.must(status === 202, path.id, `has ${payment?.refundable} left, and the rest was refused (${status})`);
}

/** What nobody was answered about is parked; then its webhook comes after all, while operators decide it. */
async function paidWhileParked(cast: Cast): Promise<void> {
  const { world, merchant, choices } = cast;
  const { json } = await cast.pay(merchant, { orderNo: "order-1", method: "silent" });
  await world.quiet();
  world.simulation.faults.begin();
  // From now on the channel's books say so, but not everybody reads them well.
  world.outside.channel.click(String(json.paymentId), "paid");
  if (choices.chance(0.4)) await misread(cast, String(json.sagaId));
  await deciding(cast, () => world.standstill());
}

/** A verified webhook tells of money that is not this payment's: nothing is settled by it, and a person looks. */
async function unfitting(cast: Cast): Promise<void> {
  const { world, merchant, choices } = cast;
  world.simulation.faults.begin();
  const { json } = await cast.pay(merchant, { orderNo: "order-1", method: cast.method(["page", "good", "silent"]) });
  const paymentId = String(json.paymentId);
  const amount = { amount: PAYMENT_AMOUNT, currency: "USD" };
  const event = { eventId: "evt-other", paymentId, trade: "trade-other" };
  const wrong = choices.pick([
    { orderNo: "order-1", amount: { ...amount, amount: 1 } },
    { orderNo: "order-1", amount: { ...amount, currency: "EUR" } },
    { orderNo: "order-2", amount },
  ]);
  await (choices.chance(0.5) ? world.standstill() : world.sleep(choices.pick([100, 2_000, MINUTE_MS]), "vendor"));
  const status = await tellPaid(world, { ...event, ...wrong });
  await world.quiet();
  const isKnown = cast.rows("REVIEW#").some(({ trade }) => trade === "trade-other");
  cast.must(isKnown || status !== 200, paymentId, "was paid with other money, and nobody looks at it");
}

/** An operator says that it was not paid, which a webhook that has come before refuses, and one that comes later contradicts. */
async function misread({ world, operator, choices }: Cast, sagaId: string): Promise<void> {
  await world.standstill();
  const resolution = choices.pick(["FAILED", "COMPENSATED"]);
  const body = { step: "ChargePayment", resolution, reason: "the wrong line" };
  await operator.ask("POST /v1/sagas/{id}/resolve", { path: { id: sagaId }, key: operator.newKey(), body });
}

/** A payment is cancelled, and its page takes money all the same: the vendor tells of the one trade in two events. */
async function lateTrade(cast: Cast): Promise<void> {
  const { world, merchant, choices } = cast;
  const { json } = await cast.pay(merchant, { orderNo: "order-1", method: "paid-after-cancel" });
  const paymentId = String(json.paymentId);
  await world.sleep(choices.pick([2_000, 100]), "clerk");
  const request = { path: { id: paymentId }, body: { reason: "changed their mind" } };
  await merchant.insist("POST /v1/payments/{id}/cancel", request);
  await world.quiet();
  world.simulation.faults.begin();
  world.outside.channel.click(paymentId, "paid");
  if (world.outside.channel.net(paymentId) <= 0) return;
  const amount = { amount: PAYMENT_AMOUNT, currency: "USD" };
  const event = { eventId: "evt-order-paid", paymentId, trade: `trade-${paymentId}`, orderNo: "order-1", amount };
  for (let sends = 0; sends < ROUNDS; sends++) {
    await (choices.chance(0.5) ? world.standstill() : world.sleep(choices.pick([1_000, 1_040, MINUTE_MS]), "vendor"));
    if ((await tellPaid(world, event)) === 200) return;
  }
}

/** People act at the very moment at which some process stands still: what it knew is no longer so. */
function stepIn(name: string, why: string, story: Scenario["story"]): Scenario {
  const plan: Scenario["plan"] = (choices) => ({
    versions: [choices.chance(0.5) ? withShortLeases(DEPLOYED) : DEPLOYED],
    copies: choices.chance(0.3) ? 2 : 1,
  });
  return { name, why, plan, story };
}

export const INTERVENTIONS: readonly Scenario[] = [
  stepIn("logins", "accounts go out of use and back while they are taken, credited and given back", logins),
  stepIn("next-payments", "an order is paid for again, by several, when its last payment took no money", nextPayments),
  stepIn("stopped-executions", "executions are stopped in the console, and others cancel", stoppedExecutions),
  stepIn("more-refunds", "further parts are wanted back while the first are on their way", moreRefunds),
  stepIn("paid-while-parked", "a webhook comes while operators decide, some of them wrongly", paidWhileParked),
  stepIn("late-trades", "a cancelled payment is paid all the same, and told of in two events", lateTrade),
  stepIn("unfitting-webhooks", "verified webhooks tell of other money than the payment's", unfitting),
];
