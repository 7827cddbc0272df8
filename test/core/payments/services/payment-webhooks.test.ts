import { afterEach, beforeEach, describe, expect, test } from "@jest/globals";
import { resolveSaga } from "../../../../core/payments/services/saga-review.ts";
import { applyWebhook } from "../../../../core/payments/services/webhook-work.ts";
import { AMOUNT, OPERATOR, PaymentWorld, paymentIdIn } from "../../../support/payment-world.ts";
import type { ChargeKind } from "../../../support/scripted-channel.ts";
import { assertSound, captures } from "./payment-soundness.ts";

let world: PaymentWorld;
let paymentId: string;
beforeEach(async () => {
  world = await PaymentWorld.create();
});
afterEach(() => world.drop());

async function payAndSettle(kind: ChargeKind): Promise<void> {
  paymentId = paymentIdIn(await world.pay(kind));
  await world.settle();
}

const state = async () => (await world.payments())[0]?.state;
const results = async () => (await world.inbox()).map(({ result }) => result);

describe("a webhook that says paid", () => {
  test("wakes the wait, and the payment succeeds without asking the channel", async () => {
    await payAndSettle("action");
    const event = world.channel.act(paymentId, "paid");
    const calls = world.channel.calls.length;
    expect(await world.webhook(event)).toEqual({ httpStatus: 200, contentType: "text/plain", body: "received" });
    expect(await state()).toBe("REQUIRES_ACTION");
    await world.settle();
    expect(await state()).toBe("SUCCEEDED");
    expect(world.channel.calls).toHaveLength(calls);
    expect(world.machine.executions.size).toBe(1);
    await assertSound(world);
  });

  test("before there is a token is found by the wait itself", async () => {
    paymentId = paymentIdIn(await world.pay("action"));
    await world.advanceTo("AwaitPayment");
    await world.webhook(world.channel.act(paymentId, "paid"));
    await world.deliverWebhooks();
    expect(await results()).toEqual(["callback paid"]);
    await world.settle();
    expect(await state()).toBe("SUCCEEDED");
    await assertSound(world);
  });

  test("between the token and its reading is not missed", async () => {
    paymentId = paymentIdIn(await world.pay("action"));
    await world.advanceTo("AwaitPayment");
    const execution = world.machine.next(true);
    // The task's first write is the token.
    const hold = world.world.holdAt(0, "after");
    const waiting = execution && world.machine.advance(execution);
    await hold.reached;
    await world.webhook(world.channel.act(paymentId, "paid"));
    await world.deliverWebhooks();
    hold.letGo();
    await waiting;
    await world.settle();
    expect(await state()).toBe("SUCCEEDED");
    expect(world.machine.executions.size).toBe(1);
  });

  test("before the charge's own answer settles the charge", async () => {
    paymentId = paymentIdIn(await world.pay("reply-lost-action"));
    await world.advanceTo("WaitForPayment");
    await world.webhook(world.channel.act(paymentId, "paid"));
    await world.deliverWebhooks();
    await world.settle();
    expect(await state()).toBe("SUCCEEDED");
    expect(captures(world, paymentId)).toBe(1);
    await assertSound(world);
  });

  test("received before the charge was sent and applied after it settles nothing unasked", async () => {
    paymentId = paymentIdIn(await world.pay("action"));
    await world.webhook(world.channel.event(paymentId, "paid", { orderNo: "order-1", amount: AMOUNT }));
    world.world.nowMs += 1;
    await world.advanceTo("AwaitPayment");
    await world.deliverWebhooks();
    await world.settle();
    expect(world.channel.calls).toContain(`query ${paymentId}`);
    expect(await state()).not.toBe("SUCCEEDED");
    expect(await world.wallets()).toEqual([]);
  });

  test("twice, under one event and under another, is one success", async () => {
    await payAndSettle("action");
    const event = world.channel.act(paymentId, "paid");
    await Promise.all([world.webhook(event), world.webhook(event), world.webhook({ ...event, eventId: "again" })]);
    await world.settle();
    await world.webhook(event);
    await world.webhook({ ...event, eventId: "once more" });
    await world.settle();
    expect(await state()).toBe("SUCCEEDED");
    expect(await world.inbox()).toHaveLength(3);
    expect(await world.ledger()).toHaveLength(1);
    expect(await world.refunds()).toEqual([]);
    await assertSound(world);
  });

  test("while nobody drives the saga, because the machine is gone, is found within minutes", async () => {
    await payAndSettle("action");
    world.machine.abortAll();
    await world.webhook(world.channel.act(paymentId, "paid"));
    const before = world.nowMs;
    await world.settle();
    expect(await state()).toBe("SUCCEEDED");
    expect(world.nowMs - before).toBeLessThanOrEqual(2 * world.deps.limits.sweepHorizonMs);
    await assertSound(world);
  });

  test("after the customer's time was over goes back, and the wallet is untouched", async () => {
    await payAndSettle("late-success");
    await world.passDeadline();
    expect(await state()).toBe("CANCELLED");
    await world.webhook(world.channel.event(paymentId, "paid"));
    await world.settle();
    expect(await state()).toBe("REFUNDED");
    expect(await world.refunds()).toMatchObject([{ state: "SUCCEEDED", origin: "late-success" }]);
    expect(await world.wallets()).toEqual([]);
    expect(await world.ledger()).toEqual([]);
    await assertSound(world);
  });

  test("after the payment was declined goes back, and the wallet is untouched", async () => {
    await payAndSettle("declined");
    world.channel.becomes(paymentId, "captured");
    await world.webhook(world.channel.event(paymentId, "paid"));
    await world.settle();
    expect(await state()).toBe("REFUNDED");
    expect(await world.wallets()).toEqual([]);
    await assertSound(world);
  });

  test("late and told by two events at once is given back once", async () => {
    await payAndSettle("late-success");
    await world.cancel(paymentId);
    await world.settle();
    const event = world.channel.event(paymentId, "paid");
    await world.webhook(event);
    await world.webhook({ ...event, eventId: "again" });
    await world.settle();
    await world.webhook({ ...event, eventId: "once more" });
    await world.settle();
    expect(await world.refunds()).toHaveLength(1);
    expect(world.channel.effects.filter(({ kind }) => kind === "refund")).toHaveLength(1);
    expect(await state()).toBe("REFUNDED");
    await assertSound(world);
  });

  test("late and told by two events to two workers at once is given back once", async () => {
    await payAndSettle("late-success");
    await world.cancel(paymentId);
    await world.settle();
    const event = world.channel.event(paymentId, "paid");
    await world.webhook(event);
    await world.webhook({ ...event, eventId: "again" });
    const job = { tenantId: "acme", channel: "sandbox" };
    const hold = world.world.holdAt(0, "before");
    const first = applyWebhook(world.deps, { ...job, eventId: event.eventId }, world.remaining);
    await hold.reached;
    await applyWebhook(world.deps, { ...job, eventId: "again" }, world.remaining);
    hold.letGo();
    await first;
    await world.settle();
    expect(await world.refunds()).toHaveLength(1);
    expect((await results()).sort()).toEqual(["given back already", "late success"]);
    await assertSound(world);
  });

  test("whose worker is overtaken by a cancellation becomes a late success, and is not forgotten", async () => {
    await payAndSettle("action");
    await world.webhook(world.channel.event(paymentId, "paid"));
    const [row] = await world.rows<{ eventId: string }>("INBOX#");
    const hold = world.world.holdAt(0, "before");
    const job = { tenantId: "acme", channel: "sandbox", eventId: row?.eventId ?? "" };
    const worker = applyWebhook(world.deps, job, world.remaining);
    await hold.reached;
    await world.cancel(paymentId);
    await world.advanceTo("CancelOrder");
    const [execution] = [...world.machine.executions.values()].filter(({ status }) => status === "RUNNING");
    while (execution?.status === "RUNNING") await world.machine.advance(execution);
    expect(await state()).toBe("CANCELLED");
    // The customer's money arrives although the page was closed.
    world.channel.becomes(paymentId, "captured");
    hold.letGo();
    await worker;
    await world.settle();
    expect(await state()).toBe("REFUNDED");
    expect(await results()).toEqual(["late success"]);
    await assertSound(world);
  });

  test("that was undone with its payment is not given back a second time", async () => {
    for (const kind of ["action", "never-voids"] as const) {
      await world.drop();
      world = await PaymentWorld.create();
      await payAndSettle(kind);
      const event = world.channel.act(paymentId, "paid");
      await world.cancel(paymentId);
      await world.webhook(event);
      await world.settle();
      expect(await state()).toBe("CANCELLED");
      expect(await world.refunds()).toEqual([]);
      expect(await results()).toEqual(["given back already"]);
      await assertSound(world);
    }
  });

  test("with another trade number after the success waits for a person", async () => {
    await payAndSettle("ok");
    const event = world.channel.event(paymentId, "paid", { eventId: "second", providerReference: "trade-2" });
    await world.webhook(event);
    await world.webhook({ ...event, eventId: "second, told again" });
    await world.settle();
    expect(await world.reviews()).toMatchObject([{ paymentId, trade: "trade-2", why: "second charge" }]);
    expect(await results()).toEqual(["second charge", "second charge"]);
    expect(await state()).toBe("SUCCEEDED");
    await assertSound(world);
  });

  test("with another trade number while the first is still being settled waits for a person", async () => {
    await payAndSettle("action");
    const event = world.channel.act(paymentId, "paid");
    await world.webhook(event);
    await world.webhook({ ...event, eventId: "second", providerReference: "trade-2" });
    await world.settle();
    expect(await state()).toBe("SUCCEEDED");
    expect(await world.reviews()).toHaveLength(1);
    await assertSound(world);
  });

  test("late under a second trade number waits for a person beside the refund", async () => {
    await payAndSettle("late-success");
    await world.cancel(paymentId);
    await world.settle();
    const event = world.channel.event(paymentId, "paid");
    await world.webhook(event);
    await world.settle();
    await world.webhook({ ...event, eventId: "second", providerReference: "trade-2" });
    await world.settle();
    expect(await world.refunds()).toHaveLength(1);
    expect(await world.reviews()).toMatchObject([{ paymentId, trade: "trade-2" }]);
    await assertSound(world);
  });

  test("and then the refund is refused for good: a person has to look", async () => {
    await payAndSettle("late-success");
    await world.cancel(paymentId);
    await world.settle();
    world.channel.refunds = "declined";
    await world.webhook(world.channel.event(paymentId, "paid"));
    await world.settle();
    expect(await world.refunds()).toMatchObject([{ state: "NEEDS_REVIEW" }]);
    expect(await world.reviews()).toHaveLength(1);
    expect(await world.dueRows()).toEqual([]);
  });

  test("to a parked payment is what its retry goes on with", async () => {
    await payAndSettle("unknown-forever");
    const amount = { amount: 1000, currency: "USD" };
    await world.webhook(world.channel.event(paymentId, "paid", { amount, providerReference: "trade-9" }));
    await world.settle();
    expect(await state()).toBe("NEEDS_REVIEW");
    expect((await world.steps()).AwaitPayment?.callback).toMatchObject({ type: "paid", providerReference: "trade-9" });
    expect(await world.dueRows()).toEqual([]);
  });
});

