import { describe, expect, test } from "@jest/globals";
import { movesOf } from "../../../console/src/domain/actions/action.ts";
import { codeRedemptionActions, deliveryActions, reviewActions } from "../../../console/src/domain/actions/other.ts";
import { redemptionActions } from "../../../console/src/domain/actions/redemption.ts";
import { refundActions } from "../../../console/src/domain/actions/refund.ts";
import { sagaActions } from "../../../console/src/domain/actions/saga.ts";
import { withdrawalActions } from "../../../console/src/domain/actions/withdrawal.ts";
import type { RefundView, SagaView } from "../../../contract/answers/payments.ts";
import type { RedemptionView } from "../../../contract/answers/redemptions.ts";
import type { WithdrawalView } from "../../../contract/answers/withdrawals.ts";
import { DELIVERY_STATES } from "../../../core/events/domain/delivery.ts";
import type { Transition } from "../../../core/foundation/domain/transitions.ts";
import { REFUND_STATES, REFUND_TRANSITIONS } from "../../../core/payments/domain/payment.ts";
import { SAGA_STATES, SAGA_TRANSITIONS } from "../../../core/payments/domain/saga.ts";
import { REDEMPTION_STATES, REDEMPTION_TRANSITIONS } from "../../../core/redemptions/domain/redemption.ts";
import { WITHDRAWAL_STATES, WITHDRAWAL_TRANSITIONS } from "../../../core/withdrawals/domain/withdrawal.ts";

const UNIQUE = "01JDKZ8Q5W3V7X9Y2A4B6C8D0E";
const USD = (amount: number) => ({ amount, currency: "USD" });

const saga = (status: string, parkedFrom: SagaView["parkedFrom"] = null, parked = "ChargePayment") =>
  ({
    sagaId: `sag_acme_${UNIQUE}`,
    paymentId: `pay_acme_${UNIQUE}`,
    status,
    parkedFrom,
    steps: status === "NEEDS_REVIEW" ? [{ step: parked, status: "NEEDS_REVIEW" }] : [],
    payment: { orderNo: "1", status: "PROCESSING", amount: USD(1999) },
  }) as unknown as SagaView;
const refund = (status: string, origin = "caller") =>
  ({ refundId: `ref_acme_${UNIQUE}`, paymentId: `pay_acme_${UNIQUE}`, amount: USD(500), status, origin }) as RefundView;
const redemption = (status: string) =>
  ({ redemptionId: `rdm_acme_${UNIQUE}`, status, attempt: 1, accountId: `acc_acme_${UNIQUE}` }) as RedemptionView;
const withdrawal = (status: string, approvals = 0, approvalsNeeded = 0) =>
  ({
    withdrawalId: `wdr_acme_${UNIQUE}`,
    status,
    amount: USD(1000),
    fee: USD(30),
    provider: "sandbox",
    approvals: Array.from({ length: approvals }, () => ({})),
    approvalsNeeded,
  }) as unknown as WithdrawalView;

const titles = (actions: readonly { title: string }[]) => actions.map(({ title }) => title);
/** Where the table lets an operator lead it from a state. */
const operatorsEnds = (table: readonly Transition<string, string>[], state: string) =>
  [...new Set(table.filter(({ from, by }) => from === state && by === "operator").map(({ to }) => to))].sort();
const ends = (actions: readonly { leadsTo: readonly string[] }[]) =>
  [...new Set(actions.flatMap(({ leadsTo }) => leadsTo))].sort();

describe("what an operator is offered is what the table has for operators, in every state", () => {
  test.each(REDEMPTION_STATES)("a redemption that is %s", (state) => {
    expect(ends(redemptionActions(redemption(state), "USD"))).toEqual(operatorsEnds(REDEMPTION_TRANSITIONS, state));
  });

  test.each(REFUND_STATES)("a refund that is %s", (state) => {
    expect(ends(refundActions(refund(state), "sandbox"))).toEqual(operatorsEnds(REFUND_TRANSITIONS, state));
  });

  test.each(WITHDRAWAL_STATES)("a withdrawal that is %s", (state) => {
    const offered = [withdrawalActions(withdrawal(state, 0, 2)), withdrawalActions(withdrawal(state, 1, 2))].flat();
    expect(ends(offered)).toEqual(operatorsEnds(WITHDRAWAL_TRANSITIONS, state));
  });

  test.each(SAGA_STATES)("a saga that is %s", (state) => {
    const parked = state === "NEEDS_REVIEW" ? (["RUNNING", "COMPENSATING"] as const) : [null];
    const offered = parked.flatMap((from) => sagaActions(saga(state, from), "sandbox"));
    // Compensating before the pivot is the caller's move, which its route opens to operators.
    const opened = state === "RUNNING" ? ["COMPENSATING"] : [];
    expect(ends(offered)).toEqual([...operatorsEnds(SAGA_TRANSITIONS, state), ...opened].sort());
  });

  test.each(DELIVERY_STATES)("a delivery that is %s", (status) => {
    const offered = deliveryActions({ deliveryId: `dlv_acme_${UNIQUE}`, status });
    expect(titles(offered)).toEqual(["DELIVERED", "EXHAUSTED", "HELD"].includes(status) ? ["Resend"] : []);
  });

  test("a state of a newer release offers nothing", () => {
    expect(redemptionActions(redemption("FROZEN"), "USD")).toEqual([]);
    expect(sagaActions(saga("FROZEN"), "sandbox")).toEqual([]);
  });
});

