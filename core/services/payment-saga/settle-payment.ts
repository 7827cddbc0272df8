import { settlementEntry } from "../../domain/ledger.ts";
import type { TaskAnswer } from "../../domain/payment-saga.ts";
import { post } from "../../store/ledger-store.ts";
import { moveOrder, settlePayment as settle } from "../../store/payment-store.ts";
import { succeedStep } from "../../store/saga-step-store.ts";
import { advanceSaga } from "../../store/saga-store.ts";
import { creditWallet } from "../../store/wallet-store.ts";
import { type Drive, elsewhere, go, leaseUntil } from "./drive.ts";

/** Captured money reaches the merchant's wallet, with its ledger row and the order, in one transaction. */
export async function settlePayment(drive: Drive): Promise<TaskAnswer> {
  const { deps, saga, payment } = drive;
  const nowMs = deps.clock();
  const { tenantId, amount } = payment;
  const result = await deps.tables.transact([
    settle(payment, nowMs),
    post(settlementEntry(payment, { entryId: deps.random.ulid(nowMs), nowMs })),
    creditWallet(tenantId, amount.currency, amount.amount),
    moveOrder(payment, "pay", nowMs),
    succeedStep(saga, "SettlePayment", { result: { amount } }, nowMs),
    advanceSaga(saga, "advance", "PIVOTED", saga.cursor + 1, leaseUntil(deps, nowMs), nowMs),
  ]);
  return result.committed ? go("FulfilOrder") : elsewhere(drive);
}
