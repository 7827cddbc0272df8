import { describe, expect, test } from "@jest/globals";
import type { Action } from "../../../console/src/domain/actions/action.ts";
import { bodyOf, missingIn, moneyOf } from "../../../console/src/domain/draft.ts";
import { type Effect, shown } from "../../../console/src/domain/effects.ts";

const action = (more: Partial<Action> = {}): Action => ({ title: "Do", will: [], leadsTo: [], path: "/v1/x", ...more });
const EMPTY = { reason: "", amount: "", currency: "", fields: {} };
const REASON = "seen in the vendor's books";

describe("before it is sent", () => {
  test.each([
    ["", false],
    ["too short", false],
    ["  ten chars  ", false],
    ["ten chars!", true],
    ["x".repeat(500), true],
    ["x".repeat(501), false],
    ["\u{1f600}".repeat(10), true],
  ])("the reason %j is enough: %s", (reason, isEnough) => {
    expect(missingIn(action(), { ...EMPTY, reason }).length === 0).toBe(isEnough);
  });

  test("money is typed again, to the digit", () => {
    const refund = action({ typed: { amount: 1999, currency: "USD" } });
    for (const amount of ["", "19.9", "1999", "19,99", "20.00"])
      expect(missingIn(refund, { ...EMPTY, reason: REASON, amount })).toEqual(["the amount as it stands above, 19.99"]);
    expect(missingIn(refund, { ...EMPTY, reason: REASON, amount: " 19.99 " })).toEqual([]);
    expect(bodyOf(refund, { ...EMPTY, reason: REASON, amount: "19.99" })).toEqual({ reason: REASON });
  });

  test("money may be typed with the groups that it is shown with", () => {
    const refund = action({ typed: { amount: 123_456_789, currency: "USD" } });
    for (const amount of ["1234567.89", "1,234,567.89"])
      expect(missingIn(refund, { ...EMPTY, reason: REASON, amount })).toEqual([]);
    for (const amount of ["1,234567.89,", "12,34,567.8", "1.234.567,89"])
      expect(missingIn(refund, { ...EMPTY, reason: REASON, amount })).toHaveLength(1);
  });

  test("an amount that only a person knows is one of whole minor units", () => {
    const took = action({ asksAmount: { currency: "KWD" }, body: { resolution: "SUCCEEDED" } });
    for (const amount of ["", "0", "-1", "1.2345", "1e3", "one"])
      expect(moneyOf(took, { ...EMPTY, amount })).toBeUndefined();
    const draft = { ...EMPTY, reason: ` ${REASON} `, amount: "2.55" };
    expect(missingIn(took, draft)).toEqual([]);
    expect(bodyOf(took, draft)).toEqual({
      resolution: "SUCCEEDED",
      amount: { amount: 2550, currency: "KWD" },
      reason: REASON,
    });
  });

  test("without a known currency it is asked for, too", () => {
    const took = action({ asksAmount: {} });
    expect(moneyOf(took, { ...EMPTY, amount: "5" })).toBeUndefined();
    expect(moneyOf(took, { ...EMPTY, amount: "5", currency: " usd " })).toEqual({ amount: 500, currency: "USD" });
  });

  test("a field is sent when something was typed into it, and missed when it has to be", () => {
    const field = { name: "providerReference", label: "Provider reference" };
    const draft = { ...EMPTY, reason: REASON, fields: { providerReference: " tr_1 " } };
    expect(missingIn(action({ fields: [{ ...field, isRequired: true }] }), { ...draft, fields: {} })).toEqual([
      "provider reference",
    ]);
    const optional = action({ fields: [{ ...field, isRequired: false }] });
    expect(bodyOf(optional, draft)).toEqual({ providerReference: "tr_1", reason: REASON });
    expect(bodyOf(optional, { ...draft, fields: { providerReference: " " } })).toEqual({ reason: REASON });
  });

  test("what takes no reason asks none and has no body", () => {
    expect(missingIn(action({ hasNoReason: true }), EMPTY)).toEqual([]);
    expect(bodyOf(action({ hasNoReason: true }), EMPTY)).toBeUndefined();
  });
});

test("a wallet's parts are shown before and after, a ledger account's change alone", () => {
  const wallet = {
    currency: "USD",
    available: { amount: 100, currency: "USD" },
    frozen: { amount: 40, currency: "USD" },
  };
  const effects: Effect[] = [
    { place: "wallet:acme", change: -40, currency: "USD" },
    { place: "wallet, frozen", change: -40, currency: "USD", part: "frozen" },
    { place: "wallet, available", change: 5, currency: "EUR", part: "available" },
  ];
  expect(shown(effects, { items: [wallet] }).map(({ before, after }) => [before, after])).toEqual([
    [undefined, undefined],
    [40, 0],
    [undefined, undefined],
  ]);
  expect(shown(effects, undefined)[1]).toMatchObject({ before: undefined, after: undefined });
});
