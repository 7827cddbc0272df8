import { describe, expect, test } from "@jest/globals";
import { CONTRACT, LIMITS } from "../../../../core/foundation/domain/limits.ts";
import {
  decideResubmission,
  hasEnded,
  isSelfRefusal,
  isTooOld,
  mayResend,
  nextClaim,
  providerKeyOf,
  REDEMPTION_STATES,
  type Redemption,
  type RedemptionState,
} from "../../../../core/redemptions/domain/redemption.ts";

const NOW = 1_000_000_000;
const LIMIT = LIMITS.demo;

function redemption(state: RedemptionState, more: Partial<Redemption> = {}): Redemption {
  return {
    tenantId: "acme",
    redemptionId: "rdm_acme_00000000000000000000000000",
    planId: "plan-1",
    batchId: "batch-1",
    last4: "0001",
    state,
    attempt: 1,
    epoch: 0,
    acceptedBy: "request-1",
    createdAt: NOW,
    acceptedAt: NOW,
    updatedAt: NOW,
    stateSk: "0",
    sends: 0,
    lookups: 0,
    yields: 0,
    ...more,
  };
}

/** State x (same batch and plan | same batch, other plan | other batch) -> what the product says. */
const RESUBMISSIONS: Record<RedemptionState, [same: string, otherPlan: string, otherBatch: string]> = {
  ACCEPTED: ["existing", "redemption-differs", "redemption-in-progress"],
  CLAIMED: ["existing", "redemption-differs", "redemption-in-progress"],
  SENDING: ["existing", "redemption-differs", "redemption-in-progress"],
  UNKNOWN: ["existing", "redemption-differs", "redemption-in-progress"],
  SUCCEEDED: ["existing", "existing", "already-redeemed"],
  FAILED: ["retry", "retry", "retry"],
  NEEDS_REVIEW: ["existing", "existing", "redemption-needs-review"],
};

const decided = (known: Redemption, batchId: string, planId: string) => {
  const decision = decideResubmission(known, { batchId, planId });
  return decision.kind === "refused" ? decision.code : decision.kind;
};

describe.each(REDEMPTION_STATES)("submitting a code again that is %s", (state) => {
  const [same, otherPlan, otherBatch] = RESUBMISSIONS[state];

  test(`with its batch and plan: ${same}`, () => {
    expect(decided(redemption(state), "batch-1", "plan-1")).toBe(same);
  });
  test(`with its batch and another plan: ${otherPlan}`, () => {
    expect(decided(redemption(state), "batch-1", "plan-2")).toBe(otherPlan);
  });
  test(`with another batch: ${otherBatch}, whatever its plan`, () => {
    expect(decided(redemption(state), "batch-2", "plan-1")).toBe(otherBatch);
    expect(decided(redemption(state), "batch-2", "plan-2")).toBe(otherBatch);
  });
  test("by the very request that accepted it before it crashed: its own", () => {
    const again = { batchId: "batch-2", planId: "plan-2", acceptedBy: "request-1" };
    expect(decideResubmission(redemption(state), again)).toEqual({ kind: "own" });
  });
});

test("the fifth refused attempt is the last one, in any batch", () => {
  const attempts = Array.from({ length: CONTRACT.attemptsMax }, (_, index) => index + 1);
  const answers = attempts.map((attempt) => decided(redemption("FAILED", { attempt }), "batch-2", "plan-1"));
  expect(answers).toEqual(["retry", "retry", "retry", "retry", "attempts-exhausted"]);
});

test.each([
  ["ACCEPTED", { kind: "claim" }],
  ["CLAIMED", { kind: "reclaim" }],
  ["SENDING", { kind: "takeover" }],
  ["UNKNOWN", { kind: "takeover" }],
  ["SUCCEEDED", { kind: "none" }],
  ["FAILED", { kind: "none" }],
  ["NEEDS_REVIEW", { kind: "none" }],
] as const)("a worker that finds %s without a lease may try %o", (state, expected) => {
  expect(nextClaim(redemption(state), NOW)).toEqual(expected);
});

