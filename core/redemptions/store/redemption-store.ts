import type { SendTimes } from "../../foundation/domain/call-bracket.ts";
import type { RedemptionRef } from "../../foundation/domain/ids.ts";
import { CONTRACT } from "../../foundation/domain/limits.ts";
import type { Money } from "../../foundation/domain/money.ts";
import { sourcesOf } from "../../foundation/domain/transitions.ts";
import { type Told, telling } from "../../foundation/store/event-store.ts";
import {
  absent,
  allOf,
  anyOf,
  asSeen,
  below,
  type Clauses,
  equals,
  Keep,
  oneOf,
  Plus,
} from "../../foundation/store/expression.ts";
import { duePlace, placed, stateShard } from "../../foundation/store/keys.ts";
import type { Tables, Write } from "../../foundation/store/table.ts";
import { check, put, update } from "../../foundation/store/write.ts";
import type { AccountLease } from "../domain/account.ts";
import {
  type FailureReason,
  providerKeyOf,
  REDEMPTION_TRANSITIONS,
  type Redemption,
  type RedemptionEvent,
} from "../domain/redemption.ts";
import { redemptionView } from "../domain/redemption-view.ts";
import { listOfRedemptions, redemptionKey, redemptionListOf } from "./keys.ts";

/** The claim under which a worker acts: every write of its carries it. */
export interface Claimed extends RedemptionRef {
  epoch: number;
}

export async function readRedemption(tables: Tables, ref: RedemptionRef): Promise<Redemption | undefined> {
  return (await tables.get("main", redemptionKey(ref))) as Redemption | undefined;
}

const sources = (event: RedemptionEvent) =>
  sourcesOf<Redemption["state"], RedemptionEvent>(REDEMPTION_TRANSITIONS, event);

const from = (event: RedemptionEvent): Clauses => ({ stateAllows: oneOf("state", sources(event)) });
const under = (claimed: Claimed): Clauses => ({ epochIsMine: equals("epoch", claimed.epoch) });

const listed = (ref: RedemptionRef, state: Redemption["state"]) => ({
  state,
  statePk: listOfRedemptions(ref.tenantId, redemptionListOf(state), stateShard("RDM", ref.redemptionId)),
});
const due = (ref: RedemptionRef, dueAt: number) => ({ duePk: duePlace("redemption", ref.redemptionId), dueAt });
const NOT_DUE = ["duePk", "dueAt", "notBefore"];
const LEASE = ["leaseUntil", "workerId"];

const told = (
  { tenantId, redemptionId }: RedemptionRef,
  what: "succeeded" | "failed" | "needs_review",
  at: number,
): Told<Redemption> => ({
  type: `redemption.${what}`,
  tenantId,
  resourceId: redemptionId,
  at,
  view: redemptionView,
});

/** First submission of a code. */
export function accept(redemption: Redemption, dueAt: number): Write {
  const item = {
    ...redemptionKey(redemption),
    ...redemption,
    ...listed(redemption, "ACCEPTED"),
    ...placed("RDM", redemption.tenantId, redemption.redemptionId),
    ...due(redemption, dueAt),
  };
  return put("redemption.accept", item, { isNew: absent("pk") });
}

/** While one pepper takes the place of the next: nobody has accepted the card by its other id. */
export function checkUnknown(ref: RedemptionRef): Write {
  return check("redemption.unknown", redemptionKey(ref), { isUnknown: absent("pk") });
}

/** A new attempt after a definitive refusal. */
export function retry(
  seen: Redemption,
  next: Pick<Redemption, "planId" | "batchId" | "reference" | "codeCipher" | "acceptedBy" | "keyId" | "acceptedAt">,
  dueAt: number,
): Write {
  const absentNow = next.reference === undefined ? ["reference"] : [];
  return update("redemption.retry", redemptionKey(seen), {
    set: {
      ...next,
      ...listed(seen, "ACCEPTED"),
      ...due(seen, dueAt),
      attempt: seen.attempt + 1,
      epoch: seen.epoch + 1,
      updatedAt: next.acceptedAt,
      sends: 0,
      lookups: 0,
      yields: 0,
    },
    remove: [
      ...absentNow,
      "providerKey",
      "firstSentAt",
      "lastSentAt",
      "lookupAt",
      "accountId",
      "accountFence",
      "selfRefusal",
      "reason",
      "providerReference",
      "notBefore",
    ],
    only: {
      ...from("retry"),
      epochAsSeen: equals("epoch", seen.epoch),
      attemptsLeft: below("attempt", CONTRACT.attemptsMax),
    },
  });
}

