import { afterEach, beforeEach, describe, expect, test } from "@jest/globals";
import type { SagaResolution } from "../../../../core/payments/services/saga-resolution.ts";
import { compensateSaga, resolveSaga, retrySaga } from "../../../../core/payments/services/saga-review.ts";
import { AMOUNT, bodyOf, OPERATOR, PaymentWorld, paymentIdIn } from "../../../support/payment-world.ts";
import type { ChargeKind } from "../../../support/scripted-channel.ts";
import { assertSound, captures } from "./payment-soundness.ts";

let world: PaymentWorld;
let paymentId: string;
let sagaId: string;
beforeEach(async () => {
  world = await PaymentWorld.create();
});
afterEach(() => world.drop());

async function pay(kind: ChargeKind): Promise<void> {
  const answer = await world.pay(kind);
  paymentId = paymentIdIn(answer);
  sagaId = bodyOf(answer).sagaId;
  await world.settle();
}

const request = (action: string, body: object, key?: string) => ({
  ...world.world.request(`POST /v1/sagas/{id}/${action}`, body, key, { id: sagaId }),
  ownerId: "platform",
});
const retry = (key?: string, body = { reason: "mended" }) =>
  retrySaga(world.deps, request("retry", body, key), OPERATOR, sagaId, body);
const compensate = (key?: string, body = { reason: "undo it" }) =>
  compensateSaga(world.deps, request("compensate", body, key), OPERATOR, sagaId, body);
const resolve = (resolution: Omit<SagaResolution, "reason">, key?: string) => {
  const body = { ...resolution, reason: "looked it up" };
  return resolveSaga(world.deps, request("resolve", body, key), OPERATOR, sagaId, body);
};
const state = async () => (await world.payments())[0]?.state;

/** The vendor has found out what it did. */
function becomes(status: "captured" | "declined" | "open"): void {
  world.channel.becomes(paymentId, status);
}

describe("a charge that nobody could learn, retried by an operator", () => {
  beforeEach(() => pay("unknown-forever"));

  test("is looked up, not sent again, and succeeds when it is found", async () => {
    becomes("captured");
    const first = await retry("key-1");
    expect(first).toMatchObject({ httpStatus: 202 });
    expect(await retry("key-1")).toEqual({ ...first, replayed: true });
    await world.settle();
    expect(await state()).toBe("SUCCEEDED");
    expect(world.channel.calls.filter((call) => call.startsWith("charge"))).toHaveLength(1);
    expect([...world.machine.executions.keys()]).toEqual([sagaId, `${sagaId}-r1`]);
    await assertSound(world);
  });

  test("waits for a person again when nothing has changed", async () => {
    await retry();
    await world.settle();
    expect(await state()).toBe("NEEDS_REVIEW");
    await retry();
    await world.settle();
    expect(await world.sagas()).toMatchObject([{ state: "NEEDS_REVIEW", resumes: 2 }]);
    await assertSound(world);
  });

  test("goes on with the webhook that came while it was parked", async () => {
    await world.webhook(world.channel.event(paymentId, "paid", { amount: AMOUNT, providerReference: "trade-9" }));
    becomes("captured");
    await world.settle();
    await retry();
    await world.settle();
    expect(await world.payments()).toMatchObject([{ state: "SUCCEEDED", providerReference: "trade-9" }]);
    await assertSound(world);
  });

  test("is on record with its reason, in the same transaction", async () => {
    await retry();
    expect(await world.rows("SAGA#", "AUDIT#")).toMatchObject([
      { by: "OPERATOR", reason: "mended", action: "saga retried" },
    ]);
    expect(await state()).toBe("PROCESSING");
  });
});

