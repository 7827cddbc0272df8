import { UpdateCommand } from "@aws-sdk/lib-dynamodb";
import { putWithdrawalPolicy } from "../../core/access/services/withdrawal-policies.ts";
import type { Answer, Caller, IdempotentRequest } from "../../core/foundation/services/deps.ts";
import { underKey } from "../../core/foundation/services/under-key.ts";
import { openReview } from "../../core/foundation/store/review-store.ts";
import { walletKey } from "../../core/money/store/keys.ts";
import { creditWallet } from "../../core/money/store/wallet-store.ts";
import type { PayoutEvent } from "../../core/withdrawals/domain/payout-provider.ts";
import type { Withdrawal } from "../../core/withdrawals/domain/withdrawal.ts";
import {
  createDestination,
  deleteDestination,
  getDestination,
  listDestinations,
} from "../../core/withdrawals/services/payout-destinations.ts";
import { workWithdrawal } from "../../core/withdrawals/services/payout-work.ts";
import { cancelWithdrawal } from "../../core/withdrawals/services/withdrawal-cancel.ts";
import {
  approveWithdrawal,
  rejectWithdrawal,
  resolveWithdrawal,
} from "../../core/withdrawals/services/withdrawal-decisions.ts";
import { sweepApprovals } from "../../core/withdrawals/services/withdrawal-expiry.ts";
import {
  getWithdrawal,
  getWithdrawalTimeline,
  listWithdrawals,
} from "../../core/withdrawals/services/withdrawal-reading.ts";
import { sweepWithdrawals } from "../../core/withdrawals/services/withdrawal-sweep.ts";
import { createWithdrawal } from "../../core/withdrawals/services/withdrawals.ts";
import { endWithdrawal } from "../../core/withdrawals/store/withdrawal-end-store.ts";
import {
  claimWithdrawal,
  doubtWithdrawal,
  intendPayout,
  readWithdrawal,
} from "../../core/withdrawals/store/withdrawal-store.ts";
import { applyReceived } from "../../lambdas/queue/apply-received.ts";
import type { AllDeps } from "../../lambdas/runtime/all-deps.ts";
import { PayoutWorld } from "../support/payout-world.ts";
import type { World } from "../support/world.ts";

const TENANT: Caller = { kind: "tenant", tenantId: "acme", keyId: "acme" };
const operator = (keyId: string): Caller => ({ kind: "operator", keyId });
const PAGE = { limit: 10 };
const REASON = { reason: "for its rights" };
const usd = (amount: number) => ({ amount, currency: "USD" });
// biome-ignore lint/suspicious/noExplicitAny: a test looks into whatever came
type Body = any;

/** A merchant withdraws and operators decide, each part of it as the function that it is deployed in. */
export async function useWithdrawals(
  world: World,
  as: Record<
    "withdrawals-api" | "operator-api" | "sweeper" | "withdrawal-worker" | "webhooks-api" | "webhook-worker",
    AllDeps
  >,
): Promise<void> {
  const api = as["withdrawals-api"];
  const operators = as["operator-api"];
  const ask = (route: string, body: object, id?: string) => world.request(route, body, undefined, id ? { id } : {});
  await world.deps.tables.transact([creditWallet("acme", "USD", 10_000)]);

  const policy = { currency: "USD", approvals: [{ above: usd(100), count: 1 as const }], dailyLimit: usd(9000) };
  for (let round = 0; round < 2; round++)
    await putWithdrawalPolicy(operators, ask("PUT", policy, "acme"), operator("OP-1"), "acme", policy);
  const account = { provider: "sandbox" as const, account: "pd_ok" };
  const made = await createDestination(api, ask("POST dst", account), "acme", account);
  const { destinationId } = made.body as Body;
  await getDestination(api, TENANT, destinationId);
  for (const caller of [operator("OP-1"), TENANT]) await listDestinations(api, caller, PAGE);

  const attempt = async (withdrawalNo: string, amount: number, more: object = {}): Promise<Answer> => {
    const body = { withdrawalNo, amount: usd(amount), destinationId, ...more };
    const request = ask("POST wd", body);
    return underKey(api, request, () => createWithdrawal(api, request, "acme", body)).catch((error) => error);
  };
  await attempt("W-dry", 50, { dryRun: true });
  await attempt("W-small", 50);
  await attempt("W-gone", 50, { destinationId: "dst_acme_0" });
  const ids: string[] = [];
  for (const no of ["W-1", "W-2", "W-3", "W-4"]) ids.push(((await attempt(no, 500)).body as Body).withdrawalId);
  const [approved = "", rejected = "", parked = "", otherParked = ""] = ids;
  await getWithdrawal(api, TENANT, approved);

  const decide = async (
    act: (deps: AllDeps, request: IdempotentRequest, caller: Caller, id: string, body: never) => Promise<Answer>,
    id: string,
    body: object = REASON,
  ) => act(operators, ask(act.name, body, id), operator("OP-1"), id, body as never);
  await decide(approveWithdrawal, approved);
  await decide(rejectWithdrawal, rejected);
  const gone = approved.replace(/.{26}$/, "0".repeat(26));
  const again = ask("approve", REASON, gone);
  const act = () => approveWithdrawal(operators, again, operator("OP-1"), gone, REASON);
  await underKey(operators, again, act).catch(() => undefined);
  for (const id of [parked, otherParked]) await park(world, id, () => decide(approveWithdrawal, id));
  await decide(resolveWithdrawal, parked, { ...REASON, resolution: "CONFIRMED" });
  await decide(resolveWithdrawal, otherParked, { ...REASON, resolution: "CANCELLED" });

  const cancel = (caller: Caller, withdrawalNo: string) => {
    const body = { withdrawalNo, merchantId: "acme", ...REASON };
    return cancelWithdrawal(api, ask("cancel", body), caller, body);
  };
  await cancel(TENANT, "W-1");
  await cancel(operator("OP-1"), "W-never");
  await listWithdrawals(api, operator("OP-1"), { ...PAGE, withdrawalNo: "W-1" });
  for (const status of [undefined, "CANCELLED"] as const) await listWithdrawals(api, TENANT, { ...PAGE, status });
  await listWithdrawals(api, operator("OP-1"), PAGE);
  await getWithdrawalTimeline(api, TENANT, approved);
  await deleteDestination(api, TENANT, destinationId);

  const late = await createDestination(api, ask("POST dst", account), "acme", account);
  await attempt("W-late", 500, { destinationId: (late.body as Body).destinationId });
  world.nowMs += world.deps.limits.withdrawal.approvalMs;
  await sweepApprovals(as.sweeper);
  await usePayouts(world, as);
}

