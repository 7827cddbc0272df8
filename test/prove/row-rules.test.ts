import { describe, expect, test } from "@jest/globals";
import { CONTRACT, LIMITS } from "../../core/foundation/domain/limits.ts";
import { rowFaults } from "../../prove/row-rules.ts";

const REDEMPTION = "RDM#acme#rdm_acme_1 HEAD";
const NOW = 10_000_000;
const CIRCUMSTANCES = { nowMs: NOW, skewMaxMs: 30_000, limits: LIMITS.production };

function broken(key: string, before: object | undefined, after: object, isPut = false): string[] {
  const change = { key, before: before as never, after: after as never };
  return [...rowFaults(change, "a write", isPut, CIRCUMSTANCES)].map(([invariant]) => invariant);
}

describe("what a row may never become", () => {
  test.each([
    ["an amount below zero", "WALLET#acme#USD HEAD", { available: 5 }, { available: -1 }, "I4"],
    ["more sends than there may be", REDEMPTION, { sends: 5 }, { sends: CONTRACT.sendsMax + 1 }, "I13"],
    ["something else after its end", REDEMPTION, { state: "SUCCEEDED" }, { state: "SUCCEEDED", dueAt: 1 }, "I13"],
    ["taken from a running lease", REDEMPTION, { epoch: 1, leaseUntil: NOW + 60_000 }, { epoch: 2 }, "I11"],
    [
      "sent while the last call may still take effect",
      REDEMPTION,
      { state: "UNKNOWN", sends: 1, lastSentAt: NOW - 60_000 },
      { state: "SENDING", sends: 2, lastSentAt: NOW },
      "I1",
    ],
    [
      "left to a person while its send may still take effect",
      REDEMPTION,
      { state: "UNKNOWN", sends: 1, lastSentAt: NOW - 60_000 },
      { state: "NEEDS_REVIEW", sends: 1, lastSentAt: NOW - 60_000 },
      "I1",
    ],
    [
      "a refund left to a person while its send may still take effect",
      "PAY#acme#pay_1 REFUND#ref_1",
      { state: "UNKNOWN", origin: "caller", lastSentAt: NOW - 60_000 },
      { state: "NEEDS_REVIEW", origin: "caller", lastSentAt: NOW - 60_000 },
      "I1",
    ],
    [
      "a step left to a person while its cancel may still take effect",
      "SAGA#acme#sag_1 STEP#01",
      { state: "COMPENSATING", lastSentAt: 1, cancelSentAt: NOW - 60_000 },
      { state: "NEEDS_REVIEW", lastSentAt: 1, cancelSentAt: NOW - 60_000, reason: "timeout" },
      "I1",
    ],
  ])("%s", (_name, key, before, after, rule) => {
    expect(broken(key, before, after)).toEqual([rule]);
  });

  test.each([
    ["selected although nobody can log in", { status: "WAITING", loginStatus: "INACTIVE", selectionPk: "ACC" }],
    ["lost to the selection", { status: "PROCESSING", loginStatus: "ACTIVE" }],
    ["taken although nobody can log in", { status: "LOCKING", loginStatus: "INACTIVE" }],
  ])("an account: %s", (_name, after) => {
    expect(broken("ACC#acme#acc_1 HEAD", { status: "WAITING", loginStatus: "ACTIVE" }, after)).toEqual(["I11"]);
  });

  test("replaced by another of its kind", () => {
    expect(broken("PAY#acme#1 HEAD", { amount: 1 }, { amount: 2 }, true)).toEqual(["I13"]);
    expect(broken("REVIEW#acme#rev_acme_1 HEAD", { trade: "1" }, { trade: "1" }, true)).toEqual(["I13"]);
    expect(broken("REVIEW#acme#pay_acme_1 HEAD", { why: "1" }, { why: "2" }, true)).toEqual([]);
    expect(broken("ORDERNO#acme#1 HEAD", { paymentId: "1" }, { paymentId: "2" }, true)).toEqual(["I13"]);
    expect(broken("POLICY#acme CURRENCY#USD", { version: 1 }, { version: 2 }, true)).toEqual([]);
  });
});

describe("what it may", () => {
  test.each([
    ["taken over when the clocks may disagree", REDEMPTION, { epoch: 1, leaseUntil: NOW + 20_000 }, { epoch: 2 }],
    ["told of a late success", "PAY#acme#1 HEAD", { state: "CANCELLED" }, { state: "CANCELLED", lateSuccess: "t" }],
    [
      "sent again when the last call is over",
      REDEMPTION,
      { state: "UNKNOWN", sends: 1, lastSentAt: NOW - LIMITS.production.exchange.settleMs },
      { state: "SENDING", sends: 2, lastSentAt: NOW },
    ],
    [
      "a late refund that was refused is left to a person at once",
      "PAY#acme#pay_1 REFUND#ref_1",
      { state: "SENT", origin: "late-success", lastSentAt: NOW },
      { state: "NEEDS_REVIEW", origin: "late-success", lastSentAt: NOW },
    ],
  ])("%s", (_name, key, before, after) => {
    expect(broken(key, before, after)).toEqual([]);
  });
});
