import { postpone } from "../../../../core/foundation/store/outbox-store.ts";
import type { Offer } from "../../../../core/orders/domain/offer.ts";
import {
  type CodeOrder,
  ORDER_STATES,
  type PaymentOrder,
  type Purchase,
} from "../../../../core/orders/domain/order.ts";
import type { Subscription } from "../../../../core/orders/domain/subscription.ts";
import { orderKey } from "../../../../core/orders/store/keys.ts";
import { changeOffer, createOffer } from "../../../../core/orders/store/offer-store.ts";
import {
  checkNumber,
  checkOrderOver,
  payUnderNumber,
  takeNumberForOrder,
  takeNumberForPayment,
} from "../../../../core/orders/store/order-no-store.ts";
import {
  cancelFreeOrder,
  checkHeld,
  endOrder,
  expireOrder,
  finishCodeOrder,
  finishOrder,
  forgetOrder,
  holdOrder,
  openOrder,
  payOrder,
  refundPurchase,
  releaseOrder,
  requestOrderCancel,
  reserveOrder,
  reverseCodeOrder,
} from "../../../../core/orders/store/order-store.ts";
import {
  changeStock,
  giveStockBack,
  openStock,
  releaseStock,
  reserveStock,
  useReservedStock,
  useStock,
} from "../../../../core/orders/store/stock-store.ts";
import {
  changeSubscription,
  forgetSubscription,
  giveQuotaBack,
  noteFirstOrder,
  openSubscription,
  takeQuota,
} from "../../../../core/orders/store/subscription-store.ts";
import { toldSince, type WriteCase } from "../../foundation/store/write-cases.ts";

const NOW = 1_000_000;
const offer = { tenantId: "acme", offerId: "off-1", stockLimit: 10, stockSlots: 1, stateSk: "01" } as Offer;
const times = { createdAt: NOW, updatedAt: NOW };
const terms = { offerId: "off-1" };
const order = {
  tenantId: "acme",
  orderId: "ord-1",
  kind: "CODE",
  userId: "alice",
  userMark: "MARK-OF-ALICE",
  terms,
  ...times,
} as CodeOrder;
const alice = { tenantId: "acme", userMark: "MARK-OF-ALICE" };
const ofAlice = { kind: "CODE", userId: "alice" };
const subscription = {
  ...alice,
  subscriptionId: "sub-1",
  grants: [],
  version: 3,
  createdAt: 1_000_000,
  stateSk: "01",
} as unknown as Subscription;
const period = { unit: "month", count: 1 } as const;
const holding = { grants: [{ orderId: "ord-1", at: 1, period }], startsAt: 1, endsAt: 2 };

const isNew = (what: string): Pick<WriteCase, "accepts" | "refuses"> => ({
  accepts: { [`${what} that is new`]: undefined },
  refuses: { isNew: { [`${what} that is there already`]: { any: 1 } } },
});
const asSeen = {
  accepts: { "a subscription as it was seen": { version: 3 } },
  refuses: {
    versionAsSeen: {
      "one that another grant has changed": { version: 4 },
      "one of which more was seen than is there": { version: 2 },
    },
    ...toldSince({ version: 3 }),
  },
};
const free = { limit: 10, remaining: 1, reserved: 0 };
const isFree = {
  accepts: { "the last free one": free },
  refuses: {
    isFree: {
      "a slot of which others hold all that is left": { ...free, remaining: 0, reserved: 10 },
      "a slot that is not there": undefined,
    },
  },
};
const isReserved = {
  accepts: { "the last one that is held": { limit: 10, remaining: 9, reserved: 1 } },
  refuses: { isReserved: { "a slot of which none is held": { limit: 10, remaining: 9, reserved: 0 } } },
};
const held = { tenantId: "acme", orderId: "ord-1", paymentId: "pay-1" };
const number = { tenantId: "acme", orderNo: "no-1", orderId: "ord-1", paymentId: "pay-1" };
const purchase = {
  ...held,
  kind: "PURCHASE",
  userId: "alice",
  userMark: "MARK-OF-ALICE",
  terms,
  ...times,
  reservedUntil: NOW + 1000,
  stateSk: "01",
} as Purchase;
const ownOrder = { ...held, orderNo: "no-1", createdAt: NOW, updatedAt: NOW, stateSk: "01" } as PaymentOrder;