describe("a webhook that says paid and does not follow from what we have sent", () => {
  const paidAs = (providerReference: string) =>
    world.channel.event(paymentId, "paid", { amount: AMOUNT, providerReference });

  test("before the charge was ever sent settles nothing: the channel knows of no charge, and a person looks", async () => {
    paymentId = paymentIdIn(await world.pay("ok"));
    await world.advanceTo("ChargePayment");
    await world.webhook(paidAs("trade-of-nobody"));
    await world.deliverWebhooks();
    await world.settle();
    expect(await world.payments()).toMatchObject([{ state: "NEEDS_REVIEW", reason: "not-found" }]);
    expect(await world.wallets()).toEqual([]);
    expect(world.channel.calls).toContain(`query ${paymentId}`);
    expect(world.channel.effects).toEqual([]);
  });

  test("before the charge was ever sent is not forgotten when the payment is cancelled", async () => {
    paymentId = paymentIdIn(await world.pay("ok"));
    await world.advanceTo("ChargePayment");
    await world.webhook(paidAs("trade-of-nobody"));
    await world.deliverWebhooks();
    await world.cancel(paymentId);
    await world.settle();
    expect(await world.payments()).toMatchObject([{ state: "NEEDS_REVIEW", reason: "contradiction" }]);
    expect(await world.reviews()).toHaveLength(1);
  });

  test("under another number than the charge was answered with settles when the channel says so, too", async () => {
    await payAndSettle("action");
    world.channel.act(paymentId, "paid");
    const calls = world.channel.calls.length;
    await world.webhook(paidAs("trade-of-nobody"));
    await world.settle();
    expect(world.channel.calls.slice(calls)).toEqual([`query ${paymentId}`]);
    expect(await world.payments()).toMatchObject([{ state: "SUCCEEDED", providerReference: `trade-${paymentId}` }]);
    expect(await world.reviews()).toMatchObject([{ trade: "trade-of-nobody", why: "second charge" }]);
    await assertSound(world);
  });

  test("under another number than the charge was answered with settles nothing by itself", async () => {
    await payAndSettle("action");
    await world.webhook(paidAs("trade-of-nobody"));
    await world.settle();
    expect(await world.payments()).toMatchObject([{ state: "NEEDS_REVIEW", reason: "pending" }]);
    expect(await world.wallets()).toEqual([]);
  });
});

