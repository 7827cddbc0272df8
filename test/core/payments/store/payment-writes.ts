import { closeInbox, receive } from "../../../../core/foundation/store/inbox-store.ts";
import { inboxKey } from "../../../../core/foundation/store/keys.ts";
import { postpone } from "../../../../core/foundation/store/outbox-store.ts";
import type { Item } from "../../../../core/foundation/store/table.ts";
import {
  creditOpenWallet,
  creditWallet,
  freeze,
  payOutFrozen,
  unfreeze,
  watchWallet,
} from "../../../../core/money/store/wallet-store.ts";
import type { Payment, PaymentState, Refund, RefundState } from "../../../../core/payments/domain/payment.ts";
import { FINAL_STATES, PAYMENT_STATES, REFUND_STATES } from "../../../../core/payments/domain/payment.ts";
import type { InboxRow } from "../../../../core/payments/services/webhook-inbox.ts";
import { refundKey } from "../../../../core/payments/store/keys.ts";
import {
  acceptPayment,
  checkEndedUnpaid,
  forgetPayment,
  markLateSuccess,
  movePayment,
  recordCapture,
  recordRefund,
  requestCancel,
  reserveRefund,
  returnRefund,
  settlePayment,
} from "../../../../core/payments/store/payment-store.ts";
import {
  acceptRefund,
  claimRefund,
  doubtRefund,
  endRefund,
  intendRefund,
  pointToRefund,
  resolveRefund,
} from "../../../../core/payments/store/refund-store.ts";
import { toldSince, type WriteCase } from "../../foundation/store/write-cases.ts";

const NOW = 1_000_000;
const ref = { tenantId: "acme", paymentId: "pay-1" };
const amount = { amount: 1000, currency: "USD" };
const payment = { ...ref, orderNo: "order-1", amount, refunded: 100 } as unknown as Payment;
type Cases = Pick<WriteCase, "accepts" | "refuses">;
const isNew = (what: string): Cases => ({
  accepts: { [`${what} that is new`]: undefined },
  refuses: { isNew: { [`${what} that is there already`]: { any: 1 } } },
});
/** Every state is either accepted or refused by the clause `clause`. */
function states<State extends string>(
  all: readonly State[],
  from: readonly State[],
  clause = "stateAllows",
  row: Item = {},
): Cases {
  const rows = (some: readonly State[]) =>
    Object.fromEntries(some.map((state) => [`one that is ${state}`, { ...row, state }]));
  return { accepts: rows(from), refuses: { [clause]: rows(all.filter((state) => !from.includes(state))) } };
}
const ofPayment = (from: PaymentState[], clause?: string, row?: Item) => states(PAYMENT_STATES, from, clause, row);
const ofRefund = (from: RefundState[], row: Item = {}) => states(REFUND_STATES, from, "stateAllows", row);
const OPEN: PaymentState[] = ["PROCESSING", "REQUIRES_ACTION", "UNKNOWN"];
const KEPT: PaymentState[] = ["SUCCEEDED", "PARTIALLY_REFUNDED"];
const UNPAID: PaymentState[] = ["DECLINED", "CANCELLED"];

/** Of a write that tells of an event: what is told shows the vendor's words, which are noted without telling. */
const telling = ({ accepts, refuses }: Cases): Cases => {
  const [row = {}] = Object.values(accepts);
  const vendorsWordAsSeen = {
    "one that the vendor has told of a refund since": { ...row, channelRefunded: 1 },
    "one that the vendor has told of a dispute since": { ...row, dispute: { reference: "dp_1" } },
  };
  return { accepts, refuses: { ...refuses, vendorsWordAsSeen, ...toldSince(row) } };
};
const reservable = ofPayment(KEPT, "isSettled", { refundable: 400 });
const unpaid = ofPayment(UNPAID, "endedUnpaid");
const late = ofPayment(UNPAID, "endedUnpaid");
const refunded = ofPayment([...KEPT, ...UNPAID], "stateAllows", { refunded: 100 });

