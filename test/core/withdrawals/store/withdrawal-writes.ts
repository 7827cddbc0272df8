import { checkPolicy, replacePolicy } from "../../../../core/access/store/policy-store.ts";
import { CONTRACT } from "../../../../core/foundation/domain/limits.ts";
import { postpone } from "../../../../core/foundation/store/outbox-store.ts";
import type { PayoutDestination } from "../../../../core/withdrawals/domain/payout-destination.ts";
import { WITHDRAWAL_STATES, type Withdrawal } from "../../../../core/withdrawals/domain/withdrawal.ts";
import { countDay, uncountDay } from "../../../../core/withdrawals/store/day-store.ts";
import {
  checkUsable,
  createDestination,
  endDestination,
  forgetDestination,
} from "../../../../core/withdrawals/store/destination-store.ts";
import { withdrawalKey } from "../../../../core/withdrawals/store/keys.ts";
import { recordReturn } from "../../../../core/withdrawals/store/return-store.ts";
import {
  cancelWithdrawal,
  endWithdrawal,
  expireWithdrawal,
  notePaid,
  rejectWithdrawal,
  resolveWithdrawal,
  returnToWithdrawal,
} from "../../../../core/withdrawals/store/withdrawal-end-store.ts";
import { buryWithdrawalNo, takeWithdrawalNo } from "../../../../core/withdrawals/store/withdrawal-no-store.ts";
import {
  approveWithdrawal,
  claimWithdrawal,
  doubtWithdrawal,
  intendPayout,
  tryWithdrawal,
  vote,
} from "../../../../core/withdrawals/store/withdrawal-store.ts";
import { toldSince, type WriteCase } from "../../foundation/store/write-cases.ts";

const NOW = 1_000_000;
const ref = { tenantId: "acme", withdrawalId: "wdr-1" };
const amount = { amount: 1000, currency: "USD" };
const withdrawal = {
  ...ref,
  withdrawalNo: "W-1",
  amount,
  fee: 10,
  day: "2026-01-31",
  state: "TRIED",
  epoch: 2,
  sends: 1,
  approved: 1,
  approvals: [{ keyId: "key-0", reason: "fine", at: NOW - 1 }],
  returned: 100,
} as Withdrawal;
const approval = { keyId: "key-1", reason: "fine", at: NOW };
const destination = { tenantId: "acme", destinationId: "dst-1" };
const policy = { tenantId: "acme", currency: "USD", version: 4, approvals: [], feeFixed: 0, feeBasisPoints: 0 };
const seenPolicy = { ...policy, version: 3, coolingSeconds: 0, updatedAt: NOW };

type Cases = Pick<WriteCase, "accepts" | "refuses">;
const isNew = (what: string, clause = "isNew"): Cases => ({
  accepts: { [`${what} that is new`]: undefined },
  refuses: { [clause]: { [`${what} that is there already`]: { any: 1 } } },
});
const votedSince = (row: object): Cases["refuses"] => ({
  approvedAsSeen: { "one that another has agreed to since": { ...row, approved: 2 } },
});
/** Each state that the write does not start from is refused. */
const others = (from: readonly string[], row: object = {}) =>
  Object.fromEntries(
    WITHDRAWAL_STATES.filter((state) => !from.includes(state)).map((state) => [
      `one that is ${state}`,
      { ...row, state },
    ]),
  );
const starts = (from: readonly string[], row: object = {}): Cases => ({
  accepts: Object.fromEntries(from.map((state) => [`one that is ${state}`, { ...row, state }])),
  refuses: { stateAllows: others(from, row) },
});
const claimed = (...from: string[]): Cases => {
  const { accepts, refuses } = starts(from, { epoch: 2 });
  return {
    accepts,
    refuses: { ...refuses, epochIsMine: { "one that another has taken over": { state: from[0], epoch: 3 } } },
  };
};
const ending = (...from: string[]): Cases => {
  const { accepts, refuses } = claimed(...from);
  return { accepts, refuses: { ...refuses, ...toldSince({ state: from[0], epoch: 2 }) } };
};
const resolving: Cases = {
  ...starts(["NEEDS_REVIEW"]),
  refuses: {
    stateAllows: others(["NEEDS_REVIEW"]),
    toldAsSeen: { "one that its provider has called paid since": { state: "NEEDS_REVIEW", toldPaid: "po-1" } },
    ...toldSince({ state: "NEEDS_REVIEW" }),
  },
};
const approving = {
  accepts: { "one with as many votes as were seen": { state: "AWAITING_APPROVAL", approved: 1, expiresAt: NOW + 1 } },
  refuses: {
    stateAllows: others(["AWAITING_APPROVAL"], { approved: 1, expiresAt: NOW + 1 }),
    approvedAsSeen: { "one with another vote": { state: "AWAITING_APPROVAL", approved: 2, expiresAt: NOW + 1 } },
    inTime: { "one whose time is over": { state: "AWAITING_APPROVAL", approved: 1, expiresAt: NOW } },
  },
};
const fresh = { state: "TRIED", epoch: 2, sends: 0, expiresAt: NOW + 1 };
const settled = { state: "UNKNOWN", epoch: 2, sends: 1, lastSentAt: 499, firstSentAt: 301 };

