import { InvariantError, RetryableError } from "../../foundation/domain/errors.ts";
import type { Write } from "../../foundation/store/table.ts";
import { isPurchase } from "../../orders/domain/order.ts";
import { grantPurchase } from "../../orders/services/purchases.ts";
import { finishOrder, readOrder } from "../../orders/store/order-store.ts";
import { cursorOf, type TaskAnswer } from "../domain/payment-saga.ts";
import { heldBy } from "../services/held-order.ts";
import { moveStep, succeedStep } from "../store/saga-step-store.ts";
import { completeSaga } from "../store/saga-store.ts";
import { type Drive, elsewhere, go } from "./drive.ts";
import { type Round, recordInRounds } from "./rounds.ts";

/** What the machine waits before its next try is its own. */
const BUSY_RETRY_AFTER_MS = 1000;

/** What was paid for is delivered: the order is finished, nothing is left to do, and the saga leaves the due index. */
export async function fulfilOrder(drive: Drive): Promise<TaskAnswer> {
  const { deps, saga } = drive;
  const nowMs = deps.clock();
  const recorded = await recordInRounds(drive, (round) => fulfilment(drive, round, nowMs));
  if (recorded === "moved") return elsewhere(drive);
  if (recorded !== "recorded")
    throw new RetryableError("overloaded", "what the user holds is being changed all the while", BUSY_RETRY_AFTER_MS);
  deps.metrics.count("SagaCompleted");
  deps.metrics.gauge("SagaDuration", nowMs - saga.createdAt, "Milliseconds");
  return go("Completed");
}

async function fulfilment(drive: Drive, round: number, nowMs: number): Promise<Round> {
  const { saga, payment } = drive;
  const closed = [succeedStep(saga, "ClosePayment", {}, nowMs), completeSaga(saga, nowMs)];
  // An earlier release closed the saga in a task of its own.
  if (saga.cursor > cursorOf("FulfilOrder")) return { own: closed, shared: [] };
  const finished = await delivery(drive, round, nowMs);
  const { orderId } = payment;
  const step =
    finished === "refunded"
      ? moveStep(saga, "FulfilOrder", "SKIPPED", ["PENDING"], {}, nowMs)
      : succeedStep(saga, "FulfilOrder", { executeData: { orderId } }, nowMs);
  return { own: [step, ...closed], shared: finished === "refunded" ? [] : finished };
}

/** The order is finished, an offer's with its grant. `refunded`: all of its money went back before, so nothing is delivered. */
async function delivery(
  { deps, payment, order: first }: Drive,
  round: number,
  nowMs: number,
): Promise<Write[] | "refunded"> {
  // An offer's order is shared with its user: it is read as late as can be, any other again when its first try was refused.
  const isFresh = round === 0 && !payment.paysPurchase;
  const order = isFresh ? first : await readOrder(deps.tables, payment);
  if (order?.state === "REFUNDED") return "refunded";
  if (!payment.paysPurchase) return [finishOrder(heldBy(payment, order), {}, nowMs)];
  if (!isPurchase(order)) throw new InvariantError("a payment pays an order that does not exist");
  const { granted, writes } = await grantPurchase(deps, order, nowMs);
  return [finishOrder(heldBy(payment, order), granted, nowMs), ...writes];
}