describe("a charge that nobody could learn, compensated by an operator", () => {
  beforeEach(() => pay("unknown-forever"));

  test("is undone when the channel can say what to undo", async () => {
    becomes("declined");
    await compensate();
    await world.settle();
    expect(await state()).toBe("CANCELLED");
    await assertSound(world);
  });

  test("waits for a person again when the channel still cannot", async () => {
    await compensate();
    await world.settle();
    expect(await world.sagas()).toMatchObject([{ state: "NEEDS_REVIEW", parkedFrom: "COMPENSATING" }]);
    await assertSound(world);
  });
});

describe("a charge that nobody could learn, resolved by an operator", () => {
  beforeEach(() => pay("unknown-forever"));

  test("as captured is settled and fulfilled", async () => {
    becomes("captured");
    await resolve({ step: "ChargePayment", resolution: "SUCCEEDED", providerReference: "trade-7", amount: AMOUNT });
    await world.settle();
    expect(await world.payments()).toMatchObject([{ state: "SUCCEEDED", providerReference: "trade-7" }]);
    expect(await world.stepStates()).toMatchObject({ ChargePayment: "SUCCEEDED", AwaitPayment: "SKIPPED" });
    await assertSound(world);
  });

  test("as captured needs the trade's number, by which a refund would name it", async () => {
    becomes("captured");
    await expect(resolve({ step: "ChargePayment", resolution: "SUCCEEDED" }, "key-1")).rejects.toMatchObject({
      code: "request-invalid",
      errors: [{ pointer: "/providerReference" }],
    });
    expect(await state()).toBe("NEEDS_REVIEW");
    const found = { step: "ChargePayment", resolution: "SUCCEEDED", providerReference: "trade-7" } as const;
    expect(await resolve(found, "key-1")).toMatchObject({ httpStatus: 202 });
    await world.settle();
    expect(await world.payments()).toMatchObject([{ state: "SUCCEEDED", providerReference: "trade-7" }]);
    await world.webhook(world.channel.event(paymentId, "paid", { amount: AMOUNT, providerReference: "trade-7" }));
    await world.settle();
    expect(await world.inbox()).toMatchObject([{ result: "known already" }]);
    await assertSound(world);
  });

  test("as captured by another trade than a verified webhook names is refused", async () => {
    await world.webhook(world.channel.event(paymentId, "paid", { amount: AMOUNT, providerReference: "trade-9" }));
    const other = { step: "ChargePayment", resolution: "SUCCEEDED", providerReference: "trade-7" } as const;
    const hold = world.world.holdAt(0, "before");
    const answer = resolve(other);
    await hold.reached;
    await world.deliverWebhooks();
    hold.letGo();
    expect(await answer).toMatchObject({ httpStatus: 409, body: { code: "step-not-resolvable" } });
    becomes("captured");
    await resolve({ ...other, providerReference: "trade-9" });
    await world.settle();
    expect(await world.payments()).toMatchObject([{ state: "SUCCEEDED", providerReference: "trade-9" }]);
    await assertSound(world);
  });

  test("as captured in another amount is refused", async () => {
    const other = { amount: 999, currency: "USD" };
    expect(await resolve({ step: "ChargePayment", resolution: "SUCCEEDED", amount: other })).toMatchObject({
      httpStatus: 409,
      body: { code: "step-not-resolvable" },
    });
    expect(await state()).toBe("NEEDS_REVIEW");
  });

  test("as refused ends declined, and the order number is free again", async () => {
    await resolve({ step: "ChargePayment", resolution: "FAILED" });
    await world.settle();
    expect(await state()).toBe("DECLINED");
    await assertSound(world);
    expect(await world.pay("ok")).toMatchObject({ httpStatus: 202 });
  });

  test("as refused is refused itself when a verified webhook says that it was paid", async () => {
    await world.webhook(world.channel.event(paymentId, "paid", { amount: AMOUNT, providerReference: "trade-9" }));
    await world.settle();
    expect(await resolve({ step: "ChargePayment", resolution: "FAILED" })).toMatchObject({
      body: { code: "step-not-resolvable" },
    });
  });

  test("as undone by hand ends cancelled without another call", async () => {
    const calls = world.channel.calls.length;
    await resolve({ step: "ChargePayment", resolution: "COMPENSATED" });
    await world.settle();
    expect(await state()).toBe("CANCELLED");
    expect(world.channel.calls).toHaveLength(calls);
    await assertSound(world);
  });

  describe("as undone by hand, when a verified webhook says that it was paid,", () => {
    const hear = () =>
      world.webhook(world.channel.event(paymentId, "paid", { amount: AMOUNT, providerReference: "trade-9" }));
    const undone = (providerReference?: string) =>
      resolve({
        step: "ChargePayment",
        resolution: "COMPENSATED",
        ...(providerReference ? { providerReference } : {}),
      });

    test.each([undefined, "trade-8"])("is refused when the trade is named as %s", async (trade) => {
      await hear();
      await world.settle();
      expect(await undone(trade)).toMatchObject({ httpStatus: 409, body: { code: "step-not-resolvable" } });
      expect(await state()).toBe("NEEDS_REVIEW");
    });

    test("is believed when the trade is named, and its webhook, told again, refunds nothing more", async () => {
      await hear();
      await world.settle();
      expect(await undone("trade-9")).toMatchObject({ httpStatus: 202 });
      await world.settle();
      expect(await state()).toBe("CANCELLED");
      const told = { amount: AMOUNT, providerReference: "trade-9", eventId: "again" };
      await world.webhook(world.channel.event(paymentId, "paid", told));
      await world.settle();
      expect((await world.inbox()).map(({ result }) => result)).toContain("given back already");
      expect(await world.refunds()).toEqual([]);
      await assertSound(world);
    });

    test("is refused when the webhook comes between its reading and its writing", async () => {
      await hear();
      const hold = world.world.holdAt(0, "before");
      const answer = undone();
      await hold.reached;
      await world.deliverWebhooks();
      hold.letGo();
      expect(await answer).toMatchObject({ httpStatus: 409, body: { code: "step-not-resolvable" } });
    });

    test.each([
      ["FAILED", "DECLINED"],
      ["COMPENSATED", "CANCELLED"],
    ] as const)(
      "after a resolution as %s, goes before a person and is not refunded by itself",
      async (resolution, ends) => {
        await resolve({ step: "ChargePayment", resolution });
        await world.settle();
        await hear();
        await world.settle();
        expect(await state()).toBe(ends);
        expect(await world.refunds()).toEqual([]);
        expect((await world.inbox()).map(({ result }) => result)).toEqual(["late success after a resolution"]);
        expect(await world.reviews()).toMatchObject([
          { subjectId: paymentId },
          { paymentId, trade: "trade-9", statePk: expect.anything() },
        ]);
        await assertSound(world);
      },
    );
  });

  test("in another step than the parked one is refused", async () => {
    expect(await resolve({ step: "SettlePayment", resolution: "SUCCEEDED" })).toMatchObject({
      body: { code: "step-not-resolvable" },
    });
  });

  test("by two operators at once is resolved once", async () => {
    becomes("captured");
    const answers = await Promise.all([
      resolve({ step: "ChargePayment", resolution: "SUCCEEDED", providerReference: "trade-7" }),
      resolve({ step: "ChargePayment", resolution: "FAILED" }),
      retry(),
    ]);
    expect(answers.map(({ httpStatus }) => httpStatus).sort()).toEqual([202, 409, 409]);
    expect(await world.rows("SAGA#", "AUDIT#")).toHaveLength(1);
  });
});

