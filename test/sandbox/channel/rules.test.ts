import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { LIMITS } from "../../../core/foundation/domain/limits.ts";
import { cancel, charge, decide, pageStateOf } from "../../../sandbox/channel/charge.ts";
import { type DeskMove, moveAtDesk, refund } from "../../../sandbox/channel/refund.ts";
import {
  type Asked,
  type Charge,
  type Effect,
  type Notice,
  type Refund,
  stateOf,
  type Writes,
} from "../../../sandbox/channel/rows.ts";
import { BEHAVIOURS, behaviourOf, type PaymentMethod, SANDBOX } from "../../../sandbox/channel/rules.ts";

const METHODS = Object.keys(BEHAVIOURS) as PaymentMethod[];
const ID = "pay_1";

function askedWith(paymentMethod?: string): Asked {
  const amount = { amount: 1000, currency: "USD" };
  return { providerKey: `${ID}#charge`, orderNo: "order", amount, paymentMethod, notifyUrl: "http://merchant/" };
}

/** A payment in memory: what the store does, one move after the other. */
class Payment {
  row: Charge | undefined;
  now = 0;
  readonly effects: Effect[] = [];
  readonly notices: Notice[] = [];
  readonly refunds = new Map<string, Refund>();

  charge(paymentMethod?: string) {
    const step = charge(SANDBOX, { row: this.row, keyOwner: undefined }, ID, askedWith(paymentMethod), this.now);
    return this.keep(step);
  }
  cancel() {
    return this.keep(cancel(SANDBOX, this.row, ID, `${ID}#cancel`, this.now));
  }
  click(outcome: "paid" | "declined") {
    return this.keep(decide(SANDBOX, this.row, outcome, this.now));
  }
  refund(refundId: string, amount: number, currency = "USD") {
    const asked = { refundId, paymentId: ID, amount: { amount, currency } };
    return this.keep(refund(SANDBOX, this.row, this.refunds.get(refundId), asked, this.now));
  }
  desk(move: DeskMove, amount?: number) {
    return this.keep(moveAtDesk(this.row, { move, amount }, this.now));
  }
  sum(...kinds: Effect["kind"][]) {
    const shown = this.effects.filter(({ kind, effectAt }) => kinds.includes(kind) && effectAt <= this.now);
    return shown.reduce((total, { amount }) => total + amount, 0);
  }

  private keep<A>({ answer, writes = {} }: { answer: A; writes?: Writes }): A {
    if (writes.charge) {
      expect(writes.charge.version).toBe((this.row?.version ?? 0) + 1);
      this.row = writes.charge;
    }
    this.effects.push(...(writes.effects ?? []));
    if (writes.notice) this.notices.push(writes.notice);
    if (writes.refund) this.refunds.set(writes.refund.refundId, writes.refund);
    return answer;
  }
}

describe("a payment method", () => {
  test.each([
    [undefined, "captured"],
    ["pm_ok", "captured"],
    ["pm_action", "open"],
    ["pm_OK", "declined"],
    ["toString", "declined"],
    ["", "declined"],
  ])("%p makes a charge %s", (method, becomes) => {
    expect(behaviourOf(method).becomes).toBe(becomes);
  });

  test.each(METHODS)("%s takes effect within the in-flight bound of every profile, or never", (method) => {
    for (const limits of Object.values(LIMITS)) {
      expect(behaviourOf(method).succeedsAfterCancelMs ?? 0).toBeLessThan(limits.charge.inFlightMs);
    }
  });
});

