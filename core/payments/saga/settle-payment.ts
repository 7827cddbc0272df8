import { MERCHANT_CLOSED } from "../../access/domain/merchant.ts";
import { seeMerchant } from "../../access/services/closed-merchant.ts";
import { looseReviewId } from "../../foundation/domain/review.ts";
import { delayMs } from "../../foundation/services/backoff.ts";
import { openReviewOnce } from "../../foundation/store/review-store.ts";
import type { Write } from "../../foundation/store/table.ts";
import { settlementEntry } from "../../money/domain/ledger.ts";
import { post } from "../../money/store/ledger-store.ts";
import { creditOpenWallet, creditWallet } from "../../money/store/wallet-store.ts";
import { payOrder } from "../../orders/store/order-store.ts";
import type { TaskAnswer } from "../domain/payment-saga.ts";
import { settlePayment as settle } from "../store/payment-store.ts";
import { moveStep, succeedStep } from "../store/saga-step-store.ts";
import { advanceSaga } from "../store/saga-store.ts";
import { type Drive, elsewhere, go, holdUntil, leaseUntil, record } from "./drive.ts";
import { recordInRounds } from "./rounds.ts";

/**
 * Captured money reaches the merchant's wallet, with its ledger row and the order, in one transaction. Everybody who pays this
 * merchant now writes the same wallet: one that is busy is waited for, however long, because nobody else can settle it either.
 */
export async function settlePayment(drive: Drive): Promise<TaskAnswer> {
  const { deps, saga, payment } = drive;
  const nowMs = deps.clock();
  const { tenantId, amount } = payment;
  const { amount: units, currency } = amount;
  const own = [
    settle(payment, nowMs),
    post(settlementEntry(payment, { entryId: deps.random.ulid(nowMs), nowMs })),
    payOrder(payment, nowMs),
    succeedStep(saga, "SettlePayment", { result: { amount } }, nowMs),
    advanceSaga(saga, "advance", "PIVOTED", saga.cursor + 1, leaseUntil(deps, nowMs), nowMs),
  ];
  let isClosed = false;
  const recorded = await recordInRounds(drive, async (round) => {
    if (round === 0) return { own, shared: [creditOpenWallet(tenantId, currency, units)] };
    // The first money of its currency, or of a merchant that has been closed since the last.
    const merchant = await seeMerchant(deps, tenantId);
    isClosed = merchant.isClosed;
    const credit = [creditWallet(tenantId, currency, units, isClosed), merchant.asSeen];
    return { own, shared: isClosed ? [...credit, reviewLate(drive, nowMs)] : credit };
  });
  if (recorded === "moved") return elsewhere(drive);
  if (recorded !== "recorded") return waitForWallet(drive);
  if (isClosed) deps.metrics.count("ChargeParked");
  return go("FulfilOrder");
}

/** Accepted in the last moments before the close: a person finds out where the money belongs. */
function reviewLate({ deps, payment }: Drive, nowMs: number): Write {
  const { tenantId, paymentId, sagaId, orderNo, amount, channel, providerReference: trade } = payment;
  const subjectId = looseReviewId(tenantId, paymentId, MERCHANT_CLOSED);
  const review = { tenantId, subjectId, paymentId, sagaId, orderNo, amount, channel, why: MERCHANT_CLOSED };
  return openReviewOnce({ ...review, ...(trade === undefined ? {} : { trade }) }, deps.random.ulid(nowMs), nowMs);
}

async function waitForWallet(drive: Drive): Promise<TaskAnswer> {
  const { deps, saga, steps } = drive;
  const nowMs = deps.clock();
  const wakeAt = nowMs + delayMs(deps, deps.limits.wallet, steps.get("SettlePayment")?.lookups ?? 0);
  const change = { reason: "wallet-busy", nextRetryAt: wakeAt, lookups: 1 };
  const move = moveStep(saga, "SettlePayment", "PENDING", ["PENDING"], change, nowMs);
  return record(drive, [move, holdUntil(drive, wakeAt)], go("WaitToSettle", wakeAt - nowMs));
}
