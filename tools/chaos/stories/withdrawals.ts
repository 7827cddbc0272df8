import { atMost } from "../../../core/foundation/services/at-most.ts";
import type { WithdrawalState } from "../../../core/withdrawals/domain/withdrawal.ts";
import { bodyOf, noteAccepted } from "../../harness/payments.ts";
import type { PayoutAccount, Story } from "../plan.ts";
import type { World } from "../world.ts";
import { mustAgree } from "./cards.ts";

type WithdrawalStory = Extract<Story, { kind: "withdrawal" }>;

/** A wallet that no other story takes money from. */
const CURRENCY = "CHF";
const FUNDS = 1000;
const SHARE = 400;
const ROUTE = "POST /v1/withdrawals";
const EFFECTS_PAGE = 1000;

/** How each account of the sandbox ends. What could not be sent within its lifetime, as nobody was there, is cancelled. */
const PAYOUT_ENDS: Record<PayoutAccount, WithdrawalState> = {
  pd_ok: "CONFIRMED",
  pd_timeout_then_ok: "CONFIRMED",
  pd_500_once: "CONFIRMED",
  pd_declined: "CANCELLED",
  pd_timeout_then_declined: "CANCELLED",
  pd_returned: "CONFIRMED",
  pd_twice_told: "CONFIRMED",
};

/** Money comes in; more of it than there is is withdrawn at once; one number is buried before it comes. */
export async function withdraw(world: World, { account, count, isRepeated }: WithdrawalStory): Promise<void> {
  const name = world.newKey("withdraw");
  const amount = { amount: FUNDS, currency: CURRENCY };
  const funds = world.payments.draw("pm_ok", { orderNo: name, amount });
  const paid = await world.expect([202], "POST /v1/payments", { key: `${name}-pay`, body: bodyOf(funds) });
  noteAccepted(funds, paid.json);
  await world.follow(funds, [funds.ends]);
  const destination = { provider: "sandbox", account };
  const made = await world.expect([201], "POST /v1/payout-destinations", { key: `${name}-to`, body: destination });
  const destinationId = made.json.destinationId;
  const asked = Array.from({ length: count }, (__, n) => ({
    key: `${name}-try-${n}`,
    body: { withdrawalNo: `${name}-${n}`, amount: { amount: SHARE, currency: CURRENCY }, destinationId },
  }));
  // What is there is other stories' too: whoever is refused has seen less.
  const answers = await atMost(count, asked, (call) => world.expect([202, 422], ROUTE, call, ["overloaded"]));
  const [first] = asked;
  if (isRepeated && first && answers[0]) mustAgree(world, first.key, answers[0], await world.ask(ROUTE, first));
  for (const { status, json, text } of answers)
    if (status === 422 && json.code !== "insufficient-balance") world.found(name, `was answered ${text}`);
  const taken = answers.filter(({ status }) => status === 202).map(({ json }) => String(json.withdrawalId));
  await Promise.all([...taken.map((id) => follow(world, id, account)), bury(world, name, asked[0]?.body ?? {})]);
}

async function follow(world: World, id: string, account: PayoutAccount): Promise<void> {
  const wanted = PAYOUT_ENDS[account];
  let state: string | undefined;
  await world.until(id, `a withdrawal to ${account} is ${wanted}`, async () => {
    const { json } = await world.ask("GET /v1/withdrawals/{id}", { path: { id } });
    state = String(json.status);
    if (state === "NEEDS_REVIEW") await decide(world, id);
    return state === wanted || (state === "CANCELLED" && (json.reason === "expired" || json.reason === "resolved"));
  });
  world.withdrawals.push({ withdrawalId: id, account, ends: state === "CANCELLED" ? state : wanted });
}

/** Nobody could reach the provider for longer than a doubt may last: an operator looks there, and says what came of it. */
async function decide(world: World, id: string): Promise<void> {
  const effects = await world.operator.list<{ withdrawalId: string }>(
    "GET /_sandbox/payouts/effects",
    {},
    EFFECTS_PAGE,
  );
  const isPaid = effects.some(({ withdrawalId }) => withdrawalId === id);
  const word = isPaid ? { resolution: "CONFIRMED", providerReference: `po_${id}` } : { resolution: "CANCELLED" };
  const body = { ...word, reason: "looked up at the provider" };
  // 409: it is decided already.
  await world.expect([200, 409], "POST /v1/withdrawals/{id}/resolve", {
    path: { id },
    key: world.newKey("resolve"),
    body,
  });
}

async function bury(world: World, name: string, tried: object): Promise<void> {
  const withdrawalNo = `${name}-never`;
  const word = { withdrawalNo, reason: "sent by mistake" };
  await world.expect([200], "POST /v1/withdrawals/cancel", { key: `${name}-bury`, body: word });
  const late = await world.expect([409], ROUTE, { key: `${name}-late`, body: { ...tried, withdrawalNo } });
  if (late.json.code !== "withdrawal-cancelled") world.found(name, `was buried, and a try was answered ${late.text}`);
}