describe("a saga", () => {
  test("that was parked on its way forward can be retried, undone, or resolved in three ways", () => {
    const actions = sagaActions(saga("NEEDS_REVIEW", "RUNNING"), "sandbox");
    expect(titles(actions)).toEqual([
      "Retry",
      "Compensate",
      "Resolve: it was captured",
      "Resolve: it failed",
      "Resolve: undone by hand",
    ]);
    expect(actions[0]).toMatchObject({ leadsTo: ["RUNNING"], path: `/v1/sagas/sag_acme_${UNIQUE}/retry` });
    expect(actions[0]?.will).toContain("Parked before the pivot: try the step again.");
    expect(actions[2]).toMatchObject({
      leadsTo: ["PIVOTED"],
      body: { step: "ChargePayment", resolution: "SUCCEEDED" },
      typed: USD(1999),
      fields: [{ name: "providerReference", isRequired: true }],
    });
  });

  test("that was parked while it was undone is not captured or failed any more", () => {
    const actions = sagaActions(saga("NEEDS_REVIEW", "COMPENSATING"), "sandbox");
    expect(titles(actions)).toEqual(["Retry", "Compensate", "Resolve: undone by hand"]);
    expect(actions[0]?.leadsTo).toEqual(["COMPENSATING"]);
  });

  test("asks its amount again wherever money may move, and not for another try", () => {
    const actions = sagaActions(saga("NEEDS_REVIEW", "RUNNING", "ChargePayment"), "sandbox");
    expect(actions.filter(({ typed }) => typed === undefined).map(({ title }) => title)).toEqual(["Retry"]);
  });

  test("whose customer is waited for need not be told which trade it was", () => {
    const actions = sagaActions(saga("NEEDS_REVIEW", "RUNNING", "AwaitPayment"), "sandbox");
    expect(actions[2]?.fields).toMatchObject([{ isRequired: false }]);
  });

  test("that is captured will be posted from the channel to the wallet", () => {
    const [, , captured] = sagaActions(saga("NEEDS_REVIEW", "RUNNING"), "stripe");
    expect(captured?.effects?.(undefined)).toEqual([
      { place: "wallet:acme", change: 1999, currency: "USD" },
      { place: "channel:stripe", change: -1999, currency: "USD" },
      { place: "wallet, available", change: 1999, currency: "USD", part: "available" },
    ]);
  });
});

describe("a withdrawal", () => {
  test("says which approval it would be, and only the last one sends it", () => {
    const [first] = withdrawalActions(withdrawal("AWAITING_APPROVAL", 0, 2));
    expect(first).toMatchObject({ title: "Approve (1 of 2)", leadsTo: ["AWAITING_APPROVAL"], typed: USD(1000) });
    expect(first?.effects).toBeUndefined();
    const [last] = withdrawalActions(withdrawal("AWAITING_APPROVAL", 1, 2));
    expect(last).toMatchObject({ title: "Approve (2 of 2)", leadsTo: ["TRIED"], isFinal: true });
  });

  test("that was paid out leaves the frozen part, with its fee apart", () => {
    const [paid, back] = withdrawalActions(withdrawal("NEEDS_REVIEW"));
    expect(paid?.effects?.(undefined)).toContainEqual({ place: "platform:fees", change: 30, currency: "USD" });
    expect(paid?.effects?.(undefined).at(-1)).toMatchObject({ part: "frozen", change: -1000 });
    expect(back?.effects?.(undefined)).toMatchObject([
      { part: "frozen", change: -1000 },
      { part: "available", change: 1000 },
    ]);
  });
});

test("a refund of money that came too late does not touch the wallet", () => {
  for (const { effects } of refundActions(refund("NEEDS_REVIEW", "late-success"), "sandbox"))
    expect(effects?.(undefined)).toEqual([]);
  const [paid] = refundActions(refund("NEEDS_REVIEW"), "sandbox");
  expect(paid?.effects?.(undefined)).toMatchObject([
    { place: "channel:sandbox", change: 500 },
    { place: "wallet:acme", change: -500 },
    { part: "frozen", change: -500 },
  ]);
});

test("a redemption asks for its amount, in the account's currency, and posts what was typed", () => {
  const [took] = redemptionActions(redemption("NEEDS_REVIEW"), "USD");
  expect(took?.asksAmount).toEqual({ currency: "USD" });
  expect(took?.effects?.(undefined)).toEqual([]);
  expect(took?.effects?.(USD(2500))).toMatchObject([{ change: 2500 }, { place: "exchange:gift-cards", change: -2500 }]);
});

test("a use of a code is reversed once", () => {
  const codeRedemptionId = `cru_acme_${UNIQUE}`;
  expect(titles(codeRedemptionActions({ codeRedemptionId, status: "SUCCEEDED" }))).toEqual(["Reverse"]);
  expect(codeRedemptionActions({ codeRedemptionId, status: "REVERSED" })).toEqual([]);
});

test("only a charge or an endpoint's review is closed by itself, and only once", () => {
  const review = { reviewId: `rev_acme_${UNIQUE}`, kind: "charge", closedAt: null } as const;
  expect(titles(reviewActions(review))).toEqual(["Close"]);
  expect(titles(reviewActions({ ...review, kind: "webhook endpoint" }))).toEqual(["Close"]);
  expect(titles(reviewActions({ ...review, kind: "violation" }))).toEqual(["Close"]);
  expect(reviewActions({ ...review, kind: "payment" })).toEqual([]);
  expect(reviewActions({ ...review, closedAt: "2026-11-27T06:00:00.000Z" })).toEqual([]);
});

test("a caller's move is offered only where the action says that operators may make it", () => {
  expect(movesOf(SAGA_TRANSITIONS, "RUNNING", { on: ["abort"] })).toEqual([]);
  expect(movesOf(SAGA_TRANSITIONS, "RUNNING", { on: ["abort"], alsoCallers: true })).toHaveLength(1);
  expect(movesOf(SAGA_TRANSITIONS, "RUNNING", { on: ["pivot"], alsoCallers: true })).toEqual([]);
});