describe("a wait whose outcome stays unknown", () => {
  beforeEach(async () => {
    await pay("action");
    world.channel.becomes(paymentId, "doubtful");
    await world.passDeadline();
    expect(await world.steps()).toMatchObject({ AwaitPayment: { state: "NEEDS_REVIEW" } });
    await assertSound(world);
  });

  test("is retried", async () => {
    becomes("captured");
    await retry();
    await world.settle();
    expect(await state()).toBe("SUCCEEDED");
    await assertSound(world);
  });

  test("is retried, and the customer gets another order's time", async () => {
    becomes("open");
    await retry();
    await world.settle();
    expect(await world.payments()).toMatchObject([
      { state: "REQUIRES_ACTION", paymentUrl: `https://pay.example/${paymentId}` },
    ]);
    await world.webhook(world.channel.act(paymentId, "paid"));
    await world.settle();
    expect(await state()).toBe("SUCCEEDED");
    await assertSound(world);
  });

  test("is undone", async () => {
    becomes("open");
    await compensate();
    await world.settle();
    expect(await state()).toBe("CANCELLED");
    await assertSound(world);
  });

  test.each([
    ["SUCCEEDED", "SUCCEEDED"],
    ["FAILED", "DECLINED"],
    ["COMPENSATED", "CANCELLED"],
  ] as const)("is resolved %s and ends %s", async (resolution, ends) => {
    if (resolution === "SUCCEEDED") becomes("captured");
    await resolve({ step: "AwaitPayment", resolution });
    await world.settle();
    expect(await state()).toBe(ends);
    await assertSound(world);
  });
});