describe("a webhook that says declined", () => {
  test("is believed when the channel says so too", async () => {
    await payAndSettle("action");
    await world.webhook(world.channel.act(paymentId, "declined"));
    await world.settle();
    expect(await world.payments()).toMatchObject([{ state: "DECLINED", outcome: "declined", reason: "card-declined" }]);
    expect(await world.stepStates()).toMatchObject({
      CreateOrder: "COMPENSATED",
      ChargePayment: "FAILED",
      AwaitPayment: "FAILED",
    });
    await assertSound(world);
  });

  test("while the page is still open closes the page, so that nobody pays on it later", async () => {
    await payAndSettle("action");
    await world.webhook(world.channel.event(paymentId, "declined"));
    await world.settle();
    expect(await state()).toBe("DECLINED");
    expect(world.channel.charges.get(paymentId)?.status).toBe("closed");
    await assertSound(world);
  });

  test("leaves the payment open until its page is closed, and before a person when that keeps failing", async () => {
    await payAndSettle("cancel-fails-always");
    await world.webhook(world.channel.event(paymentId, "declined"));
    await world.deliverWebhooks();
    await world.advanceTo("WaitToCancel");
    expect(await state()).toBe("REQUIRES_ACTION");
    await expect(world.pay("ok")).rejects.toMatchObject({ code: "order-in-progress", extensions: { paymentId } });
    await world.settle();
    expect(await world.payments()).toMatchObject([{ state: "NEEDS_REVIEW", reason: "server-error" }]);
    expect(await world.sagas()).toMatchObject([{ parkedFrom: "COMPENSATING", endsAs: "DECLINED" }]);
    await assertSound(world);
    const [saga] = await world.sagas();
    const body = { step: "ChargePayment", resolution: "COMPENSATED", reason: "closed by hand" } as const;
    const id = saga?.sagaId ?? "";
    const request = {
      ...world.world.request("POST /v1/sagas/{id}/resolve", body, undefined, { id }),
      ownerId: "platform",
    };
    await resolveSaga(world.deps, request, OPERATOR, id, body);
    await world.settle();
    expect(await world.payments()).toMatchObject([
      { state: "DECLINED", outcome: "declined", reason: "method-refused" },
    ]);
    await assertSound(world);
  });

  test("before one that says paid loses to it", async () => {
    await payAndSettle("action");
    const declined = world.channel.event(paymentId, "declined");
    const paid = world.channel.act(paymentId, "paid");
    await world.webhook(declined);
    await world.webhook(paid);
    await world.settle();
    expect(await state()).toBe("SUCCEEDED");
    await assertSound(world);
  });

  test("after one that says paid changes nothing", async () => {
    await payAndSettle("action");
    const declined = world.channel.event(paymentId, "declined");
    await world.webhook(world.channel.act(paymentId, "paid"));
    await world.webhook(declined);
    await world.settle();
    await world.webhook({ ...declined, eventId: "again" });
    await world.settle();
    expect(await state()).toBe("SUCCEEDED");
    expect(await world.dueRows()).toEqual([]);
    await assertSound(world);
  });

  test("while the customer pays is not the end: what was paid while the page was closed goes back", async () => {
    await payAndSettle("never-voids");
    await world.webhook(world.channel.event(paymentId, "declined"));
    await world.deliverWebhooks();
    await world.advanceTo("CancelCharge");
    const paid = world.channel.act(paymentId, "paid");
    await world.webhook(paid);
    await world.settle();
    expect(await state()).toBe("DECLINED");
    expect(await results()).toEqual(expect.arrayContaining(["given back already"]));
    await assertSound(world);
  });

  test("is overtaken by a payment between its reading and its writing", async () => {
    await payAndSettle("action");
    const declined = world.channel.event(paymentId, "declined");
    await world.webhook(declined);
    await world.deliverWebhooks();
    const [execution] = [...world.machine.executions.values()];
    // Awake; the query is the first step of the reconciliation, its writes are the second.
    await world.advanceTo("ReconcilePayment");
    const hold = world.world.holdAt(1, "before");
    const reconciling = execution && world.machine.advance(execution);
    await hold.reached;
    await world.webhook(world.channel.act(paymentId, "paid"));
    await world.deliverWebhooks();
    hold.letGo();
    await reconciling;
    await world.settle();
    expect(await state()).toBe("SUCCEEDED");
    await assertSound(world);
  });
});

