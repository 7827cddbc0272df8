import { afterEach, beforeEach, describe, expect, jest, test } from "@jest/globals";
import { cancelOrder } from "../../../../core/payments/services/orders.ts";
import { cancelPayment } from "../../../../core/payments/services/payment-cancel.ts";
import { IS_EXHAUSTIVE } from "../../../support/exhaustive.ts";
import { bodyOf, MERCHANT, OPERATOR, PaymentWorld, paymentIdIn } from "../../../support/payment-world.ts";
import { assertSound, captures } from "./payment-soundness.ts";

/** Some twenty worlds a test; each is quick, a busy machine may not be. */
jest.setTimeout(120_000);
let world: PaymentWorld;
beforeEach(async () => {
  world = await PaymentWorld.create();
});
afterEach(() => world.drop());

async function declined() {
  const answer = await world.pay("declined");
  await world.settle();
  return answer;
}

function cancelOrderOf(orderId: string) {
  const body = { reason: "sold out" };
  const request = world.world.request("POST /v1/orders/{id}/cancel", body, undefined, { id: orderId });
  return cancelOrder(world.deps, request, MERCHANT, orderId, body);
}

const state = async () => (await world.payments())[0]?.state;

describe("a payment that is cancelled", () => {
  test("before its saga has started is never charged, whichever execution comes first", async () => {
    const paymentId = paymentIdIn(await world.pay("ok"));
    expect(await world.cancel(paymentId)).toMatchObject({ httpStatus: 202, body: { status: "PROCESSING" } });
    await world.settle();
    expect(await state()).toBe("CANCELLED");
    expect(world.channel.calls).toEqual([]);
    expect(await world.stepStates()).toEqual({ CreateOrder: "SKIPPED", ChargePayment: "SKIPPED" });
    await assertSound(world);
  });

  test("between order and charge is never charged", async () => {
    const paymentId = paymentIdIn(await world.pay("ok"));
    await world.advanceTo("ChargePayment");
    await world.cancel(paymentId);
    await world.settle();
    expect(await state()).toBe("CANCELLED");
    expect(world.channel.calls).toEqual([]);
    expect(await world.orders()).toMatchObject([{ state: "CANCELLED" }]);
    await assertSound(world);
  });

  test("while it waits for its customer has its page closed", async () => {
    const paymentId = paymentIdIn(await world.pay("action"));
    await world.settle();
    await world.cancel(paymentId);
    await world.settle();
    expect(await state()).toBe("CANCELLED");
    expect(world.channel.charges.get(paymentId)?.status).toBe("closed");
    expect([...world.machine.executions.values()].map(({ status }) => status)).toEqual(["ABORTED", "SUCCEEDED"]);
    await assertSound(world);
  });

  test("while its outcome is unknown is looked up before it is undone", async () => {
    const paymentId = paymentIdIn(await world.pay("reply-lost-ok"));
    await world.advanceTo("WaitForPayment");
    await world.cancel(paymentId);
    await world.settle();
    expect(await state()).toBe("CANCELLED");
    expect(world.channel.calls.slice(1, 3)).toEqual([`query ${paymentId}`, `cancel ${paymentId}#cancel`]);
    expect(world.channel.net(paymentId)).toBe(0);
    await assertSound(world);
  });

  test("while nothing of its charge is found is believed undone only after the settle window", async () => {
    const paymentId = paymentIdIn(await world.pay("fails-twice"));
    await world.advanceTo("WaitForPayment");
    const sentAt = (await world.steps()).ChargePayment?.lastSentAt ?? 0;
    await world.cancel(paymentId);
    await world.settle();
    expect(await state()).toBe("CANCELLED");
    expect(world.nowMs).toBeGreaterThan(sentAt + world.deps.limits.charge.settleMs);
    expect(world.channel.calls.filter((call) => call.startsWith("charge"))).toHaveLength(1);
    await assertSound(world);
  });

  test("after the pivot is refused: it is refunded instead", async () => {
    const paymentId = paymentIdIn(await world.pay("ok"));
    await world.advanceTo("SettlePayment");
    expect(await world.cancel(paymentId, "key-c")).toMatchObject({
      httpStatus: 409,
      body: { code: "payment-captured" },
    });
    await world.settle();
    expect(await state()).toBe("SUCCEEDED");
    expect(await world.cancel(paymentId, "key-c")).toMatchObject({ httpStatus: 409, replayed: true });
    expect(await world.cancel(paymentId)).toMatchObject({ httpStatus: 409, body: { code: "payment-captured" } });
    await assertSound(world);
  });

  test("again is answered alike, and nothing more happens", async () => {
    const paymentId = paymentIdIn(await world.pay("action"));
    await world.settle();
    const first = await world.cancel(paymentId, "key-c");
    expect(await world.cancel(paymentId, "key-c")).toEqual({ ...first, replayed: true });
    expect(await world.cancel(paymentId)).toMatchObject({ httpStatus: 202 });
    await world.settle();
    expect(await world.cancel(paymentId)).toMatchObject({ httpStatus: 202, body: { status: "CANCELLED" } });
    expect(world.machine.executions.size).toBe(2);
    await assertSound(world);
  });

  test("while it waits for a person is refused for now", async () => {
    const paymentId = paymentIdIn(await world.pay("unknown-forever"));
    await world.settle();
    await expect(world.cancel(paymentId)).rejects.toMatchObject({
      code: "payment-needs-review",
      wait: { waitFor: "review" },
    });
  });

  test("by its order ends with it", async () => {
    const { orderId } = bodyOf(await world.pay("action"));
    await world.settle();
    expect(await cancelOrderOf(orderId)).toMatchObject({ httpStatus: 202 });
    await world.settle();
    expect(await world.orders()).toMatchObject([{ orderId, state: "CANCELLED" }]);
    await assertSound(world);
  });

  test("by an order that its saga has not made yet is never charged, and the order never comes to be", async () => {
    const { orderId, paymentId } = bodyOf(await world.pay("ok"));
    expect(await cancelOrderOf(orderId)).toMatchObject({ httpStatus: 202, body: { paymentId } });
    await world.settle();
    expect(await state()).toBe("CANCELLED");
    expect([await world.orders(), world.channel.calls]).toEqual([[], []]);
    expect(await cancelOrderOf(orderId)).toMatchObject({ httpStatus: 202, body: { status: "CANCELLED" } });
    await assertSound(world);
  });

  test("by an order that another payment has taken over is that payment", async () => {
    const { orderId } = bodyOf(await world.pay("declined"));
    await world.settle();
    const { paymentId } = bodyOf(await world.pay("action", { orderId }));
    expect(await cancelOrderOf(orderId)).toMatchObject({ body: { paymentId } });
    await world.settle();
    expect((await world.payments()).map(({ state }) => state).sort()).toEqual(["CANCELLED", "DECLINED"]);
    await assertSound(world);
  });

  test("by an order that does not exist, or by another order of its number, is not found", async () => {
    const { paymentId } = bodyOf(await world.pay("action", { orderId: bodyOf(await declined()).orderId }));
    const derived = paymentId.replace("pay_", "ord_");
    for (const orderId of ["ord_acme_01JZZZZZZZZZZZZZZZZZZZZZZZ", derived])
      await expect(cancelOrderOf(orderId)).rejects.toMatchObject({ code: "not-found" });
  });
});