/** An order in each state that the write does not start from is refused. */
const others = (from: readonly string[], row: object = {}) => ({
  stateAllows: Object.fromEntries(
    ORDER_STATES.filter((state) => !from.includes(state)).map((state) => [`one that is ${state}`, { ...row, state }]),
  ),
});
const mine = (...from: string[]): Pick<WriteCase, "accepts" | "refuses"> => ({
  accepts: Object.fromEntries(from.map((state) => [`its order that is ${state}`, { paymentId: "pay-1", state }])),
  refuses: {
    ...others(from, { paymentId: "pay-1" }),
    sameOrder: {
      "an order that another payment holds": { paymentId: "pay-2", state: from[0] },
      "an order that no payment holds": { state: from[0] },
    },
  },
});
const telling = ({ accepts, refuses }: Pick<WriteCase, "accepts" | "refuses">) => ({
  accepts,
  refuses: { ...refuses, ...toldSince(Object.values(accepts)[0] ?? {}) },
});
const inTime = { state: "PENDING", reservedUntil: NOW + 1 };
const overdue = { state: "PENDING", reservedUntil: NOW };
/** What a number says that is as it was read; refused when another was faster. */
const numberAs = (seen: { orderId?: string; paymentId?: string }): Pick<WriteCase, "accepts" | "refuses"> => ({
  accepts: { "a number as it was seen": seen },
  refuses: {
    orderAsSeen: { "one that another order has taken": { ...seen, orderId: "ord-9" } },
    paymentAsSeen: { "one that another payment was accepted under": { ...seen, paymentId: "pay-9" } },
  },
});
const isFreeNumber = {
  accepts: { "a free order number": undefined },
  refuses: { isFree: { "an order number that is taken": { paymentId: "pay-0" } } },
};

const [openSub, pointToSub] = openSubscription(subscription) as [WriteCase["write"], WriteCase["write"]];