export const WITHDRAWAL_WRITES: WriteCase[] = [
  { write: tryWithdrawal(withdrawal, NOW), ...isNew("a withdrawal") },
  { write: vote(ref, approval), ...isNew("a key's vote", "isFirst") },
  { write: approveWithdrawal(withdrawal, approval, NOW), ...approving },
  { write: approveWithdrawal(withdrawal, approval, NOW, { expiresAt: NOW + 9, dueAt: NOW }), ...approving },
  {
    write: claimWithdrawal(withdrawal, { leaseUntil: NOW + 9, dueAt: NOW + 9 }, NOW),
    accepts: {
      "one that was never sent": { state: "TRIED", epoch: 2, sends: 1 },
      "one whose worker is gone": { state: "PAYING", epoch: 2, sends: 1, leaseUntil: NOW - 1 },
      "one that is to be looked up": { state: "UNKNOWN", epoch: 2, sends: 1 },
    },
    refuses: {
      isOpen: others(["TRIED", "PAYING", "UNKNOWN"], { epoch: 2, sends: 1 }),
      leaseIsOver: { "one that another works on": { state: "PAYING", epoch: 2, sends: 1, leaseUntil: NOW } },
      epochAsSeen: { "one that another has had since": { state: "TRIED", epoch: 3, sends: 1 } },
      sendsAsSeen: { "one that was sent since": { state: "PAYING", epoch: 2, sends: 2 } },
    },
  },
  {
    write: intendPayout(withdrawal, { firstSentAt: NOW, lastSentAt: NOW }, NOW, {
      timeMs: NOW,
      settledBeforeMs: 500,
      keptSinceMs: 300,
    }),
    accepts: { "one that was never sent": fresh, "one whose send has come to nothing": settled },
    refuses: {
      epochIsMine: { "one that another has taken over": { ...fresh, epoch: 3 } },
      firstOrSettled: {
        "one whose time is over": { ...fresh, expiresAt: NOW },
        "one that may still take effect": { ...settled, lastSentAt: 500 },
        "one that the provider has forgotten": { ...settled, firstSentAt: 300 },
        "one that waits for approval": { ...fresh, state: "AWAITING_APPROVAL" },
        "one that is being paid": { ...settled, state: "PAYING" },
        "one that was cancelled": { ...fresh, state: "CANCELLED" },
      },
      sendsLeft: { "one that was sent too often": { ...settled, sends: CONTRACT.payoutSendsMax } },
    },
  },
  {
    write: postpone("withdrawal", { ...withdrawalKey(ref.tenantId, ref.withdrawalId), dueAt: 77 }, NOW),
    accepts: { "one that is due when it was seen to be": { dueAt: 77 } },
    refuses: { dueAsSeen: { "one that somebody else has seen to": { dueAt: 78 } } },
  },
  { write: doubtWithdrawal(withdrawal, { lookupAt: NOW, dueAt: NOW }, NOW), ...claimed("PAYING", "UNKNOWN") },
  { write: endWithdrawal(withdrawal, "confirm", { providerReference: "po-1" }, NOW), ...ending("PAYING", "UNKNOWN") },
  {
    write: endWithdrawal(withdrawal, "decline", { reason: "closed" }, NOW),
    accepts: starts(["PAYING", "UNKNOWN"], { epoch: 2, sends: 1 }).accepts,
    refuses: {
      stateAllows: others(["PAYING", "UNKNOWN"], { epoch: 2, sends: 1 }),
      epochIsMine: { "one that another has taken over": { state: "PAYING", epoch: 3, sends: 1 } },
      sendsAsSeen: { "one that was sent again since": { state: "PAYING", epoch: 2, sends: 2 } },
      ...toldSince({ state: "PAYING", epoch: 2, sends: 1 }),
    },
  },
  { write: endWithdrawal(withdrawal, "park", {}, NOW), ...ending("UNKNOWN") },
  {
    write: cancelWithdrawal(withdrawal, "changed our mind", NOW),
    accepts: starts(["TRIED", "AWAITING_APPROVAL"], { approved: 1 }).accepts,
    refuses: {
      stateAllows: others(["TRIED", "AWAITING_APPROVAL"], { approved: 1 }),
      ...votedSince({ state: "AWAITING_APPROVAL" }),
      ...toldSince({ state: "TRIED", approved: 1 }),
    },
  },
  {
    write: rejectWithdrawal(withdrawal, "not theirs", NOW),
    accepts: { "one that waits for approval": { state: "AWAITING_APPROVAL", approved: 1, expiresAt: NOW + 1 } },
    refuses: {
      stateAllows: others(["AWAITING_APPROVAL"], { approved: 1, expiresAt: NOW + 1 }),
      inTime: { "one whose time is over": { state: "AWAITING_APPROVAL", approved: 1, expiresAt: NOW } },
      ...votedSince({ state: "AWAITING_APPROVAL", expiresAt: NOW + 1 }),
      ...toldSince({ state: "AWAITING_APPROVAL", approved: 1, expiresAt: NOW + 1 }),
    },
  },
  {
    write: expireWithdrawal(withdrawal, NOW),
    accepts: starts(["TRIED", "AWAITING_APPROVAL"], { approved: 1, expiresAt: NOW }).accepts,
    refuses: {
      stateAllows: others(["TRIED", "AWAITING_APPROVAL"], { approved: 1, expiresAt: NOW }),
      isOver: { "one that has time left": { state: "TRIED", approved: 1, expiresAt: NOW + 1 } },
      ...votedSince({ state: "AWAITING_APPROVAL", expiresAt: NOW }),
      ...toldSince({ state: "TRIED", approved: 1, expiresAt: NOW }),
    },
  },
  { write: resolveWithdrawal(withdrawal, "resolve-confirmed", {}, "op-1", NOW), ...resolving },
  { write: resolveWithdrawal(withdrawal, "resolve-cancelled", {}, "op-1", NOW), ...resolving },
  {
    write: notePaid(ref, "po-1", NOW),
    accepts: { "one that a person decides about": { state: "NEEDS_REVIEW" } },
    refuses: { isParked: others(["NEEDS_REVIEW"]) },
  },
  {
    write: returnToWithdrawal(withdrawal, 50, NOW),
    accepts: { "one that was paid, of which as much came back as was seen": { state: "CONFIRMED", returned: 100 } },
    refuses: {
      isConfirmed: others(["CONFIRMED"], { returned: 100 }),
      returnedAsSeen: { "one of which more came back meanwhile": { state: "CONFIRMED", returned: 150 } },
      ...toldSince({ state: "CONFIRMED", returned: 100 }),
    },
  },
  {
    write: takeWithdrawalNo({ ...ref, withdrawalNo: "W-1", at: NOW, stateSk: "1" }),
    ...isNew("a number", "isFree"),
  },
  {
    write: buryWithdrawalNo({ tenantId: "acme", withdrawalNo: "W-1", at: NOW, stateSk: "1" }),
    ...isNew("a number", "isFree"),
  },
  {
    write: countDay(withdrawal, 5000),
    accepts: { "the day's first": undefined, "one that just fits": { used: 4000 } },
    refuses: { hasRoom: { "a day with too little room": { used: 4001 } } },
  },
  {
    write: countDay(withdrawal, undefined),
    accepts: { "a day without a limit": { used: 10 ** 12 } },
    refuses: {},
  },
  {
    write: uncountDay(withdrawal),
    accepts: { "a day with this one alone": { used: 1000 } },
    refuses: { isCounted: { "a day that it was taken off already": { used: 999 } } },
  },
  { write: createDestination(destination as PayoutDestination), ...isNew("a destination") },
  {
    write: checkUsable(destination, NOW),
    accepts: { "one that has just cooled": { usableFrom: NOW } },
    refuses: {
      isInUse: { "one that was taken out of use": { usableFrom: NOW, endedAt: NOW } },
      hasCooled: { "one that still waits": { usableFrom: NOW + 1 }, "one that does not exist": undefined },
    },
  },
  {
    write: endDestination(destination, NOW),
    accepts: { "one that is in use": { destinationId: "dst-1" } },
    refuses: {
      exists: { "one that does not exist": undefined },
      isInUse: { "one that was taken out of use": { destinationId: "dst-1", endedAt: 1 } },
    },
  },
  {
    write: forgetDestination(destination, NOW),
    accepts: { "one that has ended before": { endedAt: NOW } },
    refuses: { endedLongAgo: { "one in use": { usableFrom: 1 }, "one that has just ended": { endedAt: NOW + 1 } } },
  },
  {
    write: recordReturn({ ...ref, returnId: "ret-1", provider: "stripe", reference: "trr-1", amount: 50, at: NOW }),
    ...isNew("a return", "isFirst"),
  },
  {
    write: replacePolicy({ ...seenPolicy, version: 4 }, seenPolicy),
    accepts: { "the one that was seen": { version: 3 } },
    refuses: { versionAsSeen: { "one that another has replaced": { version: 4 }, "one that is gone": undefined } },
  },
  {
    write: replacePolicy(seenPolicy, undefined),
    accepts: { "the first one": undefined },
    refuses: { versionAsSeen: { "one that another has made meanwhile": { version: 1 } } },
  },
  {
    write: checkPolicy(policy, seenPolicy),
    accepts: { "the one that it was decided by": { version: 3 } },
    refuses: { versionAsSeen: { "one that was replaced": { version: 4 } } },
  },
  {
    write: checkPolicy(policy, undefined),
    accepts: { "still none": undefined },
    refuses: { versionAsSeen: { "one that was made meanwhile": { version: 1 } } },
  },
];