test("a wait is not resolved by another trade than the webhook names that comes in that moment", async () => {
  await pay("action");
  world.channel.becomes(paymentId, "doubtful");
  await world.passDeadline();
  const hold = world.world.holdAt(0, "before");
  const answer = resolve({ step: "AwaitPayment", resolution: "SUCCEEDED", providerReference: "trade-7" });
  await hold.reached;
  await world.webhook(world.channel.event(paymentId, "paid", { amount: AMOUNT, providerReference: "trade-9" }));
  await world.deliverWebhooks();
  hold.letGo();
  expect(await answer).toMatchObject({ httpStatus: 409, body: { code: "step-not-resolvable" } });
  becomes("captured");
  await resolve({ step: "AwaitPayment", resolution: "SUCCEEDED", providerReference: "trade-9" });
  await world.settle();
  expect(await world.payments()).toMatchObject([{ state: "SUCCEEDED", providerReference: "trade-9" }]);
});

test("a wait whose webhook says paid, and names no trade, is resolved as paid", async () => {
  await pay("action");
  world.channel.becomes(paymentId, "doubtful");
  await world.passDeadline();
  const { providerReference: _, ...nameless } = world.channel.event(paymentId, "paid", { amount: AMOUNT });
  await world.webhook(nameless);
  await world.deliverWebhooks();
  becomes("captured");
  expect(await resolve({ step: "AwaitPayment", resolution: "SUCCEEDED" })).toMatchObject({ httpStatus: 202 });
  await world.settle();
  expect(await state()).toBe("SUCCEEDED");
  await assertSound(world);
});

