import { decimalOf } from "../../../core/foundation/domain/money.ts";
import type { WithdrawalState } from "../../../core/withdrawals/domain/withdrawal.ts";
import type { Answer, ApiClient } from "../../harness/client.ts";
import { bodyOf, noteAccepted } from "../../harness/payments.ts";
import { type Stage, TENANT } from "../../harness/stage.ts";
import { PATIENCE_MS, until } from "../../harness/waiting.ts";
import { awaitStates } from "./payments.ts";

const CURRENCY = "CHF";
const SHARE = 1000;
const FITTING = 7;
const TRIED = 20;
const ROUTE = "POST /v1/withdrawals";
/** Where they go, one after the other, and how each ends. */
const ACCOUNTS: readonly [account: string, ends: WithdrawalState][] = [
  ["pd_ok", "CONFIRMED"],
  ["pd_timeout_then_ok", "CONFIRMED"],
  ["pd_timeout_then_declined", "CANCELLED"],
  ["pd_slow", "CONFIRMED"],
  ["pd_returned", "CONFIRMED"],
  ["pd_500_once", "CONFIRMED"],
  ["pd_twice_told", "CONFIRMED"],
];

/** More than the wallet holds, at the same moment, and on their way when the next scene kills everything. */
export async function withdraw(stage: Stage): Promise<void> {
  const { merchant, screen } = stage;
  screen.scene(
    `${TRIED} withdrawals of a wallet that holds ${FITTING}`,
    "All at the same moment; their providers answer, fail, stay silent, refuse, and send money back.",
  );
  const funds = stage.payments.draw("pm_ok", { amount: { amount: FITTING * SHARE, currency: CURRENCY } });
  const call = { key: stage.newKey("payment"), body: bodyOf(funds) };
  noteAccepted(funds, (await merchant.expect(202, "POST /v1/payments", call)).json);
  await awaitStates(stage, "the wallet to be filled", [funds], [funds.ends]);
  const destinations = await Promise.all(ACCOUNTS.map(([account]) => destinationOf(stage, account)));
  const asked = Array.from({ length: TRIED }, (_, n) => ({
    key: stage.newKey("withdrawal"),
    body: {
      withdrawalNo: `W-${n}`,
      amount: { amount: SHARE, currency: CURRENCY },
      destinationId: destinations[n % destinations.length],
    },
  }));
  const answers = await Promise.all(asked.map((call) => merchant.send(ROUTE, call)));
  const taken = answers.flatMap((answer, n) => (answer.status === 202 ? [note(stage, answer, n)] : []));
  const refused = answers.filter((answer) => answer.json.code === "insufficient-balance");
  // A provider may refuse or send back one while others are still asked for: its money is there for one of them.
  const mayFree = stage.withdrawals.filter(comesBack).length;
  stage.check(
    taken.length >= FITTING && taken.length <= FITTING + mayFree && refused.length === TRIED - taken.length,
    `${taken.length} accepted and frozen, ${refused.length} refused: the balance is below them`,
    answers.map(({ status, json }) => `${status} ${json.code ?? ""}`).join(", "),
  );
  const again = await Promise.all(asked.map((call) => merchant.call(ROUTE, call)));
  const same = again.filter(({ text }, n) => text === answers[n]?.text);
  stage.check(same.length === TRIED, `all ${TRIED} again under their keys: the first answers, byte for byte`);
}

async function destinationOf(stage: Stage, account: string): Promise<string> {
  const call = { key: stage.newKey("destination"), body: { provider: "sandbox", account } };
  return String((await stage.merchant.expect(201, "POST /v1/payout-destinations", call)).json.destinationId);
}

function comesBack({ account, ends }: Stage["withdrawals"][number]): boolean {
  return ends === "CANCELLED" || account === "pd_returned";
}

function note(stage: Stage, { json }: Answer, n: number): void {
  const [account, ends] = ACCOUNTS[n % ACCOUNTS.length] as (typeof ACCOUNTS)[number];
  stage.withdrawals.push({ withdrawalId: String(json.withdrawalId), account, ends });
}