export interface WorkerLease {
  workerId: string;
  leaseUntil: number;
  /** When somebody must look, should this worker not be heard of again. */
  dueAt: number;
}

/** Right to work on an accepted redemption, or on one whose worker died before it wrote an intent. */
export function claim(seen: Redemption, kind: "claim" | "reclaim", lease: WorkerLease, nowMs: number): Write {
  const { accountId } = seen;
  const reclaimed: Clauses = {
    leaseIsOver: below("leaseUntil", nowMs),
    // An account may be bound without a new epoch: one that we have not seen would be left leased for ever.
    accountAsSeen: asSeen("accountId", accountId),
  };
  return update(`redemption.${kind}`, redemptionKey(seen), {
    set: {
      ...listed(seen, "CLAIMED"),
      ...due(seen, lease.dueAt),
      workerId: lease.workerId,
      leaseUntil: lease.leaseUntil,
      epoch: seen.epoch + 1,
      updatedAt: nowMs,
    },
    remove: ["notBefore"],
    only: { ...from(kind), ...(kind === "reclaim" ? reclaimed : {}), epochAsSeen: equals("epoch", seen.epoch) },
  });
}

/** Right to find out what came of a send. The account's fence moves in the same transaction. */
export function takeOver(seen: Redemption, lease: WorkerLease, accountFence: number, nowMs: number): Write {
  return update("redemption.takeover", redemptionKey(seen), {
    set: {
      ...listed(seen, "UNKNOWN"),
      ...due(seen, lease.dueAt),
      workerId: lease.workerId,
      leaseUntil: lease.leaseUntil,
      accountFence,
      epoch: seen.epoch + 1,
      updatedAt: nowMs,
    },
    only: {
      ...from("takeover"),
      // A send and a doubt come without a new epoch: what is decided next rests on how many there were.
      sendsAsSeen: equals("sends", seen.sends),
      lookupsAsSeen: equals("lookups", seen.lookups),
      leaseIsOver: anyOf(absent("leaseUntil"), below("leaseUntil", nowMs)),
      epochAsSeen: equals("epoch", seen.epoch),
    },
  });
}

/** No account is free: back in the line. Whoever holds an account gives it back in the same transaction. */
export function yieldClaim(claimed: Claimed, next: { notBefore: number; dueAt: number }, nowMs: number): Write {
  return update("redemption.yield", redemptionKey(claimed), {
    set: {
      ...listed(claimed, "ACCEPTED"),
      ...due(claimed, next.dueAt),
      notBefore: next.notBefore,
      yields: new Plus(1),
      updatedAt: nowMs,
    },
    remove: [...LEASE, "accountId", "accountFence"],
    only: { ...from("yield"), ...under(claimed) },
  });
}

/** Binds the account to the redemption; goes with the account's own acquire. */
export function bindAccount(claimed: Claimed, accountId: string, accountFence: number): Write {
  return update("redemption.bind-account", redemptionKey(claimed), {
    set: { accountId, accountFence },
    only: {
      ...from("send"),
      ...under(claimed),
      sameAccount: anyOf(absent("accountId"), equals("accountId", accountId)),
    },
  });
}

/** The card went into another account than the one that is bound: it goes with the release of this one, and the acquisition of that. */
export function rebind(claimed: Redemption, to: Pick<AccountLease, "accountId" | "fence">): Write {
  return update("redemption.rebind", redemptionKey(claimed), {
    set: { accountId: to.accountId, accountFence: to.fence },
    only: { ...from("succeed"), ...under(claimed), accountAsSeen: asSeen("accountId", claimed.accountId) },
  });
}