describe("a compensation that keeps failing", () => {
  beforeEach(async () => {
    await pay("cancel-fails-always");
    await world.cancel(paymentId);
    await world.settle();
    expect(await world.sagas()).toMatchObject([{ state: "NEEDS_REVIEW", parkedFrom: "COMPENSATING" }]);
  });

  test("has been tried five times with one key", () => {
    expect(world.channel.calls.filter((call) => call.startsWith("cancel"))).toEqual(
      Array(5).fill(`cancel ${paymentId}#cancel`),
    );
  });

  test.each([["retry"], ["compensate"]])("is tried again by %s, and parked again", async (how) => {
    await (how === "retry" ? retry() : compensate());
    await world.settle();
    expect(world.channel.calls.filter((call) => call.startsWith("cancel"))).toHaveLength(10);
    expect(await world.sagas()).toMatchObject([{ state: "NEEDS_REVIEW" }]);
    await assertSound(world);
  });

  test("is tried again and succeeds", async () => {
    world.channel.mend(paymentId);
    await retry();
    await world.settle();
    expect(await state()).toBe("CANCELLED");
    await assertSound(world);
  });

  test("is resolved as undone by hand", async () => {
    await resolve({ step: "ChargePayment", resolution: "COMPENSATED" });
    await world.settle();
    expect(await state()).toBe("CANCELLED");
    expect(await world.stepStates()).toMatchObject({ AwaitPayment: "SKIPPED" });
    await assertSound(world);
  });

  test.each(["SUCCEEDED", "FAILED"] as const)("cannot be resolved %s", async (resolution) => {
    expect(await resolve({ step: "ChargePayment", resolution })).toMatchObject({
      body: { code: "step-not-resolvable" },
    });
  });

  test("and whose customer pays meanwhile is not resolved as undone without that trade", async () => {
    await world.webhook(world.channel.act(paymentId, "paid"));
    await world.settle();
    expect(await resolve({ step: "ChargePayment", resolution: "COMPENSATED" })).toMatchObject({
      body: { code: "step-not-resolvable" },
    });
    const providerReference = `trade-${paymentId}`;
    world.channel.giveBack(paymentId, 1000);
    await resolve({ step: "ChargePayment", resolution: "COMPENSATED", providerReference });
    await world.settle();
    expect(await state()).toBe("CANCELLED");
    await assertSound(world);
  });

  test("and whose customer pays meanwhile gives the money back once it can", async () => {
    await world.webhook(world.channel.act(paymentId, "paid"));
    await world.settle();
    world.channel.mend(paymentId);
    await retry();
    await world.settle();
    expect(await state()).toBe("CANCELLED");
    expect(world.channel.net(paymentId)).toBe(0);
    await assertSound(world);
  });
});

describe("a saga that waits for nobody", () => {
  test("can be compensated while it runs, as if its merchant had cancelled it", async () => {
    await pay("action");
    await compensate();
    await world.settle();
    expect(await state()).toBe("CANCELLED");
    await assertSound(world);
  });

  test("cannot be compensated after its pivot", async () => {
    await pay("ok");
    expect(await compensate()).toMatchObject({ httpStatus: 409, body: { code: "payment-captured" } });
    expect(captures(world, paymentId)).toBe(1);
  });

  test("cannot be retried or resolved", async () => {
    await pay("ok");
    expect(await retry()).toMatchObject({ httpStatus: 409, body: { code: "not-in-review" } });
    expect(await resolve({ step: "ChargePayment", resolution: "FAILED" })).toMatchObject({
      body: { code: "not-in-review" },
    });
  });
});

test("a saga that still runs is not an operator's to retry or resolve, and what was said too early stays refused", async () => {
  await pay("action");
  const early = await retry("key-1");
  expect(early).toMatchObject({ httpStatus: 409, body: { code: "not-in-review", retryable: false } });
  expect(await resolve({ step: "ChargePayment", resolution: "FAILED" })).toMatchObject({
    body: { code: "not-in-review" },
  });
  await world.cancel(paymentId);
  await world.settle();
  expect(await retry("key-1")).toEqual({ ...early, replayed: true });
});

test.each([["retry"], ["compensate"]])(
  "a cancellation of the order that keeps failing is parked by the machine, and %s ends it",
  async (how) => {
    await pay("action");
    await world.cancel(paymentId);
    await world.advanceTo("CancelOrder");
    const [order] = await world.orders();
    await world.spoil({ ...order, state: "PAID" });
    await world.settle();
    expect(await world.steps()).toMatchObject({
      CreateOrder: { state: "NEEDS_REVIEW", reason: "compensation-failed" },
    });
    expect(await state()).toBe("NEEDS_REVIEW");
    await world.spoil({ ...order });
    await (how === "retry" ? retry() : compensate());
    await world.settle();
    expect(await state()).toBe("CANCELLED");
    await assertSound(world);
  },
);
