import { checkPolicy } from "../../access/store/policy-store.ts";
import { makeId, uniqueOf } from "../../foundation/domain/ids.ts";
import type { Money } from "../../foundation/domain/money.ts";
import { decideAndCommit } from "../../foundation/services/decide-and-commit.ts";
import type { Answer, Deps, IdempotentRequest, VaultDeps } from "../../foundation/services/deps.ts";
import { newRecord, replay } from "../../foundation/services/idempotency.ts";
import { type IdempotencyRecord, live } from "../../foundation/store/idempotency-store.ts";
import { idempotencyKey } from "../../foundation/store/keys.ts";
import { announce } from "../../foundation/store/outbox-store.ts";
import type { Write } from "../../foundation/store/table.ts";
import { freeze } from "../../money/store/wallet-store.ts";
import { type Allowed, decideWithdrawal, type WithdrawalFacts } from "../domain/decide-withdrawal.ts";
import type { PayoutDestination } from "../domain/payout-destination.ts";
import { dayOf, type Withdrawal } from "../domain/withdrawal.ts";
import { acceptedView, previewView } from "../domain/withdrawal-views.ts";
import { countDay } from "../store/day-store.ts";
import { checkUsable } from "../store/destination-store.ts";
import { takeWithdrawalNo } from "../store/withdrawal-no-store.ts";
import { tryWithdrawal } from "../store/withdrawal-store.ts";
import { type Asked, readFacts, recallFacts } from "./withdrawal-facts.ts";
import { countRefusal, refusalOf, refuseDryRun } from "./withdrawal-refusals.ts";

export interface WithdrawalInput {
  withdrawalNo: string;
  amount: Money;
  destinationId: string;
  dryRun?: boolean | undefined;
}

/** Each round loses to another withdrawal or refund of the same wallet, or to who changes policy or destination. */
const ROUNDS_MAX = 5;

/** Freezes the amount: nothing of it can be spent twice from when this answers. One request when policy and destination are known. */
export function createWithdrawal(
  deps: VaultDeps,
  request: IdempotentRequest,
  tenantId: string,
  input: WithdrawalInput,
): Promise<Answer> {
  const { dryRun, ...asked } = input;
  return dryRun ? preview(deps, request, { tenantId, ...asked }) : accept(deps, request, { tenantId, ...asked });
}

function accept(deps: VaultDeps, request: IdempotentRequest, asked: Asked): Promise<Answer> {
  const entry = newRecord(deps, request, deps.clock());
  let withdrawalId = makeId("wdr", asked.tenantId, deps.random.ulid(entry.startedAt));
  let known = recallFacts(deps.tables, asked);
  return decideAndCommit(deps, request, {
    resourceId: withdrawalId,
    busy: "many withdraw from this wallet at once",
    triesMax: ROUNDS_MAX,
    isContended: true,
    entry,
    decide: async (nowMs) => {
      // Nobody is refused by a copy.
      const isEnough = known && decideWithdrawal(known, asked.amount, nowMs).verdict === "ok";
      const { facts, beside } =
        known && isEnough ? { facts: known, beside: [] } : await readFacts(deps, asked, nowMs, [recordKey(request)]);
      const record = live(beside[0] as IdempotencyRecord | undefined, nowMs);
      if (record) return { answer: replay(deps, record, entry, nowMs) };
      const decided = decideWithdrawal(facts, asked.amount, nowMs);
      if (decided.verdict !== "ok") {
        countRefusal(deps, decided);
        return refusalOf(decided);
      }
      const withdrawal = newWithdrawal(deps, asked, { withdrawalId, keyId: request.keyId, facts, decided, nowMs });
      return {
        answer: { httpStatus: 202, body: acceptedView(withdrawal) },
        writes: tryWrites(deps, withdrawal, facts, nowMs),
        onCommit: () => deps.metrics.count("WithdrawalAccepted"),
      };
    },
    onLost: (lostId) => {
      withdrawalId = lostId;
    },
    // Whatever it was, the rows say it.
    onOvertaken: () => {
      known = undefined;
      return undefined;
    },
  });
}

/** What the key has answered before is read along, and goes first. */
function recordKey({ ownerId, key, route }: IdempotentRequest) {
  return { table: "transient" as const, ...idempotencyKey(ownerId, key, route) };
}

/** The same verdict and figures, and nothing is stored: its key stays free, and one that was used says so. */
async function preview(deps: VaultDeps, request: IdempotentRequest, asked: Asked): Promise<Answer> {
  const nowMs = deps.clock();
  const entry = newRecord(deps, request, nowMs);
  const { facts, beside } = await readFacts(deps, asked, nowMs, [recordKey(request)]);
  const record = live(beside[0] as IdempotencyRecord | undefined, nowMs);
  if (record) return replay(deps, record, entry, nowMs);
  const decided = decideWithdrawal(facts, asked.amount, nowMs);
  if (decided.verdict !== "ok") return refuseDryRun(decided);
  return { httpStatus: 200, body: previewView(asked, decided) };
}

interface Decided {
  withdrawalId: string;
  keyId: string;
  facts: WithdrawalFacts;
  decided: Allowed;
  nowMs: number;
}

function newWithdrawal(deps: Deps, asked: Asked, decision: Decided): Withdrawal {
  const { withdrawalId, keyId, facts, decided, nowMs } = decision;
  const { lifetimeMs, approvalMs } = deps.limits.withdrawal;
  const { tenantId, withdrawalNo, amount, destinationId } = asked;
  const waits = decided.approvalsNeeded > 0;
  return {
    tenantId,
    withdrawalId,
    withdrawalNo,
    destinationId,
    provider: (facts.destination as PayoutDestination).provider,
    amount,
    fee: decided.fee,
    state: waits ? "AWAITING_APPROVAL" : "TRIED",
    approvalsNeeded: decided.approvalsNeeded,
    approved: 0,
    approvals: [],
    day: dayOf(nowMs),
    expiresAt: nowMs + (waits ? approvalMs : lifetimeMs),
    epoch: 0,
    sends: 0,
    lookups: 0,
    returned: 0,
    keyId,
    createdAt: nowMs,
    updatedAt: nowMs,
    stateSk: uniqueOf(withdrawalId),
  };
}

function tryWrites(deps: Deps, withdrawal: Withdrawal, { policy }: WithdrawalFacts, nowMs: number): Write[] {
  const { tenantId, withdrawalId, withdrawalNo, amount, stateSk, state } = withdrawal;
  const dueAt = nowMs + deps.limits.sweepGraceMs;
  return [
    takeWithdrawalNo({ tenantId, withdrawalNo, withdrawalId, at: nowMs, stateSk }),
    checkPolicy({ tenantId, currency: amount.currency }, policy),
    checkUsable(withdrawal, nowMs),
    freeze(tenantId, amount.currency, amount.amount),
    countDay(withdrawal, policy?.dailyLimit),
    tryWithdrawal(withdrawal, dueAt),
    ...(state === "TRIED" ? [sendWrite(deps, withdrawal, dueAt, nowMs)] : []),
  ];
}

/** The message that has it paid out. */
export function sendWrite(
  deps: Pick<Deps, "random">,
  { tenantId, withdrawalId }: Pick<Withdrawal, "tenantId" | "withdrawalId">,
  dueAt: number,
  nowMs: number,
): Write {
  const body = { tenantId, withdrawalId };
  return announce({ queue: "withdrawals", body }, withdrawalId, deps.random.ulid(nowMs), dueAt);
}