const PAYMENT_ROW_WRITES: WriteCase[] = [
  { write: acceptPayment(payment), ...isNew("a payment") },
  { write: forgetPayment(payment), ...ofPayment([...FINAL_STATES], "isFinal") },
  {
    write: checkEndedUnpaid(ref),
    accepts: { ...unpaid.accepts, "one paid too late and given back": { state: "REFUNDED", outcome: "cancelled" } },
    refuses: {
      endedUnpaid: {
        ...unpaid.refuses.endedUnpaid,
        "one paid in time and refunded": { state: "REFUNDED", outcome: "succeeded" },
        "one open after a refusal": { state: "PROCESSING", outcome: "declined" },
      },
    },
  },
  {
    write: movePayment(payment, "ask-customer", "REQUIRES_ACTION", {}, NOW),
    ...telling(ofPayment(["PROCESSING", "UNKNOWN"])),
  },
  { write: movePayment(payment, "doubt", "UNKNOWN", { reason: "timeout" }, NOW), ...ofPayment(OPEN) },
  { write: movePayment(payment, "decline", "DECLINED", {}, NOW), ...telling(ofPayment(OPEN)) },
  { write: movePayment(payment, "cancel", "CANCELLED", {}, NOW), ...telling(ofPayment(OPEN)) },
  { write: movePayment(payment, "park", "NEEDS_REVIEW", {}, NOW), ...telling(ofPayment(OPEN)) },
  { write: movePayment(payment, "resume", "PROCESSING", {}, NOW), ...ofPayment(["NEEDS_REVIEW"]) },
  { write: requestCancel(ref, NOW), ...ofPayment(OPEN) },
  { write: recordCapture(ref, "trade-1", NOW), ...ofPayment(OPEN) },
  { write: settlePayment(payment, NOW), ...telling(ofPayment(OPEN)) },
  {
    write: markLateSuccess(ref, "trade-1", NOW),
    accepts: late.accepts,
    refuses: {
      ...late.refuses,
      isFirst: { "one whose late success is known": { state: "CANCELLED", lateSuccess: "trade-1" } },
    },
  },
  {
    write: reserveRefund(ref, 400, NOW),
    accepts: reservable.accepts,
    refuses: {
      ...reservable.refuses,
      remainderCovers: { "one of which less is left": { state: "SUCCEEDED", refundable: 399 } },
    },
  },
  { write: returnRefund(ref, 400, NOW), ...ofPayment(KEPT, "isSettled", { refundable: 0 }) },
  {
    write: recordRefund(payment, { amount: 400, to: "PARTIALLY_REFUNDED", refunds: [] }, NOW),
    accepts: refunded.accepts,
    refuses: {
      ...telling(refunded).refuses,
      refundedAsSeen: { "one of which another refund has taken a part": { state: "SUCCEEDED", refunded: 200 } },
      customerAsSeen: {
        "one whose customer it did not see": { state: "SUCCEEDED", refunded: 100, customerId: "cus-1" },
      },
    },
  },
];

const refund = { ...ref, refundId: "ref-1", amount, epoch: 2, sends: 1 } as unknown as Refund;
const claimable = { epoch: 2, sends: 1, leaseUntil: NOW - 1 };
const claims = states(REFUND_STATES, ["PENDING", "SENT", "UNKNOWN"], "isOpen", claimable);
const overtaken = (row: Item) => ({ epochIsMine: { "one that another worker has taken over": { ...row, epoch: 3 } } });
const ends = (event: "succeed" | "fail" | "park"): WriteCase => {
  const cases = ofRefund(["SENT", "UNKNOWN"], { epoch: 2 });
  const told = event === "park" ? {} : toldSince({ state: "SENT", epoch: 2 });
  const refuses = { ...cases.refuses, ...overtaken({ state: "SENT" }), ...told };
  return { write: endRefund(refund, event, {}, NOW), accepts: cases.accepts, refuses };
};
const parked = ofRefund(["NEEDS_REVIEW"]);
const resolves: Cases = { ...parked, refuses: { ...parked.refuses, ...toldSince({ state: "NEEDS_REVIEW" }) } };
const doubts = ofRefund(["SENT", "UNKNOWN"], { epoch: 2 });
const settled = { epoch: 2, sends: 1, state: "UNKNOWN", lastSentAt: NOW - 1 };