test("a worker waits for the end of another's lease, to the millisecond after its last one", () => {
  for (const state of ["CLAIMED", "SENDING", "UNKNOWN"] as const) {
    const leased = redemption(state, { leaseUntil: NOW });
    expect(nextClaim(leased, NOW)).toEqual({ kind: "wait", untilMs: NOW + 1 });
    expect(nextClaim(leased, NOW + 1).kind).toBe(state === "CLAIMED" ? "reclaim" : "takeover");
  }
});

test("an unknown outcome is not looked up before its time", () => {
  const unknown = redemption("UNKNOWN", { lookupAt: NOW + 500 });
  expect(nextClaim(unknown, NOW)).toEqual({ kind: "wait", untilMs: NOW + 500 });
  expect(nextClaim(unknown, NOW + 500)).toEqual({ kind: "takeover" });
});

test("a redemption that yielded is not claimed before its wait is over", () => {
  const yielded = redemption("ACCEPTED", { notBefore: NOW + 500 });
  expect(nextClaim(yielded, NOW)).toEqual({ kind: "wait", untilMs: NOW + 500 });
  expect(nextClaim(yielded, NOW + 500)).toEqual({ kind: "claim" });
});

test("a state of a newer release is left alone: a worker says so, a caller is told to wait", () => {
  const newer = redemption("FROZEN" as RedemptionState);
  expect(nextClaim(newer, NOW)).toEqual({ kind: "unknown-state" });
  expect(decided(newer, "batch-2", "plan-1")).toBe("redemption-in-progress");
});

describe("a send that is settled without an effect", () => {
  const sent = (more: Partial<Redemption> = {}) => redemption("UNKNOWN", { sends: 1, lastSentAt: NOW, ...more });

  test("may be sent again until five sends are used up", () => {
    expect(mayResend(sent({ sends: CONTRACT.sendsMax - 1 }), NOW, LIMIT)).toBe(true);
    expect(mayResend(sent({ sends: CONTRACT.sendsMax }), NOW, LIMIT)).toBe(false);
  });

  test("is for a person when a later send was refused as already used, or when the redemption is too old", () => {
    expect(mayResend(sent({ selfRefusal: true }), NOW, LIMIT)).toBe(false);
    expect(mayResend(sent({ acceptedAt: NOW - LIMIT.exchange.ageMaxMs - 1 }), NOW, LIMIT)).toBe(false);
  });
});

test("the age limit counts from this attempt's acceptance", () => {
  const accepted = redemption("ACCEPTED", { createdAt: 0 });
  expect(isTooOld(accepted, NOW + LIMIT.exchange.ageMaxMs, LIMIT)).toBe(false);
  expect(isTooOld(accepted, NOW + LIMIT.exchange.ageMaxMs + 1, LIMIT)).toBe(true);
});

test("only a refusal that our own earlier send could have caused is doubted", () => {
  expect(isSelfRefusal({ sends: 2 }, "code-used", LIMIT)).toBe(true);
  expect(isSelfRefusal({ sends: 1 }, "code-used", LIMIT)).toBe(false);
  expect(isSelfRefusal({ sends: 2 }, "code-invalid", LIMIT)).toBe(false);
  const restored = { ...LIMIT, restored: { toMs: 1, atMs: 2 } };
  expect(isSelfRefusal({ sends: 1 }, "code-used", restored)).toBe(true);
  expect(isSelfRefusal({ sends: 1 }, "code-invalid", restored)).toBe(false);
});

test("the provider's key changes with the attempt alone", () => {
  const first = redemption("CLAIMED");
  expect(providerKeyOf(first)).toBe(`${first.redemptionId}#1`);
  expect(providerKeyOf({ ...first, sends: 4, epoch: 9 } as Redemption)).toBe(providerKeyOf(first));
  expect(providerKeyOf({ ...first, attempt: 2 })).toBe(`${first.redemptionId}#2`);
});

test("only a success and a definitive failure are an end", () => {
  expect(REDEMPTION_STATES.filter(hasEnded)).toEqual(["SUCCEEDED", "FAILED"]);
});
