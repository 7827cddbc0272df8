import { inactiveChangesNothing, lateMoneyIsSeen } from "./access/inactive.ts";
import { oneKeyOneAnswer, otherBodyNeverExecutes, successIsBackedByRows } from "./answers.ts";
import type { Closure } from "./closures.ts";
import { codeJobsAreDue, codeJobsEnd, codesAreCounted } from "./codes/jobs.ts";
import {
  grantsAreOrdered,
  oneOrderIsTheFirst,
  quotasAreTheirSubscriptions,
  stocksAreTheirUses,
  subscriptionsAreTheirGrants,
  usesAreDifferent,
  usesAreGranted,
  usesAreTheirSlots,
} from "./codes/uses.ts";
import { secretsStayInside } from "./confidentiality.ts";
import {
  balancesAreTheirLedger,
  bookingsSumToZero,
  effectsAtMostOnce,
  failureIsNoEffect,
  successIsOneBooking,
  successIsOneEffect,
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
  ordersArePaidOnce,
  ordersEnd,
  ordersHaveTheirNumbers,
  purchasesAreGranted,
} from "./orders/purchases.ts";
import {
  channelEffectsAtMostOnce,
  failureCostsNothing,
  outsideIsBooked,
  settledIsBooked,
  settledIsCharged,
} from "./payments/effects.ts";
import { nobodyGetsMoreBack, remaindersAreTheirRefunds, walletsAreTheirLedger } from "./payments/money.ts";
import { capturedStaysCharged, paymentsFitTheirSagas, pivotIsFinal } from "./payments/moves.ts";
import {
  messagesAreAnnounced,
  paidWebhooksAreHonoured,
  paymentsEnd,
  paymentWorkIsDue,
  webhooksAreDue,
} from "./payments/work.ts";
import {
  theForgottenAreAddressedNowhere,
  theForgottenAreNamedNowhere,
  whatIsUnderWayHasItsNames,
} from "./privacy/forgotten.ts";
import { readingsFollowTheTables } from "./readings.ts";
import { type Expectations, type Facts, type Found, factsOf, type Snapshot, type Violation } from "./snapshot.ts";
import {
  approvalsComeFirst,
  confirmedIsBooked,
  confirmedIsPaidOnce,
  daysAreTheirWithdrawals,
  returnsAreBooked,
  withdrawalsAreDue,
  withdrawalsAreSound,
  withdrawalsEnd,
} from "./withdrawals/withdrawals.ts";
import { everythingEnds, messagesAreDue, outboxIsSent, workLeftIsDue } from "./work-left.ts";

type Rule = (facts: Facts, expectations: Expectations) => Found;

/** What a rule asks for beyond one resource and what belongs to it: why only a whole snapshot can be judged by it. */
export const NEEDS = {
  vendors: "what took effect outside, by the vendors' own books",
  callers: "what callers were asked and told",
  sum: "every row that counts towards a number, or that nobody's key leads to",
  history: "what is not kept: outbox rows that were sent, events of more than 30 days ago",
  end: "that no fault is left and time was enough: what is under way is no finding before",
  untold: "rows whose changes no event tells of, so that nobody would know when to look",
  texts: "logs, answers and letters",
} as const;

interface Invariant {
  rule: string;
  /** Judged from one resource and what belongs to it (`closures.ts`): by the auditor, too. */
  local?: readonly Rule[];
  /** Judged from a whole snapshot alone, for it needs more. */
  whole?: readonly (readonly [rule: Rule, needs: keyof typeof NEEDS])[];
}

/**
 * What holds after every history, whoever was killed in it. The numbers are the protocol's; the ones that are missing
 * here concern what is not built yet, or need more than one moment to be seen.
 */