const REFUND_WRITES: WriteCase[] = [
  { write: acceptRefund(refund, NOW), ...isNew("a refund") },
  { write: pointToRefund(refund), ...isNew("a refund's pointer") },
  {
    write: claimRefund({ ...refund, state: "SENT" }, { leaseUntil: NOW + 10, dueAt: NOW + 20 }, NOW),
    accepts: { ...claims.accepts, "one that nobody has had yet": { state: "PENDING", epoch: 2, sends: 1 } },
    refuses: {
      ...claims.refuses,
      leaseIsOver: { "one that a worker has": { ...claimable, state: "SENT", leaseUntil: NOW } },
      sendsAsSeen: { "one that was sent since it was read": { ...claimable, state: "SENT", sends: 2 } },
      epochAsSeen: { "one that another worker was faster to take": { ...claimable, state: "SENT", epoch: 3 } },
    },
  },
  {
    write: intendRefund(refund, "account-1", { lastSentAt: NOW }, NOW, NOW),
    accepts: { "one that was never sent": { state: "PENDING", epoch: 2, sends: 0 }, "one that has settled": settled },
    refuses: {
      epochIsMine: { "one that another worker has taken over": { ...settled, epoch: 3 } },
      firstOrSettled: {
        "one that may still take effect": { ...settled, lastSentAt: NOW },
        "one that is on its way": { ...settled, state: "SENT" },
        "one that has ended": { ...settled, state: "SUCCEEDED" },
      },
      sendsLeft: { "one that was sent five times": { ...settled, sends: 5 } },
    },
  },
  {
    write: doubtRefund(refund, { lookupAt: NOW, dueAt: NOW }, NOW),
    accepts: doubts.accepts,
    refuses: { ...doubts.refuses, ...overtaken({ state: "SENT" }) },
  },
  ends("succeed"),
  ends("fail"),
  ends("park"),
  { write: resolveRefund(refund, "SUCCEEDED", { providerReference: "back-1" }, "KEY", NOW), ...resolves },
  { write: resolveRefund(refund, "FAILED", {}, "KEY", NOW), ...resolves },
  {
    write: postpone("refund", { ...refundKey("acme", refund.paymentId, refund.refundId), dueAt: 5 }, NOW),
    accepts: { "one that is due as it was": { dueAt: 5 } },
    refuses: { dueAsSeen: { "one that another sweep has taken": { dueAt: 6 } } },
  },
];

const inbox = { tenantId: "acme", channel: "sandbox", eventId: "e1", state: "RECEIVED" } as unknown as InboxRow;
const closes = (state: "APPLIED" | "REFUSED"): WriteCase => ({
  write: closeInbox(inbox, state, "why", NOW),
  accepts: { "an event that was received": { state: "RECEIVED" } },
  refuses: { isOpen: { "an event that was applied": { state: "APPLIED" }, "one refused": { state: "REFUSED" } } },
});
const frozen = (write: WriteCase["write"]): WriteCase => ({
  write,
  accepts: { "a wallet that holds it frozen": { available: 0, frozen: 400 } },
  refuses: { frozenCovers: { "a wallet that holds less frozen": { available: 9999, frozen: 399 } } },
});

const MONEY_AND_MESSAGES: WriteCase[] = [
  {
    write: creditWallet("acme", "USD", 1),
    accepts: { "a new wallet": undefined, "a wallet": { available: 1, frozen: 0 } },
    refuses: {},
  },
  {
    write: creditOpenWallet("acme", "USD", 1),
    accepts: { "a wallet": { available: 1, frozen: 0 }, "one that was emptied": { available: 0, frozen: 0 } },
    refuses: {
      exists: { "a merchant's first money of its currency": undefined },
      isUnwatched: { "a wallet whose merchant was closed": { available: 0, frozen: 0, isWatched: true } },
    },
  },
  {
    write: watchWallet("acme", "USD"),
    accepts: {
      "an empty wallet": { available: 0, frozen: 0 },
      "one that is watched already": { available: 0, frozen: 0, isWatched: true },
    },
    refuses: {
      nothingIsAvailable: { "a wallet that was credited meanwhile": { available: 1, frozen: 0 } },
      nothingIsFrozen: { "a wallet whose money is on its way out": { available: 0, frozen: 1 } },
    },
  },
  {
    write: freeze("acme", "USD", 400),
    accepts: { "a wallet that has it": { available: 400, frozen: 0 } },
    refuses: { availableCovers: { "a wallet that has less, whatever is frozen": { available: 399, frozen: 9999 } } },
  },
  frozen(unfreeze("acme", "USD", 400)),
  frozen(payOutFrozen("acme", "USD", 400)),
  { write: receive(inbox, NOW), ...isNew("an event") },
  closes("APPLIED"),
  closes("REFUSED"),
  {
    write: postpone("inbox", { ...inboxKey("sandbox", "acme", "e1"), dueAt: 5 }, NOW),
    accepts: { "an event that is due as it was": { dueAt: 5 } },
    refuses: { dueAsSeen: { "one that another sweep has taken": { dueAt: 6 } } },
  },
];

export const PAYMENT_WRITES: WriteCase[] = [...PAYMENT_ROW_WRITES, ...REFUND_WRITES, ...MONEY_AND_MESSAGES];
