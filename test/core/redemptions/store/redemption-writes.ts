import { CONTRACT } from "../../../../core/foundation/domain/limits.ts";
import { postpone } from "../../../../core/foundation/store/outbox-store.ts";
import {
  REDEMPTION_STATES,
  type Redemption,
  type RedemptionState,
} from "../../../../core/redemptions/domain/redemption.ts";
import { redemptionKey } from "../../../../core/redemptions/store/keys.ts";
import {
  accept,
  bindAccount,
  checkEnded,
  checkUnknown,
  claim,
  doubt,
  fail,
  intend,
  park,
  rebind,
  resolve,
  retry,
  succeed,
  takeOver,
  yieldClaim,
} from "../../../../core/redemptions/store/redemption-store.ts";
import type { WriteCase } from "../../foundation/store/write-cases.ts";

const NOW = 1_000_000;
const SETTLED_BEFORE = NOW - 500;
const LEASE = { workerId: "worker-2", leaseUntil: NOW + 100, dueAt: NOW + 200 };
const money = { amount: 1000, currency: "USD" };

/** A row as it stands in the table; `epoch` 3 is the one that the writes below have seen or hold. */
function row(state: RedemptionState, more: Partial<Redemption> & Record<string, unknown> = {}) {
  return {
    tenantId: "acme",
    redemptionId: "rdm-1",
    planId: "plan-1",
    state,
    attempt: 1,
    epoch: 3,
    sends: 0,
    lookups: 0,
    ...more,
  };
}
const seen = row("ACCEPTED") as unknown as Redemption;
const claimed = { tenantId: "acme", redemptionId: "rdm-1", epoch: 3, attempt: 1 };

/** A row that has told of something since. */
const toldSince = (state: RedemptionState) => ({ "one that has told of something since": row(state, { events: 1 }) });

/** Every other state than the given ones. */
function otherStates(allowed: RedemptionState[], more: Record<string, unknown> = {}) {
  const others = REDEMPTION_STATES.filter((state) => !allowed.includes(state));
  return Object.fromEntries(others.map((state) => [`one that is ${state}`, row(state, more)]));
}
function states(allowed: RedemptionState[], more: Record<string, unknown> = {}) {
  return Object.fromEntries(allowed.map((state) => [`one that is ${state}`, row(state, more)]));
}
/** A write with an older epoch than the row's, and one with a newer. */
const otherEpochs = (state: RedemptionState, more: Record<string, unknown> = {}) => ({
  "one that another worker has claimed since": row(state, { ...more, epoch: 4 }),
  "one with an older epoch": row(state, { ...more, epoch: 2 }),
});

const over = { leaseUntil: NOW - 1 };
const sent = { sends: 1, lastSentAt: SETTLED_BEFORE - 1 };
const next = { planId: "plan-2", batchId: "batch-2", acceptedBy: "request-2", acceptedAt: NOW };