export const INVARIANTS = {
  I1: {
    rule: "at most one effect per card, redemption, charge, cancel and refund",
    whole: [
      [effectsAtMostOnce, "vendors"],
      [channelEffectsAtMostOnce, "vendors"],
    ],
  },
  I2: {
    rule: "SUCCEEDED is exactly one effect and one ledger row",
    local: [successIsOneBooking, settledIsBooked],
    whole: [
      [successIsOneEffect, "vendors"],
      [settledIsCharged, "vendors"],
      [outsideIsBooked, "vendors"],
    ],
  },
  I3: {
    rule: "what failed, was declined or cancelled has net effect zero",
    whole: [
      [failureIsNoEffect, "vendors"],
      [failureCostsNothing, "vendors"],
    ],
  },
  I4: {
    rule: "the ledger sums to balances and wallets, nothing negative",
    local: [bookingsSumToZero, remaindersAreTheirRefunds],
    whole: [
      [balancesAreTheirLedger, "sum"],
      [walletsAreTheirLedger, "sum"],
      [nobodyGetsMoreBack, "vendors"],
    ],
  },
  I5: {
    rule: "what a code has given is its uses, slot by slot, and no more than it may give",
    whole: [[usesAreTheirSlots, "sum"]],
  },
  I6: {
    rule: "a use of a code has one order, a finished order one grant, and a user one first order",
    local: [usesAreGranted, purchasesAreGranted, grantsAreOrdered],
    whole: [
      [usesAreDifferent, "sum"],
      [oneOrderIsTheFirst, "sum"],
    ],
  },
  I7: {
    rule: "free, reserved and used are an offer's stock; what a user holds is counted",
    whole: [
      [stocksAreTheirUses, "sum"],
      [quotasAreTheirSubscriptions, "sum"],
    ],
  },
  I8: { rule: "one key never has two different final answers", whole: [[oneKeyOneAnswer, "callers"]] },
  I9: { rule: "the same key with another body never executes", whole: [[otherBodyNeverExecutes, "callers"]] },
  I11: { rule: "at most one redemption holds an account", local: [oneHolderPerAccount] },
  I12: {
    rule: "work left is due, finished and parked is not; what fails is listed",
    local: [workLeftIsDue, paymentWorkIsDue, ordersAreDue, withdrawalsAreDue, failingIsListed, notificationsAreDue],
    whole: [
      [messagesAreDue, "untold"],
      [webhooksAreDue, "untold"],
      [codeJobsAreDue, "untold"],
      [deliveriesAreDue, "untold"],
    ],
  },
  I13: {
    rule: "only moves of the transition tables",
    local: [onlyMovesOfTheTables, paymentsFitTheirSagas, withdrawalsAreSound, notificationsAreSound],
    whole: [[readingsFollowTheTables, "callers"]],
  },
  I14: {
    rule: "no saga compensates after its pivot",
    local: [pivotIsFinal],
    whole: [[capturedStaysCharged, "vendors"]],
  },
  I15: {
    rule: "every 2xx is backed by its rows",
    whole: [
      [successIsBackedByRows, "callers"],
      [codesAreCounted, "sum"],
    ],
  },
  I16: {
    rule: "every outbox row is sent in the end, and every event meant for whoever is subscribed",
    whole: [
      [outboxIsSent, "history"],
      [messagesAreAnnounced, "history"],
      [subscribersAreTold, "untold"],
    ],
  },
  I17: {
    rule: "every verified paid webhook is honoured, refunded or reviewed",
    whole: [[paidWebhooksAreHonoured, "untold"]],
  },
  I19: {
    rule: "everything ends, or waits for a person where it may",
    whole: [
      [everythingEnds, "end"],
      [paymentsEnd, "end"],
      [codeJobsEnd, "end"],
      [ordersEnd, "end"],
      [withdrawalsEnd, "end"],
      [deliveriesEnd, "end"],
      [notificationsEnd, "end"],
    ],
  },
  I20: {
    rule: "no code or key in logs, rows or answers",
    whole: [[(_facts, expectations) => secretsStayInside(expectations), "texts"]],
  },
  I21: {
    rule: "an order that is over is paid by nobody, and holds nothing",
    local: [finalOrdersHoldNothing, ordersHaveTheirNumbers],
    whole: [[ordersArePaidOnce, "sum"]],
  },
  I23: { rule: "a subscription ends when its grants, replayed, end", local: [subscriptionsAreTheirGrants] },
  I24: {
    rule: "a withdrawal is paid out once, of its net, or not at all; what comes back is booked once",
    local: [confirmedIsBooked],
    whole: [
      [confirmedIsPaidOnce, "vendors"],
      [returnsAreBooked, "vendors"],
    ],
  },
  I25: { rule: "a day counts what was withdrawn on it", whole: [[daysAreTheirWithdrawals, "sum"]] },
  I26: { rule: "nothing is paid out before enough different keys have agreed", local: [approvalsComeFirst] },
  I27: {
    rule: "a merchant that is not ACTIVE changes nothing; what was accepted before ends",
    whole: [
      [inactiveChangesNothing, "callers"],
      [lateMoneyIsSeen, "sum"],
    ],
  },
  I28: {
    rule: "what is delivered was taken by its receiver, the same bytes each time",
    whole: [[deliveredIsReceived, "vendors"]],
  },
  I29: {
    rule: "a notification has at most one effect: one when it is SENT, none when it has FAILED",
    whole: [[notificationsAreSentOnce, "vendors"]],
  },
  I30: {
    rule: "a resource's events are counted without a gap, and tell of its states in their order",
    whole: [[eventsTellOfStates, "history"]],
  },
  I33: {
    rule: "who was forgotten is named by nothing that is final",
    whole: [
      [theForgottenAreNamedNowhere, "untold"],
      [theForgottenAreAddressedNowhere, "untold"],
      [whatIsUnderWayHasItsNames, "untold"],
    ],
  },
} as const satisfies Record<string, Invariant>;

export type InvariantId = keyof typeof INVARIANTS;

export function findViolations(snapshot: Snapshot, expectations: Expectations = {}): Violation<InvariantId>[] {
  const rulesOf = ({ local = [], whole = [] }: Invariant) => [...local, ...whole.map(([rule]) => rule)];
  return judged(factsOf(snapshot), expectations, rulesOf);
}

/** What can be said of one resource by the rows that belong to it, and of nothing else that is among them. */
export function findLocalViolations({ rows, subjects }: Closure): Violation<InvariantId>[] {
  const facts = factsOf({ main: rows, transient: [], effects: { exchange: [], channel: [] }, calls: [] });
  return judged(facts, {}, ({ local = [] }) => local).filter(({ subject }) => subjects.has(subject));
}

function judged(facts: Facts, expectations: Expectations, rulesOf: (invariant: Invariant) => readonly Rule[]) {
  return Object.entries<Invariant>(INVARIANTS).flatMap(([id, invariant]) =>
    rulesOf(invariant).flatMap((rule) =>
      [...rule(facts, expectations)].map(([subject, detail]) => ({ invariant: id as InvariantId, subject, detail })),
    ),
  );
}
