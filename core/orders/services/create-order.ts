import { ERRORS, RetryableError, TerminalError } from "../../foundation/domain/errors.ts";
import { makeId, uniqueOf } from "../../foundation/domain/ids.ts";
import { problem } from "../../foundation/domain/problem.ts";
import { decideAndCommit } from "../../foundation/services/decide-and-commit.ts";
import type { Answer, Deps, IdempotentRequest, MetricName, VaultDeps } from "../../foundation/services/deps.ts";
import { newRecord, replay } from "../../foundation/services/idempotency.ts";
import type { Write } from "../../foundation/store/table.ts";
import { type Offer, termsOf } from "../domain/offer.ts";
import type { Purchase } from "../domain/order.ts";
import { orderView } from "../domain/order-views.ts";
import { type Slot, stockOf } from "../domain/slots.ts";
import { decideTake, type TakeRefusal } from "../domain/take.ts";
import { checkNumber, takeNumberForOrder } from "../store/order-no-store.ts";
import { reserveOrder } from "../store/order-store.ts";
import { reserveStock } from "../store/stock-store.ts";
import { takeQuota } from "../store/subscription-store.ts";
import { announceExpiry } from "./order-expiry.ts";
import { type NumberHolder, type PaymentNumbers, readPlace } from "./order-facts.ts";
import { slotFor, stockSlots, takeFacts } from "./takes.ts";

export interface OrderInput {
  orderNo: string;
  offerId: string;
  userId: string;
}

/** Each round loses to somebody who takes from the same slot, or to the same number or user; five in a row are a storm. */
const ROUNDS_MAX = 5;

const REFUSALS: Record<TakeRefusal, { detail: string; metric: MetricName }> = {
  "offer-inactive": { detail: "the offer is not active", metric: "OrderRefusedInactive" },
  "quota-exceeded": { detail: "this user holds all that the offer allows", metric: "OrderRefusedQuota" },
  "out-of-stock": { detail: "no stock is left of the offer", metric: "OrderRefusedOutOfStock" },
};

/** One of an offer is held for a user, in two requests when nobody is in the way. */
export async function createOrder(
  deps: VaultDeps,
  request: IdempotentRequest,
  tenantId: string,
  input: OrderInput,
  payments: PaymentNumbers,
): Promise<Answer> {
  const nowMs = deps.clock();
  const entry = newRecord(deps, request, nowMs);
  const orderId = makeId("ord", tenantId, deps.random.ulid(nowMs));
  const userMark = deps.vault.personMark(tenantId, "user", input.userId);
  let seen: { offer: Offer; writes: Write[] } | undefined;
  /** Of one moment; `undefined`: no slot was found empty. */
  let stock: Slot[] | undefined;
  return decideAndCommit(deps, request, {
    entry,
    resourceId: orderId,
    busy: "many orders of this offer, of this user or under this number come at once",
    triesMax: ROUNDS_MAX,
    isContended: true,
    decide: async () => {
      const place = await readPlace(deps, { tenantId, userMark, ...input }, entry, payments);
      const { record, offer, holder, number, take } = place;
      // In a later round it is a twin's, to whom what it took is missing now.
      if (record) return { answer: replay(deps, record, entry, nowMs) };
      if (!offer) throw offerNotFound();
      if (holder && !holder.isOver) return numberTaken(deps, request, input, holder);
      const { verdict } = decideTake(takeFacts(termsOf(offer), offer, take, stock), orderId, nowMs);
      if (verdict !== "ok") {
        return refusalOf(deps, request, verdict, { stock, check: checkNumber(tenantId, input.orderNo, number) });
      }
      const order = newOrder(deps, request, { tenantId, orderId, userMark, offer, stock, input, nowMs });
      const writes = [
        takeNumberForOrder(order, number),
        ...(holder ? [holder.stillOver] : []),
        reserveOrder(order),
        ...reservations(order),
        ...announceExpiry(deps, order, nowMs),
      ];
      seen = { offer, writes };
      const { orderNo, status, amount, reservedUntil } = orderView(order);
      return {
        answer: { httpStatus: 201, body: { orderId, orderNo, status, amount, reservedUntil } },
        writes,
        onCommit: () => deps.metrics.count("OrderReserved"),
      };
    },
    // Number and user are read again; that a slot is empty is no reason before all of them are.
    onOvertaken: async (refusals) => {
      const isEmpty = refusals.some((refusal, index) => refusal && seen?.writes[index]?.name === "stock.reserve");
      if (isEmpty && seen) stock = await lookAtStock(deps, seen.offer);
      return undefined;
    },
  });
}

export function offerNotFound(): TerminalError {
  return new TerminalError("offer-not-found", "there is no such offer", {
    errors: [{ pointer: "/offerId", detail: "names no offer of yours" }],
  });
}

function numberTaken(deps: Deps, request: IdempotentRequest, { orderNo }: OrderInput, { orderId }: NumberHolder) {
  const detail = `the order number ${orderNo} belongs to ${orderId}`;
  const code = "order-exists";
  return {
    resourceId: orderId,
    answer: { httpStatus: ERRORS[code].status, body: problem({ code }, detail, request, { extensions: { orderId } }) },
    writes: [],
    onCommit: () => deps.metrics.count("OrderRefusedExists"),
  };
}

/** Stored under the key, unless what is missing may come back. */
function refusalOf(
  deps: VaultDeps,
  request: IdempotentRequest,
  code: TakeRefusal,
  { stock, check }: { stock: Slot[] | undefined; check: Write },
) {
  const { detail, metric } = REFUSALS[code];
  if (code === "out-of-stock" && stockOf(stock ?? []).reserved > 0) {
    deps.metrics.count(metric);
    throw new RetryableError(code, detail, deps.limits.reservationRetryMs);
  }
  return {
    // There is no order.
    resourceId: undefined,
    answer: { httpStatus: ERRORS[code].status, body: problem({ code }, detail, request) },
    writes: [check],
    onCommit: () => deps.metrics.count(metric),
  };
}

/** A snapshot has been paid for: what it says is measured, too. */
async function lookAtStock(deps: Deps, offer: Offer): Promise<Slot[] | undefined> {
  const slots = await stockSlots(deps.tables, offer);
  if (slots) deps.metrics.gauge("StockLeft", stockOf(slots).free, "Count");
  return slots;
}

function newOrder(
  deps: Deps,
  { keyId }: IdempotentRequest,
  {
    tenantId,
    orderId,
    userMark,
    offer,
    stock,
    input: { orderNo, userId },
    nowMs,
  }: {
    tenantId: string;
    orderId: string;
    userMark: string;
    offer: Offer;
    stock: Slot[] | undefined;
    input: OrderInput;
    nowMs: number;
  },
): Purchase {
  return {
    tenantId,
    orderId,
    kind: "PURCHASE",
    state: "PENDING",
    orderNo,
    amount: offer.price,
    terms: termsOf(offer),
    userId,
    userMark,
    ...(offer.stockSlots === undefined ? {} : { stockSlot: slotFor(userId, offer.stockSlots, stock) }),
    reservedUntil: nowMs + deps.limits.reservationMs,
    keyId,
    createdAt: nowMs,
    updatedAt: nowMs,
    stateSk: uniqueOf(orderId),
  };
}

function reservations(order: Purchase): Write[] {
  const { tenantId, terms, stockSlot } = order;
  const { offerId, perUserLimit } = terms;
  return [
    ...(stockSlot === undefined ? [] : [reserveStock({ tenantId, offerId }, stockSlot)]),
    ...(perUserLimit === undefined ? [] : [takeQuota(order, offerId, perUserLimit)]),
  ];
}