describe("a zombie", () => {
  test.each(["ok", "declined", "reply-lost-ok", "action", "fails-twice"] as const)(
    "whose charge comes to %s after the payment was cancelled and undone writes nothing more, and nothing is kept",
    async (kind) => {
      const paymentId = paymentIdIn(await world.pay(kind));
      await world.advanceTo("ChargePayment");
      const execution = world.machine.next(false);
      // Intent, then the call: the reply travels for long.
      const hold = world.world.holdAt(1, "after");
      const charging = execution && world.machine.advance(execution);
      await hold.reached;
      await world.cancel(paymentId);
      await world.settle();
      expect(await state()).toBe("CANCELLED");
      const ended = await world.items();
      hold.letGo();
      await charging;
      await world.settle();
      expect(await world.items()).toEqual(ended);
      await assertSound(world);
    },
  );

  test("that wakes right before its intent sends nothing", async () => {
    const paymentId = paymentIdIn(await world.pay("ok"));
    await world.advanceTo("ChargePayment");
    const execution = world.machine.next(false);
    const hold = world.world.holdAt(0, "before");
    const charging = execution && world.machine.advance(execution);
    await hold.reached;
    await world.cancel(paymentId);
    await world.settle();
    const ended = await world.items();
    hold.letGo();
    await charging;
    expect(await world.items()).toEqual(ended);
    expect(captures(world, paymentId)).toBe(0);
    expect(await state()).toBe("CANCELLED");
  });

  test("that wakes right before its compensation, when a newer execution has loaded the saga, closes nothing", async () => {
    const paymentId = paymentIdIn(await world.pay("action"));
    await world.settle();
    await world.cancel(paymentId);
    await world.advanceTo("CancelCharge");
    const [saga] = await world.sagas();
    const event = { tenantId: "acme", sagaId: saga?.sagaId ?? "" };
    const hold = world.world.holdAt(0, "before");
    const older = world.run("CancelCharge", event, `${saga?.sagaId}-r1`);
    await hold.reached;
    world.machine.abortAll();
    world.world.nowMs += 2 * world.deps.limits.saga.leaseMs;
    await world.sweep();
    await world.run("CreateOrder", event, `${saga?.sagaId}-r2`);
    const loaded = await world.items();
    const calls = world.channel.calls.length;
    hold.letGo();
    expect(await older).toEqual({ next: "Superseded", waitSeconds: 0 });
    expect(await world.items()).toEqual(loaded);
    expect(world.channel.calls).toHaveLength(calls);
    await world.settle();
    expect(await state()).toBe("CANCELLED");
    await assertSound(world);
  });

  test("whose charge takes effect while it is being undone is found and given back", async () => {
    const paymentId = paymentIdIn(await world.pay("ok"));
    await world.advanceTo("ChargePayment");
    const execution = world.machine.next(false);
    // The intent is written, the call is about to go out.
    const hold = world.world.holdAt(1, "before");
    const charging = execution && world.machine.advance(execution);
    await hold.reached;
    await world.cancel(paymentId);
    await world.advanceTo("WaitToCancel");
    hold.letGo();
    await charging;
    expect(captures(world, paymentId)).toBe(1);
    await world.settle();
    expect(await state()).toBe("CANCELLED");
    expect(world.channel.net(paymentId)).toBe(0);
    await assertSound(world);
  });

  const nastiest = ["reply-lost-ok"] as const;
  const stories = [...nastiest, "ok", "declined", "fails-twice", "action", "cancel-fails-twice"] as const;
  test.each(IS_EXHAUSTIVE ? stories : nastiest)(
    "of a charge that is %s, frozen at any one step until a newer execution has ended its saga, writes nothing more",
    async (kind) => {
      for (let step = 0; ; step++) {
        await world.drop();
        world = await PaymentWorld.create();
        const paymentId = paymentIdIn(await world.pay(kind));
        await world.relay();
        await world.deliverJobs("sagas");
        const hold = world.world.holdAt(step, "before");
        const [zombie] = [...world.machine.executions.values()];
        const driving = (async () => {
          while (zombie?.status === "RUNNING" && !zombie.waiting) {
            world.world.nowMs = Math.max(world.nowMs, zombie.at);
            await world.machine.advance(zombie);
          }
          return "over" as const;
        })();
        const first = await Promise.race([hold.reached.then(() => "frozen" as const), driving]);
        if (first === "over") break;
        // Step Functions has given it up, the function lives on.
        if (zombie) zombie.status = "ABORTED";
        world.world.nowMs += world.deps.limits.saga.leaseMs + world.deps.limits.sweepGraceMs + 1;
        await world.settle();
        if (kind === "action" || kind === "cancel-fails-twice") {
          await world.cancel(paymentId);
          await world.settle();
        }
        const ended = await world.items();
        const calls = world.channel.calls.length;
        hold.letGo();
        await driving;
        expect([step, await world.items()]).toEqual([step, ended]);
        // A call that was on its way arrives; its result is nobody's any more.
        expect(world.channel.calls.length - calls).toBeLessThanOrEqual(1);
        expect(captures(world, paymentId)).toBeLessThanOrEqual(1);
        await assertSound(world);
      }
    },
  );
});

