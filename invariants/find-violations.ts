import { inactiveChangesNothing, lateMoneyIsSeen } from "./access/inactive.ts";
import { oneKeyOneAnswer, otherBodyNeverExecutes, successIsBackedByRows } from "./answers.ts";
import { codeJobsAreDue, codeJobsEnd, codesAreCounted } from "./codes/jobs.ts";
import {
  grantsAreOrdered,
  oneOrderIsTheFirst,
  quotasAreTheirSubscriptions,
  stocksAreTheirUses,
  subscriptionsAreTheirGrants,
  usesAreGranted,
  usesAreTheirSlots,
} from "./codes/uses.ts";
import { secretsStayInside } from "./confidentiality.ts";
import {
  effectsAtMostOnce,
  failureIsNoEffect,
  ledgerSumsToBalances,
  successIsOneEffectAndOneBooking,
} from "./effects.ts";
import {
  deliveredIsReceived,
  deliveriesAreDue,
  deliveriesEnd,
  failingIsListed,
  subscribersAreTold,
} from "./events/deliveries.ts";
import { eventsTellOfStates } from "./events/tellings.ts";
import { oneHolderPerAccount } from "./leases.ts";
import { onlyMovesOfTheTables } from "./moves.ts";
import {
  notificationsAreDue,
  notificationsAreSentOnce,
  notificationsAreSound,
  notificationsEnd,
} from "./notifications/notifications.ts";
import {
  finalOrdersHoldNothing,
  ordersAreDue,
  ordersEnd,
  ordersHaveTheirNumbers,
  purchasesAreGranted,
} from "./orders/purchases.ts";
import {
  channelEffectsAtMostOnce,
  failureCostsNothing,
  outsideIsBooked,
  settledIsChargedAndBooked,
} from "./payments/effects.ts";
import { walletsAreTheirLedger } from "./payments/money.ts";
import { paymentsFitTheirSagas, pivotIsFinal } from "./payments/moves.ts";
import { messagesAreAnnounced, paidWebhooksAreHonoured, paymentsEnd, paymentWorkIsDue } from "./payments/work.ts";
import { readingsFollowTheTables } from "./readings.ts";
import { type Expectations, type Facts, type Found, factsOf, type Snapshot, type Violation } from "./snapshot.ts";
import {
  approvalsComeFirst,
  confirmedIsPaidOnce,
  daysAreTheirWithdrawals,
  returnsAreBooked,
  withdrawalsAreDue,
  withdrawalsAreSound,
  withdrawalsEnd,
} from "./withdrawals/withdrawals.ts";
import { everythingEnds, outboxIsSent, workLeftIsDue } from "./work-left.ts";

interface Invariant {
  rule: string;
  find: readonly ((facts: Facts, expectations: Expectations) => Found)[];
}

/**
 * What holds after every history, whoever was killed in it. The numbers are the protocol's; the ones that are missing
 * here concern what is not built yet, or need more than one moment to be seen.
 */
export const INVARIANTS = {
  I1: {
    rule: "at most one effect per card, redemption, charge, cancel and refund",
    find: [effectsAtMostOnce, channelEffectsAtMostOnce],
  },
  I2: {
    rule: "SUCCEEDED is exactly one effect and one ledger row",
    find: [successIsOneEffectAndOneBooking, settledIsChargedAndBooked, outsideIsBooked],
  },
  I3: {
    rule: "what failed, was declined or cancelled has net effect zero",
    find: [failureIsNoEffect, failureCostsNothing],
  },
  I4: {
    rule: "the ledger sums to balances and wallets, nothing negative",
    find: [ledgerSumsToBalances, walletsAreTheirLedger],
  },
  I5: {
    rule: "what a code has given is its uses, slot by slot, and no more than it may give",
    find: [usesAreTheirSlots],
  },
  I6: {
    rule: "a use of a code has one order, a finished order one grant, and a user one first order",
    find: [usesAreGranted, purchasesAreGranted, grantsAreOrdered, oneOrderIsTheFirst],
  },
  I7: {
    rule: "free, reserved and used are an offer's stock; what a user holds is counted",
    find: [stocksAreTheirUses, quotasAreTheirSubscriptions],
  },
  I8: { rule: "one key never has two different final answers", find: [oneKeyOneAnswer] },
  I9: { rule: "the same key with another body never executes", find: [otherBodyNeverExecutes] },
  I11: { rule: "at most one redemption holds an account", find: [oneHolderPerAccount] },
  I12: {
    rule: "work left is due, finished and parked is not; what fails is listed",
    find: [
      workLeftIsDue,
      paymentWorkIsDue,
      codeJobsAreDue,
      ordersAreDue,
      withdrawalsAreDue,
      deliveriesAreDue,
      failingIsListed,
      notificationsAreDue,
    ],
  },
  I13: {
    rule: "only moves of the transition tables",
    find: [
      onlyMovesOfTheTables,
      paymentsFitTheirSagas,
      readingsFollowTheTables,
      withdrawalsAreSound,
      notificationsAreSound,
    ],
  },
  I14: { rule: "no saga compensates after its pivot", find: [pivotIsFinal] },
  I15: { rule: "every 2xx is backed by its rows", find: [successIsBackedByRows, codesAreCounted] },
  I16: {
    rule: "every outbox row is sent in the end, and every event meant for whoever is subscribed",
    find: [outboxIsSent, messagesAreAnnounced, subscribersAreTold],
  },
  I17: { rule: "every verified paid webhook is honoured, refunded or reviewed", find: [paidWebhooksAreHonoured] },
  I19: {
    rule: "everything ends, or waits for a person where it may",
    find: [everythingEnds, paymentsEnd, codeJobsEnd, ordersEnd, withdrawalsEnd, deliveriesEnd, notificationsEnd],
  },
  I20: {
    rule: "no code or key in logs, rows or answers",
    find: [(_facts, expectations) => secretsStayInside(expectations)],
  },
  I21: {
    rule: "an order that is over is paid by nobody, and holds nothing",
    find: [finalOrdersHoldNothing, ordersHaveTheirNumbers],
  },
  I23: { rule: "a subscription ends when its grants, replayed, end", find: [subscriptionsAreTheirGrants] },
  I24: {
    rule: "a withdrawal is paid out once, of its net, or not at all; what comes back is booked once",
    find: [confirmedIsPaidOnce, returnsAreBooked],
  },
  I25: { rule: "a day counts what was withdrawn on it", find: [daysAreTheirWithdrawals] },
  I26: { rule: "nothing is paid out before enough different keys have agreed", find: [approvalsComeFirst] },
  I27: {
    rule: "a merchant that is not ACTIVE changes nothing; what was accepted before ends",
    find: [inactiveChangesNothing, lateMoneyIsSeen],
  },
  I28: { rule: "what is delivered was taken by its receiver, the same bytes each time", find: [deliveredIsReceived] },
  I29: {
    rule: "a notification has at most one effect: one when it is SENT, none when it has FAILED",
    find: [notificationsAreSentOnce],
  },
  I30: {
    rule: "a resource's events are counted without a gap, and tell of its states in their order",
    find: [eventsTellOfStates],
  },
} as const satisfies Record<string, Invariant>;

export type InvariantId = keyof typeof INVARIANTS;

export function findViolations(snapshot: Snapshot, expectations: Expectations = {}): Violation<InvariantId>[] {
  const facts = factsOf(snapshot);
  return Object.entries<Invariant>(INVARIANTS).flatMap(([id, { find }]) =>
    find.flatMap((rule) =>
      [...rule(facts, expectations)].map(([subject, detail]) => ({ invariant: id as InvariantId, subject, detail })),
    ),
  );
}
