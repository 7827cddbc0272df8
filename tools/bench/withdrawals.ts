import type { Money } from "../../core/foundation/domain/money.ts";
import { relayOutbox } from "../../core/foundation/services/outbox.ts";
import type { Write } from "../../core/foundation/store/table.ts";
import { creditWallet } from "../../core/money/store/wallet-store.ts";
import type { PayoutProvider } from "../../core/withdrawals/domain/payout-provider.ts";
import type { WithdrawalState } from "../../core/withdrawals/domain/withdrawal.ts";
import { createDestination } from "../../core/withdrawals/services/payout-destinations.ts";
import { workWithdrawal } from "../../core/withdrawals/services/payout-work.ts";
import { cancelWithdrawal } from "../../core/withdrawals/services/withdrawal-cancel.ts";
import { createWithdrawal } from "../../core/withdrawals/services/withdrawals.ts";
import { readWithdrawal } from "../../core/withdrawals/store/withdrawal-store.ts";
import type { AllDeps } from "../../lambdas/runtime/all-deps.ts";
import { benchDeps, idIn, newKey, request, TENANT } from "./bench-deps.ts";
import type { BenchTables } from "./bench-tables.ts";
import {
  ASSUMED,
  addUp,
  checkEvents,
  consumedBy,
  gb,
  outboxOf,
  sumOf,
  toldWithRequests,
  type Units,
} from "./capacity.ts";
import { writesOf } from "./codes.ts";
import { interleave, ms } from "./measure.ts";
import type { Report } from "./report.ts";

const ROUNDS = 300;
const ROUTE = "POST /v1/withdrawals";
const FUNDS = 10 ** 12;

/** A withdrawal against the bare transaction of its items, its replay, its ways to CONFIRMED and to CANCELLED, and what a million cost. */
export async function benchWithdrawals(tables: BenchTables, report: Report): Promise<void> {
  const deps = benchDeps(tables);
  await deps.tables.transact([creditWallet(TENANT, "USD", FUNDS)]);
  const account = { provider: "sandbox", account: "pd_ok" } as const;
  const made = await createDestination(deps, request("POST /v1/payout-destinations", account), TENANT, account);
  const { destinationId } = made.body as { destinationId: string };
  const amount = { amount: 100, currency: "USD" };
  const newOne = () => ({ key: newKey(), body: { withdrawalNo: newKey(), amount, destinationId } });
  const accept = ({ key, body }: ReturnType<typeof newOne>) =>
    createWithdrawal(deps, request(ROUTE, body, key), TENANT, body);
  const known = newOne();
  await accept(known);
  const { ours, bare, replay } = await interleave(ROUNDS, tables.meter, {
    ours: { prepare: newOne, run: accept },
    bare: {
      prepare: () => writesOf(deps, accept, newOne()),
      run: (writes: Write[]) => deps.tables.transact(writes),
    },
    replay: { prepare: () => known, run: accept },
  });
  report.check("a withdrawal, requests", ours.requests, { atMost: 1, gate: true });
  report.check("its replay, requests", replay.requests, { atMost: 1, gate: true });
  report.check("a withdrawal, p50 against the bare transaction of the same items", ours.p50 / bare.p50, {
    atMost: 1.3,
    unit: " x",
    beside: ms(ours.p50),
    why: "HMACs and the JSON of the answer are this machine's CPU, which the engine shares.",
  });
  const newBody = () => newOne().body;
  await benchConfirmed(
    tables,
    { ...deps, payouts: { port: async () => ({ port: ANSWERS_AT_ONCE }) } },
    report,
    newBody,
  );
  await benchCancelled(tables, deps, report, newBody);
}

type Body = { withdrawalNo: string; amount: Money; destinationId: string };

/** From the API call to CONFIRMED, of a provider that answers at once: each request with what it is for. */
const OF_CONFIRMED = {
  accepted: "one transaction: key, number, policy and destination as seen, wallet, day, withdrawal, message",
  relayed: "the message is marked as sent",
  "paid out":
    "read; claim, for one worker alone; the destination's account; the intent, before the call; the end with wallet and ledger",
} as const;
const OF_CANCELLED = {
  accepted: OF_CONFIRMED.accepted,
  cancelled: "whose number it is; the withdrawal; the end with key, wallet, day and story",
} as const;
const CONFIRMED_REQUESTS_MAX = 7;
const CANCELLED_REQUESTS_MAX = 4;