describe("a webhook that does not fit", () => {
  test("is refused when its signature is not genuine, and leaves no row", async () => {
    await payAndSettle("action");
    await expect(world.webhook(world.channel.act(paymentId, "paid"), "forged")).rejects.toMatchObject({
      code: "webhook-unverified",
    });
    expect(await world.inbox()).toEqual([]);
    expect(await state()).toBe("REQUIRES_ACTION");
  });

  test.each([
    ["amount", { amount: { amount: 1, currency: "USD" } }, "other-amount"],
    ["currency", { amount: { amount: 1000, currency: "EUR" } }, "other-currency"],
    ["order", { orderNo: "order-2" }, "other-order"],
  ])("in its %s moves nothing, and a person looks for the money", async (_what, change, result) => {
    await payAndSettle("action");
    await world.webhook({ ...world.channel.event(paymentId, "paid"), ...change });
    await world.settle();
    expect(await world.inbox()).toMatchObject([{ state: "REFUSED", result }]);
    expect(await state()).toBe("REQUIRES_ACTION");
    expect(await world.reviews()).toMatchObject([{ paymentId, why: result }]);
  });

  test("because it names no amount moves nothing", async () => {
    await payAndSettle("action");
    const { amount: _, ...event } = world.channel.event(paymentId, "paid");
    await world.webhook(event);
    await world.settle();
    expect(await world.inbox()).toMatchObject([{ state: "REFUSED", result: "no-amount" }]);
    expect(await state()).toBe("REQUIRES_ACTION");
  });

  test("because it names no payment of anybody is refused like a forged one", async () => {
    const event = world.channel.event("nonsense", "paid");
    await expect(world.webhook(event)).rejects.toMatchObject({ code: "webhook-unverified" });
    expect(await world.inbox()).toEqual([]);
  });

  test("because an earlier release kept it, though it says nothing about money, is closed", async () => {
    await payAndSettle("ok");
    await world.webhook({ ...world.channel.event(paymentId, "paid"), type: "other" as "paid" });
    await world.settle();
    expect(await world.inbox()).toMatchObject([{ state: "APPLIED", result: "nothing to do" }]);
  });

  test("because nothing is to be done about it is kept and closed", async () => {
    await payAndSettle("ok");
    await world.webhook(world.channel.event(paymentId, "refunded", { refunded: { amount: 0, currency: "USD" } }));
    await world.settle();
    expect(await world.inbox()).toMatchObject([{ state: "APPLIED", result: "known already" }]);
  });
});