export const REDEMPTION_WRITES: WriteCase[] = [
  {
    write: accept({ ...seen, stateSk: "01" }, NOW),
    accepts: { "a code that was never seen": undefined },
    refuses: { isNew: { "a code that is known": row("FAILED") } },
  },
  {
    write: retry(seen, next, NOW),
    accepts: {
      "a refused one": row("FAILED"),
      "the last attempt but one": row("FAILED", { attempt: CONTRACT.attemptsMax - 1 }),
    },
    refuses: {
      stateAllows: otherStates(["FAILED"]),
      epochAsSeen: otherEpochs("FAILED"),
      attemptsLeft: { "one whose attempts are used up": row("FAILED", { attempt: CONTRACT.attemptsMax }) },
    },
  },
  {
    write: claim(seen, "claim", LEASE, NOW),
    accepts: states(["ACCEPTED"]),
    refuses: { stateAllows: otherStates(["ACCEPTED"]), epochAsSeen: otherEpochs("ACCEPTED") },
  },
  {
    write: claim(seen, "reclaim", LEASE, NOW),
    accepts: states(["CLAIMED"], over),
    refuses: {
      stateAllows: otherStates(["CLAIMED"], over),
      leaseIsOver: { "one under a lease that ends this very millisecond": row("CLAIMED", { leaseUntil: NOW }) },
      accountAsSeen: { "one that was given an account meanwhile": row("CLAIMED", { ...over, accountId: "acc-1" }) },
      epochAsSeen: otherEpochs("CLAIMED", over),
    },
  },
  {
    write: claim({ ...seen, accountId: "acc-1" }, "reclaim", LEASE, NOW),
    accepts: states(["CLAIMED"], { ...over, accountId: "acc-1" }),
    refuses: {
      stateAllows: otherStates(["CLAIMED"], { ...over, accountId: "acc-1" }),
      leaseIsOver: { "one without any lease": row("CLAIMED", { accountId: "acc-1" }) },
      accountAsSeen: {
        "one that has another account by now": row("CLAIMED", { ...over, accountId: "acc-2" }),
        "one that has no account any more": row("CLAIMED", over),
      },
      epochAsSeen: otherEpochs("CLAIMED", { ...over, accountId: "acc-1" }),
    },
  },
  {
    write: takeOver(seen, LEASE, 8, NOW),
    accepts: { ...states(["SENDING", "UNKNOWN"], over), "one without a lease": row("UNKNOWN") },
    refuses: {
      stateAllows: otherStates(["SENDING", "UNKNOWN"], over),
      sendsAsSeen: { "one that was sent once more meanwhile": row("UNKNOWN", { ...over, sends: 1 }) },
      lookupsAsSeen: { "one that was looked up meanwhile": row("UNKNOWN", { ...over, lookups: 1 }) },
      leaseIsOver: { "one under a lease that ends this very millisecond": row("SENDING", { leaseUntil: NOW }) },
      epochAsSeen: otherEpochs("SENDING", over),
    },
  },
  {
    write: yieldClaim(claimed, { notBefore: NOW, dueAt: NOW }, NOW),
    accepts: states(["CLAIMED"]),
    refuses: { stateAllows: otherStates(["CLAIMED"]), epochIsMine: otherEpochs("CLAIMED") },
  },
  {
    write: bindAccount(claimed, "acc-1", 8),
    accepts: {
      "one without an account": row("CLAIMED"),
      "one that has this account": row("CLAIMED", { accountId: "acc-1" }),
    },
    refuses: {
      stateAllows: otherStates(["CLAIMED"]),
      epochIsMine: otherEpochs("CLAIMED"),
      sameAccount: { "one that has another account": row("CLAIMED", { accountId: "acc-2" }) },
    },
  },
  {
    write: rebind({ ...seen, accountId: "acc-1" }, { accountId: "acc-2", fence: 7 }),
    accepts: { "one whose card went into another account": row("UNKNOWN", { accountId: "acc-1" }) },
    refuses: {
      stateAllows: otherStates(["SENDING", "UNKNOWN"], { accountId: "acc-1" }),
      epochIsMine: { "one that another has taken over": row("UNKNOWN", { accountId: "acc-1", epoch: 9 }) },
      accountAsSeen: { "one that has another account by now": row("UNKNOWN", { accountId: "acc-3" }) },
    },
  },
  {
    write: intend(claimed, { firstSentAt: NOW, lastSentAt: NOW }, NOW, SETTLED_BEFORE),
    accepts: {
      "the first send of a claimed one": row("CLAIMED"),
      "a resend after the settle window": row("UNKNOWN", sent),
      "the last send": row("UNKNOWN", { ...sent, sends: CONTRACT.sendsMax - 1 }),
    },
    refuses: {
      epochIsMine: { ...otherEpochs("CLAIMED"), "a zombie's resend": row("UNKNOWN", { ...sent, epoch: 4 }) },
      firstOrSettled: {
        ...otherStates(["CLAIMED", "UNKNOWN"], sent),
        "a resend within the settle window": row("UNKNOWN", { ...sent, lastSentAt: SETTLED_BEFORE }),
      },
      sendsLeft: { "a send beyond the last": row("UNKNOWN", { ...sent, sends: CONTRACT.sendsMax }) },
    },
  },
  {
    write: succeed(seen, money, "ref", NOW),
    accepts: states(["SENDING", "UNKNOWN"]),
    refuses: {
      stateAllows: otherStates(["SENDING", "UNKNOWN"]),
      epochIsMine: otherEpochs("SENDING"),
      eventsAsSeen: toldSince("SENDING"),
    },
  },
  {
    write: fail(seen, "decline", "code-invalid", NOW),
    accepts: states(["SENDING", "UNKNOWN"]),
    refuses: {
      stateAllows: otherStates(["SENDING", "UNKNOWN"]),
      epochIsMine: otherEpochs("UNKNOWN"),
      eventsAsSeen: toldSince("SENDING"),
    },
  },
  {
    write: fail(seen, "expire", "no-account", NOW),
    accepts: states(["ACCEPTED", "CLAIMED"]),
    refuses: {
      stateAllows: otherStates(["ACCEPTED", "CLAIMED"]),
      epochIsMine: otherEpochs("CLAIMED"),
      eventsAsSeen: toldSince("CLAIMED"),
    },
  },
  {
    write: doubt(claimed, { lookupAt: NOW + 5, dueAt: NOW + 9, selfRefusal: true }, NOW),
    accepts: states(["SENDING", "UNKNOWN"]),
    refuses: { stateAllows: otherStates(["SENDING", "UNKNOWN"]), epochIsMine: otherEpochs("SENDING") },
  },
  {
    write: park(seen, NOW),
    accepts: states(["UNKNOWN"]),
    refuses: {
      stateAllows: otherStates(["UNKNOWN"]),
      epochIsMine: otherEpochs("UNKNOWN"),
      eventsAsSeen: toldSince("UNKNOWN"),
    },
  },
  {
    write: resolve(seen, "resolve-succeeded", { amount: money }, NOW),
    accepts: states(["NEEDS_REVIEW"]),
    refuses: {
      stateAllows: otherStates(["NEEDS_REVIEW"]),
      epochAsSeen: otherEpochs("NEEDS_REVIEW"),
      eventsAsSeen: toldSince("NEEDS_REVIEW"),
    },
  },
  {
    write: resolve(seen, "resolve-failed", { reason: "resolved-failed" }, NOW),
    accepts: states(["NEEDS_REVIEW"]),
    refuses: {
      stateAllows: otherStates(["NEEDS_REVIEW"]),
      epochAsSeen: otherEpochs("NEEDS_REVIEW"),
      eventsAsSeen: toldSince("NEEDS_REVIEW"),
    },
  },
  {
    write: postpone("redemption", { ...redemptionKey(claimed), dueAt: 77 }, NOW),
    accepts: { "a row that is due as it was": row("UNKNOWN", { dueAt: 77 }) },
    refuses: {
      dueAsSeen: {
        "a row that another sweep has taken": row("UNKNOWN", { dueAt: 78 }),
        "a row that is not due any more": row("SUCCEEDED"),
      },
    },
  },
  {
    write: checkUnknown({ tenantId: "acme", redemptionId: "rdm-by-another-pepper" }),
    accepts: { "a card that nobody has accepted by its other id": undefined },
    refuses: { isUnknown: { "one that was accepted by it": row("FAILED") } },
  },
  {
    write: checkEnded(claimed),
    accepts: states(["SUCCEEDED", "FAILED"]),
    refuses: { hasEnded: otherStates(["SUCCEEDED", "FAILED"]) },
  },
];