export const ORDER_WRITES: WriteCase[] = [
  { write: createOffer(offer), ...isNew("an offer") },
  {
    write: changeOffer(offer, { status: "INACTIVE" }, NOW),
    accepts: { "an offer, whatever its stock": { offerId: "off-1", stockLimit: 11 } },
    refuses: { exists: { "an offer that does not exist": undefined } },
  },
  {
    write: changeOffer(offer, { stock: { limit: 100, slots: 2 } }, NOW),
    accepts: { "an offer with the stock that was seen": { offerId: "off-1", stockLimit: 10, stockSlots: 1 } },
    refuses: {
      exists: { "a row of no offer": { stockLimit: 10, stockSlots: 1 } },
      limitAsSeen: { "an offer whose stock another has changed": { offerId: "off-1", stockLimit: 11, stockSlots: 1 } },
      slotsAsSeen: {
        "an offer whose stock is as it was, over more slots": { offerId: "off-1", stockLimit: 10, stockSlots: 32 },
      },
    },
  },
  ...openStock(offer, 51, 2).map((write) => ({ write, ...isNew("a slot") })),
  {
    write: changeStock(offer, 0, 5),
    accepts: { "a slot that is there": free, "a slot that was not there": undefined },
    refuses: {},
  },
  {
    write: changeStock(offer, 0, -5),
    accepts: { "a slot that has as many free": { ...free, remaining: 5 } },
    refuses: { isFree: { "a slot of which one was taken meanwhile": { ...free, remaining: 4 } } },
  },
  { write: useStock(offer, 0), ...isFree },
  {
    write: giveStockBack(offer, 0),
    accepts: { "a slot of which one was used": { ...free, remaining: 9 } },
    refuses: { isUsed: { "a slot that has all it can have": { ...free, remaining: 10 } } },
  },
  { write: openSub, ...isNew("a subscription") },
  { write: pointToSub, ...isNew("a pointer") },
  { write: changeSubscription(subscription, holding, NOW), ...asSeen },
  { write: changeSubscription(subscription, undefined, NOW), ...asSeen },
  {
    write: takeQuota(alice, "off-1", 2),
    accepts: {
      "a user's first": undefined,
      "the last that the limit allows": { held: 1 },
      "one after all went back": { held: 0 },
    },
    refuses: { hasRoom: { "a user who holds all of them": { held: 2 }, "one who held more before": { held: 3 } } },
  },
  {
    write: giveQuotaBack(alice, "off-1"),
    accepts: { "the last that is held": { held: 1 } },
    refuses: { isHeld: { "a user who holds none": { held: 0 }, "one who never held any": undefined } },
  },
  {
    write: noteFirstOrder(alice, "ord-1"),
    accepts: { "a user who is new": undefined },
    refuses: { isFirst: { "a user with an order": { firstOrderId: "ord-0" } } },
  },
  { write: finishCodeOrder(order), ...isNew("an order") },
  {
    write: reverseCodeOrder(order, NOW),
    accepts: { "the finished order of a code's use": { ...ofAlice, state: "FINISHED" } },
    refuses: {
      isOfCode: {
        "an order that was paid for": { ...ofAlice, kind: "PURCHASE", state: "FINISHED" },
        "an order that a payment made for itself": { userId: "alice", state: "FINISHED" },
      },
      stateAllows: Object.fromEntries(
        ORDER_STATES.filter((state) => state !== "FINISHED").map((state) => [
          `one that is ${state}`,
          { ...ofAlice, state },
        ]),
      ),
      userAsSeen: { "one whose user was forgotten meanwhile": { kind: "CODE", state: "FINISHED" } },
      ...toldSince({ ...ofAlice, state: "FINISHED" }),
    },
  },
  { write: reserveStock(offer, 0), ...isFree },
  { write: useReservedStock(offer, 0), ...isReserved },
  { write: releaseStock(offer, 0), ...isReserved },
  { write: takeNumberForPayment(number, undefined), ...isFreeNumber },
  { write: takeNumberForPayment(number, { orderNo: "no-1", paymentId: "pay-0" }), ...numberAs({ paymentId: "pay-0" }) },
  { write: takeNumberForOrder(number, undefined), ...isFreeNumber },
  { write: takeNumberForOrder(number, { orderNo: "no-1", orderId: "ord-0" }), ...numberAs({ orderId: "ord-0" }) },
  { write: payUnderNumber(number, { orderNo: "no-1", orderId: "ord-1" }), ...numberAs({ orderId: "ord-1" }) },
  { write: checkNumber("acme", "no-1", undefined), ...isFreeNumber },
  { write: checkNumber("acme", "no-1", { orderNo: "no-1", orderId: "ord-0" }), ...numberAs({ orderId: "ord-0" }) },
  {
    write: postpone("order", { ...orderKey("acme", "ord-1"), dueAt: 5 }, NOW),
    accepts: { "an order that is due as it was seen": { dueAt: 5 } },
    refuses: {
      dueAsSeen: { "one that another sweep has seen to": { dueAt: 6 }, "one that a payment holds by now": {} },
    },
  },
  {
    write: checkOrderOver(held),
    accepts: { "one that was cancelled": { state: "CANCELLED" }, "one whose time is over": { state: "EXPIRED" } },
    refuses: {
      isOver: {
        "one that can be paid": { state: "PENDING" },
        "one that is paid": { state: "PAID" },
        "one that was given back": { state: "REFUNDED" },
      },
    },
  },
  {
    write: openOrder(ownOrder),
    accepts: { "an order that is new": undefined, "an order that is CANCELLED": { state: "CANCELLED" } },
    refuses: {
      isNewOrCancelled: {
        "an order that may still be paid": { state: "PENDING" },
        "an order that is paid": { state: "PAID" },
        "an order that is finished": { state: "FINISHED" },
      },
    },
  },
  { write: reserveOrder(purchase), ...isNew("an order") },
  {
    write: holdOrder(held, NOW),
    accepts: { "one that nobody pays yet": inTime },
    refuses: {
      ...others(["PENDING"], { reservedUntil: NOW + 1 }),
      isFree: { "one that another payment holds": { ...inTime, paymentId: "pay-0" } },
      inTime: { "one whose time is over": overdue },
    },
  },
  {
    write: checkHeld(held),
    accepts: { "the order that this payment holds": { state: "PENDING", paymentId: "pay-1" } },
    refuses: {
      isPending: { "one that was cancelled": { state: "CANCELLED", paymentId: "pay-1" } },
      sameOrder: { "one that another payment holds": { state: "PENDING", paymentId: "pay-2" } },
    },
  },
  {
    write: releaseOrder(held, NOW, NOW),
    accepts: mine("PENDING").accepts,
    refuses: {
      ...mine("PENDING").refuses,
      isWanted: { "one that is to be cancelled": { paymentId: "pay-1", state: "PENDING", cancelRequested: true } },
    },
  },
  { write: requestOrderCancel(held, NOW), ...mine("PENDING") },
  {
    write: cancelFreeOrder(purchase, NOW),
    accepts: { "one that nobody pays": { state: "PENDING" } },
    refuses: {
      ...others(["PENDING"]),
      isFree: { "one that a payment holds": { state: "PENDING", paymentId: "pay-1" } },
      ...toldSince({ state: "PENDING" }),
    },
  },
  {
    write: expireOrder(purchase, NOW),
    accepts: { "one whose time is over": overdue },
    refuses: {
      ...others(["PENDING"], { reservedUntil: NOW }),
      isFree: { "one that a payment holds": { ...overdue, paymentId: "pay-1" } },
      isOver: { "one that can still be paid": inTime },
      ...toldSince(overdue),
    },
  },
  { write: payOrder(held, NOW), ...mine("PENDING") },
  { write: endOrder(ownOrder, "cancel", NOW), ...telling(mine("PENDING")) },
  { write: endOrder(ownOrder, "refund", NOW), ...telling(mine("PAID", "FINISHED")) },
  {
    write: refundPurchase({ ...purchase, paymentId: "pay-1", state: "PAID" }, NOW),
    accepts: { "its order as it was read": { userId: "alice", paymentId: "pay-1", state: "PAID" } },
    refuses: {
      stateAsSeen: { "one that was delivered meanwhile": { userId: "alice", paymentId: "pay-1", state: "FINISHED" } },
      sameOrder: { "an order that another payment has paid": { userId: "alice", paymentId: "pay-2", state: "PAID" } },
      userAsSeen: { "one whose user was forgotten meanwhile": { paymentId: "pay-1", state: "PAID" } },
      ...toldSince({ userId: "alice", paymentId: "pay-1", state: "PAID" }),
    },
  },
  {
    write: forgetOrder(order),
    accepts: Object.fromEntries(
      ["FINISHED", "CANCELLED", "EXPIRED", "REFUNDED"].map((state) => [`one that is ${state}`, { state }]),
    ),
    refuses: {
      isFinal: {
        "one that may be paid": { state: "PENDING" },
        "one that is paid and not delivered": { state: "PAID" },
      },
    },
  },
  {
    write: forgetSubscription(subscription, NOW),
    accepts: asSeen.accepts,
    refuses: { versionAsSeen: asSeen.refuses.versionAsSeen },
  },
  { write: finishOrder(ownOrder, { subscriptionId: "sub-1", isNew: true }, NOW), ...telling(mine("PAID")) },
];