describe("a charge", () => {
  test("that failed is cancelled as one that was never heard of, and does not take effect after it", () => {
    const payment = new Payment();
    expect(payment.charge("pm_500_twice")).toEqual({ kind: "failed" });
    expect(payment.cancel()).toEqual({ kind: "not-found" });
    for (let n = 0; n < 3; n++) {
      expect(payment.charge("pm_500_twice")).toMatchObject({ state: { status: "declined", reason: "refused" } });
    }
    expect(payment.effects).toEqual([]);
  });

  test("that nobody ever learns of has no effect, no page and no cancel", () => {
    const payment = new Payment();
    expect(payment.charge("pm_unknown_forever")).toEqual({ kind: "never-answered" });
    expect(stateOf(payment.row, 0)).toEqual({ status: "doubtful" });
    expect(payment.cancel()).toEqual({ kind: "failed" });
    expect(payment.click("paid")).toBeUndefined();
    expect(payment.refund("r", 1)).toMatchObject({ refund: { declined: "not-captured" } });
    expect(payment.effects).toEqual([]);
  });

  test("that is refused gives a void of 0 when it is cancelled", () => {
    const payment = new Payment();
    payment.charge("pm_declined");
    expect(payment.cancel()).toMatchObject({ kind: "cancelled", amount: { amount: 0 } });
    expect(payment.effects).toMatchObject([{ kind: "void", amount: 0 }]);
  });

  test("is given back by a cancel as far as it was not refunded", () => {
    const payment = new Payment();
    payment.charge();
    payment.refund("r1", 300);
    expect(payment.refund("r2", 1, "EUR")).toMatchObject({ refund: { declined: "refused" } });
    expect(payment.cancel()).toMatchObject({ amount: { amount: 700 } });
    expect(payment.refund("r3", 1)).toMatchObject({ refund: { declined: "exceeds-charge" } });
    expect(payment.refund("r1", 300)).toMatchObject({ refund: { refundId: "r1" } });
  });

  test("of which somebody gives back at the vendor's desk tells its merchant of all that has gone back", () => {
    const payment = new Payment();
    expect(payment.desk("refund")).toBe(false);
    payment.charge();
    payment.refund("r1", 300);
    expect(payment.desk("refund", 701)).toBe(false);
    expect(payment.desk("refund", 200)).toBe(true);
    expect(payment.desk("refund")).toBe(true);
    expect(payment.desk("refund")).toBe(false);
    expect(payment.effects.slice(2)).toMatchObject([
      { kind: "outside", amount: 200 },
      { kind: "outside", amount: 500 },
    ]);
    expect(payment.notices.map(({ type, more }) => [type, more?.amount?.amount, more?.refunded?.amount])).toEqual([
      ["charge.refunded", 200, 500],
      ["charge.refunded", 500, 1000],
    ]);
    expect(payment.refund("r2", 1)).toMatchObject({ refund: { declined: "exceeds-charge" } });
  });

  test("that a bank takes moves nothing here, and each word of the bank is told with its time", () => {
    const payment = new Payment();
    payment.charge();
    for (const word of ["dispute", "dispute-won"] as const) {
      payment.now += 1000;
      expect(payment.desk(word)).toBe(true);
    }
    expect(payment.effects).toHaveLength(1);
    expect(payment.notices).toMatchObject([
      { type: "charge.disputed", more: { at: 1000, dispute: { status: "needs_response", stage: "taken" } } },
      { type: "charge.disputed", more: { at: 2000, dispute: { status: "won", stage: "over" } } },
    ]);
    payment.cancel();
    expect(payment.desk("dispute")).toBe(false);
  });

  test("holds once it is written, whatever another server's clock says", () => {
    const payment = new Payment();
    payment.now = 5000;
    payment.charge();
    expect(stateOf(payment.row, 1000)).toMatchObject({ status: "succeeded" });
    payment.now = 1000;
    expect(payment.charge()).toMatchObject({ state: { status: "succeeded" } });
    expect(payment.refund("r", 1)).toEqual({
      kind: "refund",
      refund: expect.not.objectContaining({ declined: expect.anything() }),
    });
  });
});

type Move = (payment: Payment) => unknown;

const move: fc.Arbitrary<Move> = fc.oneof(
  fc.constant<Move>((payment) => payment.cancel()),
  fc.constantFrom("paid", "declined").map(
    (outcome): Move =>
      (payment) =>
        payment.click(outcome as "paid"),
  ),
  fc.tuple(fc.constantFrom("r1", "r2", "r3"), fc.integer({ min: 1, max: 1200 })).map(
    ([id, amount]): Move =>
      (payment) =>
        payment.refund(id, amount),
  ),
  fc.tuple(fc.constantFrom("refund", "dispute"), fc.option(fc.integer({ min: 1, max: 1200 }), { nil: undefined })).map(
    ([what, amount]): Move =>
      (payment) =>
        payment.desk(what as DeskMove, amount),
  ),
  fc.integer({ min: 1, max: 2000 }).map(
    (ms): Move =>
      (payment) => {
        payment.now += ms;
      },
  ),
);

test("after any moves at most the charge has gone back, each effect is there once, and one webhook tells the end", () => {
  fc.assert(
    fc.property(
      fc.constantFrom(...METHODS, "other"),
      fc.array(fc.option(move, { nil: null }), { maxLength: 14 }),
      (method, moves) => {
        const payment = new Payment();
        for (const each of moves) {
          // `null`: the charge is sent, again.
          if (each === null) payment.charge(method);
          else each(payment);
          const charged = payment.sum("charge");
          expect([0, 1000]).toContain(charged);
          expect(payment.sum("void", "refund", "outside")).toBeLessThanOrEqual(charged);
          const { status } = stateOf(payment.row, payment.now);
          if (status === "succeeded") expect(charged).toBe(1000);
          if (status === "declined") expect(payment.sum("void", "refund", "outside")).toBe(charged);
          if (status === "not_found" || status === "requires_action") expect(payment.effects).toEqual([]);
          if (pageStateOf(SANDBOX, payment.row, payment.now) === "paid") expect(status).toBe("succeeded");
        }
        const names = payment.effects.map(({ kind, id }) => `${kind} ${id}`);
        expect(new Set(names).size).toBe(names.length);
        const ends = payment.notices.filter(({ type }) => type === "charge.paid" || type === "charge.declined");
        expect(ends.length).toBeLessThanOrEqual(1);
      },
    ),
    { numRuns: 2000 },
  );
});