/** Its worker pays out, declines, expires and parks; its provider tells of each end, and of money that came back. */
async function usePayouts(
  world: World,
  as: Record<"sweeper" | "withdrawal-worker" | "webhooks-api" | "webhook-worker", AllDeps>,
): Promise<void> {
  const payouts = new PayoutWorld(world);
  const worker = { ...as["withdrawal-worker"], payouts: world.deps.payouts };
  const remaining = () => 4000;
  const work = (one: Withdrawal) => workWithdrawal(worker, one, remaining);
  const told = async (event: PayoutEvent) => {
    await payouts.tell(event, "genuine", { ...as["webhooks-api"], payoutWebhooks: world.deps.payoutWebhooks });
    const job = { tenantId: "acme", channel: "payouts-sandbox", eventId: event.eventId };
    await applyReceived(as["webhook-worker"], job, remaining);
  };
  for (const account of ["pd_ok", "pd_declined", "pd_unknown_forever"]) {
    const one = await payouts.withdraw(account);
    await work(one);
    if (account === "pd_unknown_forever") {
      world.nowMs += payouts.limits.ageMaxMs + payouts.limits.leaseMs;
      await work(one);
    }
    await watched(world);
    for (const type of ["paid", "failed", "returned"] as const) await told(payouts.event(one, type));
    await told(payouts.event(one, "returned", { eventId: `again-${account}` }));
    await told(
      payouts.event(one, "returned", {
        eventId: `more-${account}`,
        returns: [{ reference: "rt-more", amount: usd(1) }],
      }),
    );
  }
  for (const type of ["paid", "failed"] as const) {
    const one = await payouts.withdraw("pd_timeout_then_ok");
    await work(one);
    await told(payouts.event(one, type));
  }
  const late = await payouts.withdraw("pd_ok");
  await payouts.withdraw("pd_ok");
  world.nowMs = late.expiresAt;
  await work(late);
  await sweepWithdrawals(as.sweeper);
}

/** As the close of its merchant leaves it: whoever credits it looks at the merchant first. */
async function watched({ tables }: World): Promise<void> {
  await tables.client.send(
    new UpdateCommand({
      ...{ TableName: tables.main, Key: walletKey("acme", "USD"), UpdateExpression: "SET isWatched = :true" },
      ExpressionAttributeValues: { ":true": true },
    }),
  );
}

/** What its worker does when nobody says what became of it. */
async function park(world: World, withdrawalId: string, free: () => Promise<unknown>): Promise<void> {
  await free();
  const { tables } = world.deps;
  const seen = await readWithdrawal(tables, { tenantId: "acme", withdrawalId });
  if (!seen) throw new Error("it was not accepted");
  const claimed = { ...seen, epoch: seen.epoch + 1 };
  const { nowMs } = world;
  await tables.write(claimWithdrawal(seen, { leaseUntil: nowMs + 1, dueAt: nowMs + 1 }, nowMs));
  await tables.write(
    intendPayout(claimed, { firstSentAt: nowMs, lastSentAt: nowMs }, nowMs, {
      ...{ timeMs: nowMs, settledBeforeMs: nowMs, keptSinceMs: 0 },
    }),
  );
  await tables.write(doubtWithdrawal(claimed, { lookupAt: nowMs, dueAt: nowMs }, nowMs));
  const review = { tenantId: "acme", subjectId: withdrawalId, why: "unknown" };
  await tables.transact([
    endWithdrawal(claimed, "park", {}, nowMs),
    openReview(review, world.deps.random.ulid(nowMs), nowMs),
  ]);
}