/** The intent: on record before the exchange is called. A resend waits for the settle window of the send before. */
export function intend(
  claimed: Claimed & Pick<Redemption, "attempt">,
  { firstSentAt, lastSentAt }: Pick<SendTimes, "firstSentAt" | "lastSentAt">,
  nowMs: number,
  settledBeforeMs: number,
): Write {
  const settled = allOf(oneOf("state", sources("resend")), below("lastSentAt", settledBeforeMs));
  return update("redemption.send", redemptionKey(claimed), {
    set: {
      ...listed(claimed, "SENDING"),
      firstSentAt: new Keep(firstSentAt),
      lastSentAt,
      sends: new Plus(1),
      providerKey: new Keep(providerKeyOf(claimed)),
      updatedAt: nowMs,
    },
    only: {
      ...under(claimed),
      firstOrSettled: anyOf(oneOf("state", sources("send")), settled),
      sendsLeft: below("sends", CONTRACT.sendsMax),
    },
  });
}

export function succeed(claimed: Redemption, amount: Money, providerReference: string, nowMs: number): Write {
  const change = update("redemption.succeed", redemptionKey(claimed), {
    set: { ...listed(claimed, "SUCCEEDED"), amount, providerReference, updatedAt: nowMs },
    remove: [...NOT_DUE, ...LEASE, "lookupAt", "codeCipher"],
    only: { ...from("succeed"), ...under(claimed) },
  });
  return telling(change, claimed, told(claimed, "succeeded", nowMs));
}

/** A definitive refusal, or the end of one that was never sent. */
export function fail(claimed: Redemption, on: "decline" | "expire", reason: FailureReason, nowMs: number): Write {
  const change = update(`redemption.${on}`, redemptionKey(claimed), {
    set: { ...listed(claimed, "FAILED"), reason, updatedAt: nowMs },
    remove: [...NOT_DUE, ...LEASE, "lookupAt", "codeCipher"],
    only: { ...from(on), ...under(claimed) },
  });
  return telling(change, claimed, told(claimed, "failed", nowMs));
}

/** We do not know; the account stays leased until we do. */
export function doubt(
  claimed: Claimed,
  next: { lookupAt: number; dueAt: number; selfRefusal: boolean },
  nowMs: number,
): Write {
  return update("redemption.doubt", redemptionKey(claimed), {
    set: {
      ...listed(claimed, "UNKNOWN"),
      ...due(claimed, next.dueAt),
      lookupAt: next.lookupAt,
      lookups: new Plus(1),
      selfRefusal: next.selfRefusal || undefined,
      updatedAt: nowMs,
    },
    remove: LEASE,
    only: { ...from("doubt"), ...under(claimed) },
  });
}

/** For a person. The account stays LOCKING: its balance is in doubt. */
export function park(claimed: Redemption, nowMs: number): Write {
  const change = update("redemption.park", redemptionKey(claimed), {
    set: { ...listed(claimed, "NEEDS_REVIEW"), updatedAt: nowMs },
    remove: [...NOT_DUE, ...LEASE, "lookupAt"],
    only: { ...from("park"), ...under(claimed) },
  });
  return telling(change, claimed, told(claimed, "needs_review", nowMs));
}

/** The operator's word. The account is finished or released in the same transaction. */
export function resolve(
  seen: Redemption,
  on: "resolve-succeeded" | "resolve-failed",
  result: { amount?: Money; reason?: FailureReason; providerReference?: string },
  nowMs: number,
): Write {
  const hasSucceeded = on === "resolve-succeeded";
  const change = update(`redemption.${on}`, redemptionKey(seen), {
    set: {
      ...listed(seen, hasSucceeded ? "SUCCEEDED" : "FAILED"),
      ...result,
      epoch: seen.epoch + 1,
      updatedAt: nowMs,
    },
    remove: [...NOT_DUE, "codeCipher"],
    only: { ...from(on), epochAsSeen: equals("epoch", seen.epoch) },
  });
  return telling(change, seen, told(seen, hasSucceeded ? "succeeded" : "failed", nowMs));
}

/** A redemption whose lease on an account was repaired away must have ended. */
export function checkEnded(ref: RedemptionRef): Write {
  return check("redemption.ended", redemptionKey(ref), { hasEnded: oneOf("state", ["SUCCEEDED", "FAILED"]) });
}