/** After the kill: each has ended as its provider says; then one that two people have to agree to, and one taken back before it comes. */
export async function endWithdrawals(stage: Stage): Promise<void> {
  const { merchant, operator, screen, withdrawals } = stage;
  screen.scene("What became of the withdrawals", "The provider's effects, the wallet and the ledger tell one story.");
  await ended(stage);
  const returned = withdrawals.filter(({ account }) => account === "pd_returned");
  await until("money to come back", () => allReturned(stage, returned), { timeoutMs: PATIENCE_MS });
  const left = (FITTING - withdrawals.length + withdrawals.filter(comesBack).length) * SHARE;
  await balanceIs(stage, left, "what was refused, and what came back");

  const above = { amount: 1, currency: CURRENCY };
  const policy = { currency: CURRENCY, approvals: [{ above, count: 2 }] };
  const path = { id: TENANT };
  await operator.expect(200, "PUT /v1/merchants/{id}/withdrawal-policy", {
    path,
    key: stage.newKey("policy"),
    body: policy,
  });
  const body = {
    withdrawalNo: "W-APPROVED",
    amount: { amount: SHARE / 2, currency: CURRENCY },
    destinationId: await destinationOf(stage, "pd_ok"),
  };
  const asked = await merchant.expect(202, ROUTE, { key: stage.newKey("withdrawal"), body });
  const id = String(asked.json.withdrawalId);
  stage.withdrawals.push({ withdrawalId: id, account: "pd_ok", ends: "CONFIRMED" });
  const vote = (by: ApiClient) =>
    by.send("POST /v1/withdrawals/{id}/approve", {
      ...{ path: { id }, body: { reason: "checked with the merchant" } },
      key: stage.newKey("approve"),
    });
  const first = await vote(operator);
  const again = await vote(operator);
  const held = await merchant.get<{ status: string }>("GET /v1/withdrawals/{id}", { path: { id } });
  stage.check(
    asked.json.status === "AWAITING_APPROVAL" && first.status === 200 && again.json.code === "already-approved",
    "one that two people have to agree to: the first one's word counts once, under whichever key of a request",
    `${asked.json.status}, ${first.status} ${first.json.code ?? ""}, ${again.status} ${again.json.code ?? ""}`,
  );
  const last = await vote(await stage.anotherOperator("the demo's second operator"));
  await ended(stage);
  stage.check(
    held.status === "AWAITING_APPROVAL" && last.status === 200,
    "it waits until a second operator agrees, and is paid then",
    `${held.status}, ${last.status} ${last.json.code ?? ""}`,
  );
  const reason = { withdrawalNo: "W-NEVER", reason: "sent by mistake" };
  await merchant.expect(200, "POST /v1/withdrawals/cancel", { key: stage.newKey("cancel"), body: reason });
  const late = { ...body, withdrawalNo: "W-NEVER" };
  const refused = await merchant.send(ROUTE, { key: stage.newKey("withdrawal"), body: late });
  stage.check(
    refused.status === 409 && refused.json.code === "withdrawal-cancelled",
    "one cancelled before it came is refused when it comes",
    refused.text,
  );
  await balanceIs(stage, left - SHARE / 2, "less the one that was approved");
}

async function ended({ merchant, screen, withdrawals }: Stage): Promise<void> {
  const ask = async () => {
    const seen = await Promise.all(
      withdrawals.map(({ withdrawalId: id }) =>
        merchant.get<{ status: WithdrawalState }>("GET /v1/withdrawals/{id}", { path: { id } }),
      ),
    );
    const open = seen.filter(({ status }, n) => status !== withdrawals[n]?.ends).length;
    screen.progress(`${withdrawals.length - open} of ${withdrawals.length} withdrawals have ended`);
    return open === 0 || undefined;
  };
  await until("withdrawals to end", ask, { timeoutMs: PATIENCE_MS, everyMs: 500 });
}

async function allReturned({ merchant }: Stage, returned: readonly { withdrawalId: string }[]) {
  const seen = await Promise.all(
    returned.map(({ withdrawalId: id }) =>
      merchant.get<{ returned: object | null }>("GET /v1/withdrawals/{id}", { path: { id } }),
    ),
  );
  return seen.every(({ returned }) => returned !== null) || undefined;
}

async function balanceIs(stage: Stage, wanted: number, why: string): Promise<void> {
  const { items } = await stage.merchant.get<{ items: Record<string, { amount: number }>[] }>("GET /v1/wallets");
  const wallet = items.find(({ currency }) => String(currency) === CURRENCY);
  stage.check(
    wallet?.available?.amount === wanted && wallet.frozen?.amount === 0,
    `the wallet has ${decimalOf({ amount: wanted, currency: CURRENCY })} ${CURRENCY}: ${why}`,
    JSON.stringify(wallet),
  );
}
