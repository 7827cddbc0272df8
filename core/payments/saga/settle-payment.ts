import { delayMs } from "../../foundation/services/backoff.ts";
import { settlementEntry } from "../../money/domain/ledger.ts";
import { post } from "../../money/store/ledger-store.ts";
import { creditWallet } from "../../money/store/wallet-store.ts";
import { moveOrder } from "../../orders/store/order-store.ts";
import type { TaskAnswer } from "../domain/payment-saga.ts";
import { settlePayment as settle } from "../store/payment-store.ts";
import { moveStep, succeedStep } from "../store/saga-step-store.ts";
import { advanceSaga } from "../store/saga-store.ts";
import { type Drive, elsewhere, go, holdUntil, leaseUntil, record } from "./drive.ts";
import { isBusy } from "./rounds.ts";

/**
 * Captured money reaches the merchant's wallet, with its ledger row and the order, in one transaction. Everybody who pays this
 * merchant now writes the same wallet: one that is busy is waited for, however long, because nobody else can settle it either.
 */
export async function settlePayment(drive: Drive): Promise<TaskAnswer> {
  const { deps, saga, payment } = drive;
  const nowMs = deps.clock();
  const { tenantId, amount } = payment;
  const settled = deps.tables.transact([
    settle(payment, nowMs),
    post(settlementEntry(payment, { entryId: deps.random.ulid(nowMs), nowMs })),
    creditWallet(tenantId, amount.currency, amount.amount),
    moveOrder(payment, "pay", nowMs),
    succeedStep(saga, "SettlePayment", { result: { amount } }, nowMs),
    advanceSaga(saga, "advance", "PIVOTED", saga.cursor + 1, leaseUntil(deps, nowMs), nowMs),
  ]);
  const result = await settled.catch(isBusy);
  if (result === "busy") return waitForWallet(drive);
  return result.committed ? go("FulfilOrder") : elsewhere(drive);
}

async function waitForWallet(drive: Drive): Promise<TaskAnswer> {
  const { deps, saga, steps } = drive;
  const nowMs = deps.clock();
  const wakeAt = nowMs + delayMs(deps, deps.limits.wallet, steps.get("SettlePayment")?.lookups ?? 0);
  const change = { reason: "wallet-busy", nextRetryAt: wakeAt, lookups: 1 };
  const move = moveStep(saga, "SettlePayment", "PENDING", ["PENDING"], change, nowMs);
  return record(drive, [move, holdUntil(drive, wakeAt)], go("WaitToSettle", wakeAt - nowMs));
}
