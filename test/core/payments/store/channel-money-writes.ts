import type { Item } from "../../../../core/foundation/store/table.ts";
import { takeOut } from "../../../../core/money/store/wallet-store.ts";
import {
  type Dispute,
  PAYMENT_STATES,
  type Payment,
  type PaymentState,
  type Refund,
} from "../../../../core/payments/domain/payment.ts";
import {
  holdDisputed,
  noteChannelRefund,
  noteDispute,
  recordChannelRefund,
} from "../../../../core/payments/store/channel-money-store.ts";
import { tellRefund } from "../../../../core/payments/store/refund-store.ts";
import { toldSince, type WriteCase } from "../../foundation/store/write-cases.ts";

const NOW = 1_000_000;
const ref = { tenantId: "acme", paymentId: "pay-1" };
const refund = {
  ...ref,
  refundId: "ref-1",
  amount: { amount: 400, currency: "USD" },
  createdAt: NOW,
} as unknown as Refund;
const dispute: Dispute = { reference: "dp_1", status: "lost", amount: { amount: 400, currency: "USD" }, at: 50 };
const known = (change: Partial<Dispute>) => ({ dispute: { ...dispute, ...change } });
const heard = { ...ref, ...known({ reference: "dp_2", others: { dp_1: 40 } }) };
const moved = {
  "one of which nothing was told": { dispute: undefined },
  "one with a newer word of the dispute that is shown": known({ reference: "dp_2", at: 51, others: { dp_1: 40 } }),
  "one with a newer word of the other dispute": known({ reference: "dp_2", others: { dp_1: 51 } }),
};

const KEPT: readonly PaymentState[] = ["SUCCEEDED", "PARTIALLY_REFUNDED"];
const rows = (states: readonly PaymentState[], row: Item) =>
  Object.fromEntries(states.map((state) => [`one that is ${state}`, { ...row, state }]));
const settled = (row: Item) => ({
  accepts: rows(KEPT, row),
  refuses: {
    isSettled: rows(
      PAYMENT_STATES.filter((state) => !KEPT.includes(state)),
      row,
    ),
  },
});
const seen = { refunded: 100, refundable: 900 };
const refundable = settled(seen);
const holdable = settled({ refundable: 400 });
const isNew = (what: string) => ({
  accepts: { [`${what} that is new`]: undefined },
  refuses: { isNew: { [`${what} that is there already`]: { any: 1 } } },
});

export const CHANNEL_MONEY_WRITES: WriteCase[] = [
  {
    write: recordChannelRefund(
      { ...ref, ...seen, amount: { amount: 1000, currency: "USD" } } as Payment,
      { amount: 300, total: 400, to: "PARTIALLY_REFUNDED", refunds: [] },
      NOW,
    ),
    accepts: refundable.accepts,
    refuses: {
      ...refundable.refuses,
      refundedAsSeen: { "one of which more has gone back": { ...seen, state: "SUCCEEDED", refunded: 101 } },
      refundableAsSeen: {
        "one of which somebody has reserved a part": { ...seen, state: "SUCCEEDED", refundable: 899 },
      },
      disputeAsSeen: { "one of which something was told": { ...seen, state: "SUCCEEDED", ...known({}) } },
      customerAsSeen: { "one whose customer it did not see": { ...seen, state: "SUCCEEDED", customerId: "cus-1" } },
      ...toldSince({ ...seen, state: "SUCCEEDED" }),
    },
  },
  {
    write: noteChannelRefund(ref, 400, NOW),
    accepts: { "one of which nothing was told": { state: "SUCCEEDED" }, "one of less": { channelRefunded: 399 } },
    refuses: { tellsMore: { "one of as much": { channelRefunded: 400 }, "one of more": { channelRefunded: 401 } } },
  },
  {
    write: holdDisputed(ref, dispute, NOW),
    accepts: holdable.accepts,
    refuses: {
      ...holdable.refuses,
      remainderCovers: { "one of which less is left": { state: "SUCCEEDED", refundable: 399 } },
      disputeAsSeen: { "one of which something was told": { state: "SUCCEEDED", refundable: 400, ...known({}) } },
    },
  },
  {
    write: noteDispute(heard, dispute, NOW),
    accepts: { "one as it was seen": { dispute: heard.dispute } },
    refuses: { disputeAsSeen: moved },
  },
  { write: tellRefund({ ...refund, state: "SUCCEEDED" }), ...isNew("a refund") },
  { write: tellRefund({ ...refund, state: "NEEDS_REVIEW" }), ...isNew("a dispute") },
  {
    write: takeOut("acme", "USD", 400),
    accepts: { "a wallet that has it": { available: 400, frozen: 0 } },
    refuses: { availableCovers: { "a wallet that has less, whatever is frozen": { available: 399, frozen: 9999 } } },
  },
];