test("a cancel that meets a state of a newer release is told to come again, and nothing is stored under its key", async () => {
  const paymentId = paymentIdIn(await world.pay("action"));
  await world.settle();
  const [saga] = await world.rows<{ state: string }>("SAGA#");
  await world.spoil({ ...saga, state: "VERIFYING" });
  const cancel = () => {
    const body = { reason: "changed their mind" };
    const request = world.world.request("POST /v1/payments/{id}/cancel", body, "key-cancel", { id: paymentId });
    return cancelPayment(world.deps, request, MERCHANT, paymentId, body);
  };
  await expect(cancel()).rejects.toMatchObject({ code: "overloaded" });
  await world.spoil({ ...saga });
  expect(await cancel()).toMatchObject({ httpStatus: 202 });
  await world.settle();
  expect(await state()).toBe("CANCELLED");
});

test("an operator cancels any merchant's payment, and it is on record who did", async () => {
  const paymentId = paymentIdIn(await world.pay("action"));
  await world.settle();
  const body = { reason: "asked by telephone" };
  const request = world.world.request("POST /v1/payments/{id}/cancel", body, undefined, { id: paymentId });
  await cancelPayment(world.deps, { ...request, ownerId: "platform" }, OPERATOR, paymentId, body);
  await world.settle();
  expect(await world.rows("PAY#", "AUDIT#")).toMatchObject([{ by: "OPERATOR", reason: "asked by telephone" }]);
  expect(await state()).toBe("CANCELLED");
});