async function benchConfirmed(tables: BenchTables, deps: AllDeps, report: Report, newBody: () => Body): Promise<void> {
  let withdrawalId = "";
  const accepted = await consumedBy(tables, async () => {
    withdrawalId = await acceptedId(deps, newBody());
  });
  const outbox = await outboxOf(deps, TENANT, withdrawalId);
  const parts = {
    accepted,
    relayed: await consumedBy(tables, () => relayOutbox(deps, outbox)),
    "paid out": await consumedBy(tables, () => workWithdrawal(deps, { tenantId: TENANT, withdrawalId }, () => 60_000)),
  };
  await assertState(deps, withdrawalId, "CONFIRMED");
  const together = sumOf(Object.values(parts));
  report.check("requests to DynamoDB, from accepting it to CONFIRMED", together.requests, {
    atMost: CONFIRMED_REQUESTS_MAX,
    gate: true,
    digits: 0,
  });
  checkEvents(report, "from accepting it to CONFIRMED", together, 1);
  tell(report, parts, OF_CONFIRMED);
  report.note("together", toldWithRequests(together));
  const { httpSeconds, together: atOnce, relaySeconds } = ASSUMED;
  const gbSeconds =
    httpSeconds * gb("withdrawals-api") +
    (relaySeconds * gb("outbox-relay") + PAYOUT_SECONDS * gb("withdrawal-worker")) / atOnce;
  const invocations = 1 + 2 / atOnce;
  addUp(report, "a million withdrawals, from accept to CONFIRMED", {
    ...together,
    gbSeconds,
    invocations,
    isQueued: true,
  });
  report.note(
    "assumed",
    `${httpSeconds * 1000} ms an HTTP call, ${PAYOUT_SECONDS} s a payout, ${atOnce} at once in relay and worker; without storage, logs, secrets`,
  );
}

/** Before it is sent. Its message goes out all the same, and its worker reads once that nothing is left to do. */
async function benchCancelled(tables: BenchTables, deps: AllDeps, report: Report, newBody: () => Body): Promise<void> {
  const body = newBody();
  let withdrawalId = "";
  const accepted = await consumedBy(tables, async () => {
    withdrawalId = await acceptedId(deps, body);
  });
  const word = { withdrawalNo: body.withdrawalNo, reason: "measured" };
  const merchant = { kind: "tenant", tenantId: TENANT, keyId: "BENCH" } as const;
  const ask = request("POST /v1/withdrawals/cancel", word);
  const parts = { accepted, cancelled: await consumedBy(tables, () => cancelWithdrawal(deps, ask, merchant, word)) };
  await assertState(deps, withdrawalId, "CANCELLED");
  const together = sumOf(Object.values(parts));
  report.check("requests to DynamoDB, from accepting it to CANCELLED", together.requests, {
    atMost: CANCELLED_REQUESTS_MAX,
    gate: true,
    digits: 0,
  });
  checkEvents(report, "from accepting it to CANCELLED", together, 1);
  tell(report, parts, OF_CANCELLED);
}

/** Most of it waiting for the provider. */
const PAYOUT_SECONDS = 1;
const ANSWERS_AT_ONCE: PayoutProvider = {
  pay: async ({ withdrawalId }) => ({ outcome: "paid", providerReference: `of-${withdrawalId}` }),
  query: async () => ({ outcome: "not-found" }),
};

async function acceptedId(deps: AllDeps, body: Body): Promise<string> {
  return idIn(await createWithdrawal(deps, request(ROUTE, body), TENANT, body), "withdrawalId");
}

/** A way that ends elsewhere is not the one that is measured. */
async function assertState(deps: AllDeps, withdrawalId: string, state: WithdrawalState): Promise<void> {
  const withdrawal = await readWithdrawal(deps.tables, { tenantId: TENANT, withdrawalId });
  if (withdrawal?.state !== state) throw new Error(`the measured withdrawal is ${withdrawal?.state}, not ${state}`);
}

function tell<Part extends string>(report: Report, parts: Record<Part, Units>, why: Record<Part, string>): void {
  for (const part of Object.keys(parts) as Part[]) report.note(part, `${toldWithRequests(parts[part])} (${why[part]})`);
}
