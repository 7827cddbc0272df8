import { afterEach, describe, expect, jest, test } from "@jest/globals";
import { RetryableError } from "../../../../core/foundation/domain/errors.ts";
import { creditWallet } from "../../../../core/money/store/wallet-store.ts";
import type { Saga } from "../../../../core/payments/domain/saga.ts";
import { getPayment, getPaymentTimeline } from "../../../../core/payments/services/payment-reading.ts";
import { getSaga, listSagas } from "../../../../core/payments/services/sagas.ts";
import { AMOUNT, bodyOf, MERCHANT, OPERATOR, PaymentWorld, paymentIdIn } from "../../../support/payment-world.ts";
import type { ChargeKind } from "../../../support/scripted-channel.ts";
import { assertSound, captures } from "./payment-soundness.ts";

let world: PaymentWorld;
afterEach(() => world.drop());

test("a payment that goes well ends in wallet, ledger, order, payment and saga", async () => {
  world = await PaymentWorld.create();
  const answer = await world.pay("ok");
  expect(answer).toMatchObject({ httpStatus: 202, body: { status: "PROCESSING" } });
  await world.settle();
  const [payment] = await world.payments();
  expect(payment).toMatchObject({ state: "SUCCEEDED", outcome: "succeeded", refundable: 1000, refunded: 0 });
  expect(payment?.paymentId).toBe(paymentIdIn(answer));
  expect(await world.orders()).toMatchObject([{ orderId: bodyOf(answer).orderId, state: "FINISHED", amount: AMOUNT }]);
  expect(await world.sagas()).toMatchObject([
    { sagaId: bodyOf(answer).sagaId, state: "COMPLETED", epoch: 1, resumes: 0 },
  ]);
  expect(await world.wallets()).toMatchObject([{ currency: "USD", available: 1000, frozen: 0 }]);
  expect(await world.ledger()).toMatchObject([{ kind: "payment-settled", subjectId: payment?.paymentId }]);
  expect(await world.stepStates()).toEqual({
    CreateOrder: "SUCCEEDED",
    ChargePayment: "SUCCEEDED",
    AwaitPayment: "SKIPPED",
    SettlePayment: "SUCCEEDED",
    FulfilOrder: "SUCCEEDED",
    ClosePayment: "SUCCEEDED",
  });
  await assertSound(world);
});

test("a happy payment costs one request to accept, thirteen to drive and seven state transitions", async () => {
  world = await PaymentWorld.create();
  // The merchant's wallet is there already, as all but the first payments meet it.
  await world.deps.tables.transact([creditWallet("acme", "USD", 1)]);
  const { requests } = world.world;
  requests.length = 0;
  await world.pay("ok");
  expect(requests).toEqual(["TransactWriteCommand"]);
  const [saga] = await world.sagas();
  requests.length = 0;
  await world.machine.start(saga?.sagaId ?? "", { tenantId: "acme", sagaId: saga?.sagaId ?? "" });
  for (let next = world.machine.next(false); next; next = world.machine.next(false)) await world.machine.advance(next);
  const read = ["QueryCommand", "GetCommand"];
  expect(requests).toEqual([
    ...[...read, "TransactWriteCommand"], // CreateOrder
    ...[...read, "TransactWriteCommand", "TransactWriteCommand"], // ChargePayment: intent, outcome
    ...[...read, "TransactWriteCommand"], // SettlePayment
    ...["QueryCommand", "BatchGetCommand", "TransactWriteCommand"], // FulfilOrder, whose event shows the order
  ]);
  const [execution] = [...world.machine.executions.values()];
  expect(execution?.path).toEqual([
    "CreateOrder",
    "Route",
    "ChargePayment",
    "RouteCharge",
    "SettlePayment",
    "RouteSettle",
    "FulfilOrder",
  ]);
  expect(execution).toMatchObject({ status: "SUCCEEDED", output: { route: { next: "Completed" } } });
});

test("a wallet that is busy for minutes is waited for, by one execution, and credited once", async () => {
  world = await PaymentWorld.create();
  const { tables } = world.deps;
  const transact = tables.transact.bind(tables);
  const freeAt = world.nowMs + 300_000;
  tables.transact = async (writes, triesMax) => {
    if (writes.some(({ name }) => name.startsWith("wallet.credit")) && world.nowMs < freeAt)
      throw new RetryableError("overloaded", "another request is writing the same rows", 1000);
    return transact(writes, triesMax);
  };
  await world.pay("ok");
  await world.settle();
  expect(world.nowMs).toBeGreaterThanOrEqual(freeAt);
  expect(await world.payments()).toMatchObject([{ state: "SUCCEEDED" }]);
  expect(await world.wallets()).toMatchObject([{ available: 1000 }]);
  const executions = [...world.machine.executions.values()];
  expect(executions.map(({ status }) => status)).toEqual(["SUCCEEDED"]);
  expect(executions[0]?.path.filter((name) => name === "WaitToSettle").length).toBeGreaterThan(10);
  expect([world.machine.errors, world.deadLetters]).toEqual([[], []]);
  await assertSound(world);
});

describe("every task runs twice", () => {
  const ends: [ChargeKind, "paid" | "declined" | "cancelled" | undefined, string][] = [
    ["ok", undefined, "SUCCEEDED"],
    ["declined", undefined, "DECLINED"],
    ["reply-lost-ok", undefined, "SUCCEEDED"],
    ["fails-twice", undefined, "SUCCEEDED"],
    ["unknown-forever", undefined, "NEEDS_REVIEW"],
    ["action", "paid", "SUCCEEDED"],
    ["action", "declined", "DECLINED"],
    ["action", "cancelled", "CANCELLED"],
    ["never-voids", "cancelled", "CANCELLED"],
    ["cancel-fails-twice", "cancelled", "CANCELLED"],
    ["cancel-fails-always", "cancelled", "NEEDS_REVIEW"],
  ];
  test.each(ends)(
    "of a charge that is %s (customer: %s), and it ends %s with one effect",
    async (kind, then, state) => {
      world = await PaymentWorld.create();
      world.repeats = true;
      const paymentId = paymentIdIn(await world.pay(kind));
      await world.settle();
      if (then === "paid" || then === "declined") await world.webhook(world.channel.act(paymentId, then));
      if (then === "cancelled") await world.cancel(paymentId);
      await world.settle();
      expect((await world.payments()).map((payment) => payment.state)).toEqual([state]);
      expect(captures(world, paymentId)).toBeLessThanOrEqual(1);
      expect(world.machine.errors).toEqual([]);
      await assertSound(world);
    },
  );

  test("and a charge is sent once, not once a run", async () => {
    world = await PaymentWorld.create();
    world.repeats = true;
    await world.pay("ok");
    await world.settle();
    expect(world.channel.calls.filter((call) => call.startsWith("charge"))).toHaveLength(1);
  });
});

describe("two functions that run one task at once", () => {
  test.each([
    ["ChargePayment", "charge"],
    ["SettlePayment", "credit"],
  ] as const)("of %s make one %s", async (task, _effect) => {
    world = await PaymentWorld.create();
    await world.pay("ok");
    await world.advanceTo(task);
    const [saga] = await world.sagas();
    const event = { tenantId: "acme", sagaId: saga?.sagaId ?? "" };
    const hold = world.world.holdAt(0, "before");
    const first = world.run(task, event);
    await hold.reached;
    await world.run(task, event);
    hold.letGo();
    await first;
    await world.settle();
    expect(world.channel.calls.filter((call) => call.startsWith("charge"))).toHaveLength(1);
    expect(await world.wallets()).toMatchObject([{ available: 1000 }]);
    expect(await world.ledger()).toHaveLength(1);
    await assertSound(world);
  });

  test("of two executions: the one that is being replaced while it takes the saga over steps back", async () => {
    world = await PaymentWorld.create();
    await world.pay("ok");
    const [saga] = await world.sagas();
    const hold = world.world.holdAt(0, "before");
    const older = world.run("CreateOrder", { tenantId: "acme", sagaId: saga?.sagaId ?? "" });
    await hold.reached;
    // Its start was slow, and the sweeper has named another one meanwhile.
    world.world.nowMs += world.deps.limits.sweepGraceMs + 1;
    await world.sweep();
    hold.letGo();
    expect(await older).toEqual({ next: "Superseded", waitSeconds: 0 });
    await world.settle();
    expect(await world.payments()).toMatchObject([{ state: "SUCCEEDED" }]);
    await assertSound(world);
  });

  test("of two executions: the older one charges nothing once the newer one has loaded the saga", async () => {
    world = await PaymentWorld.create();
    await world.pay("ok");
    await world.advanceTo("ChargePayment");
    const [saga] = await world.sagas();
    const event = { tenantId: "acme", sagaId: saga?.sagaId ?? "" };
    const hold = world.world.holdAt(0, "before");
    const older = world.run("ChargePayment", event);
    await hold.reached;
    world.machine.abortAll();
    world.world.nowMs += 2 * world.deps.limits.saga.leaseMs;
    await world.sweep();
    await world.run("CreateOrder", event, `${saga?.sagaId}-r1`);
    const loaded = await world.items();
    hold.letGo();
    expect(await older).toEqual({ next: "Superseded", waitSeconds: 0 });
    expect(await world.items()).toEqual(loaded);
    expect(world.channel.calls).toEqual([]);
    await world.settle();
    expect(await world.payments()).toMatchObject([{ state: "SUCCEEDED" }]);
    expect(world.channel.calls).toHaveLength(1);
    await assertSound(world);
  });
});

test("an execution that loads its saga while the sweeper names another leaves it to that one", async () => {
  world = await PaymentWorld.create();
  await world.pay("ok");
  const [saga] = await world.sagas();
  const hold = world.world.holdAt(0, "before");
  const loading = world.run("CreateOrder", saga as Saga);
  await hold.reached;
  world.world.nowMs += world.deps.limits.sweepGraceMs;
  await world.sweep();
  hold.letGo();
  expect(await loading).toMatchObject({ next: "Superseded" });
  await world.settle();
  expect(await world.sagas()).toMatchObject([{ state: "COMPLETED", resumes: 1 }]);
  await assertSound(world);
});

test("a saga that an earlier release fulfilled and did not close is closed, and its order stays as it is", async () => {
  world = await PaymentWorld.create();
  await world.pay("ok");
  await world.advanceTo("FulfilOrder");
  const [saga] = await world.sagas();
  const [order] = await world.orders();
  await world.spoil({ ...saga, cursor: 5, version: Number(saga?.version) + 1 });
  await world.spoil({ ...order, state: "FINISHED" });
  const fulfilled = await world.orders();
  await world.settle();
  expect(await world.sagas()).toMatchObject([{ state: "COMPLETED", resumes: 0 }]);
  expect(await world.orders()).toEqual(fulfilled);
  expect(await world.steps()).toMatchObject({ ClosePayment: { state: "SUCCEEDED" } });
});

test("a saga that an earlier release took over and left without its order goes on in the same execution", async () => {
  world = await PaymentWorld.create();
  await world.pay("ok");
  await world.advanceTo("CreateOrder");
  const [saga] = await world.sagas();
  await world.spoil({
    ...saga,
    driver: saga?.sagaId,
    epoch: 1,
    leaseUntil: world.nowMs + world.deps.limits.saga.leaseMs,
  });
  await world.settle();
  expect(await world.sagas()).toMatchObject([{ state: "COMPLETED", epoch: 2, resumes: 0 }]);
  await assertSound(world);
});

describe("a charge without a known outcome", () => {
  test("is looked up before it is sent again, and sent again only after the settle window, with the same key", async () => {
    world = await PaymentWorld.create();
    const startedAt = world.nowMs;
    const paymentId = paymentIdIn(await world.pay("fails-twice"));
    await world.settle();
    const { calls } = world.channel;
    expect(calls.filter((call) => call.startsWith("charge"))).toEqual(Array(3).fill(`charge ${paymentId}#charge`));
    expect(calls.at(1)).toBe(`query ${paymentId}`);
    expect(world.nowMs - startedAt).toBeGreaterThan(2 * world.deps.limits.charge.settleMs);
    expect(await world.payments()).toMatchObject([{ state: "SUCCEEDED" }]);
    expect((await world.payments())[0]?.reason).toBeUndefined();
  });

  test.each<[string, string | undefined, string]>([
    ["with the page that it was first sent with", "https://shop.example/as-sent", "https://shop.example/as-sent"],
    [
      "with the merchant's own page, when it was first sent before that was kept",
      undefined,
      "https://shop.example/back",
    ],
  ])("is sent again %s", async (_, kept, expected) => {
    world = await PaymentWorld.create();
    const charge = jest.spyOn(world.channel, "charge");
    const paymentId = paymentIdIn(await world.pay("fails-twice", { returnUrl: "https://shop.example/back" }));
    await world.advanceTo("WaitForPayment");
    const charged = (await world.items()).find(({ step }) => step === "ChargePayment");
    const { returnUrl: __, ...before } = (charged?.executeData ?? {}) as Record<string, unknown>;
    await world.spoil({ ...charged, executeData: { ...before, ...(kept === undefined ? {} : { returnUrl: kept }) } });
    await world.settle();
    const first = `https://shop.example/back?paymentId=${paymentId}&status=PROCESSING`;
    expect(charge.mock.calls.map(([call]) => call.returnUrl)).toEqual([first, expected, expected]);
  });

  test("that nobody ever learns waits for a person, and is sent no more", async () => {
    world = await PaymentWorld.create();
    await world.pay("unknown-forever");
    await world.settle();
    expect(await world.payments()).toMatchObject([{ state: "NEEDS_REVIEW", reason: "timeout" }]);
    expect(await world.sagas()).toMatchObject([{ state: "NEEDS_REVIEW", parkedFrom: "RUNNING" }]);
    expect([...world.machine.executions.values()].map(({ status }) => status)).toEqual(["FAILED"]);
    expect(world.channel.calls.filter((call) => call.startsWith("charge"))).toHaveLength(1);
    await assertSound(world);
  });

  test("that never took effect is sent five times, then waits for a person", async () => {
    world = await PaymentWorld.create();
    await world.pay("fails-always");
    await world.settle();
    expect(world.channel.calls.filter((call) => call.startsWith("charge"))).toHaveLength(5);
    expect(await world.payments()).toMatchObject([{ state: "NEEDS_REVIEW", reason: "not-found" }]);
    await assertSound(world);
  });

  test("whose page address was lost with the answer is sent again with the same key, which brings it back", async () => {
    world = await PaymentWorld.create();
    await world.pay("forgotten-url");
    await world.settle();
    const [payment] = await world.payments();
    expect(payment).toMatchObject({
      state: "REQUIRES_ACTION",
      paymentUrl: `https://pay.example/${payment?.paymentId}`,
    });
    await assertSound(world);
  });
});

test("a charge that was never sent in the customer's time is not sent after it", async () => {
  world = await PaymentWorld.create();
  await world.pay("ok");
  world.world.nowMs += world.deps.limits.orderExpiryMs;
  await world.settle();
  expect(await world.payments()).toMatchObject([{ state: "CANCELLED" }]);
  expect(world.channel.calls).toEqual([]);
  await assertSound(world);
});

test("a charge that may be sent again is not sent after the customer's time: it is looked up and undone", async () => {
  world = await PaymentWorld.create();
  const paymentId = paymentIdIn(await world.pay("fails-twice"));
  await world.advanceTo("WaitForPayment");
  world.world.nowMs += world.deps.limits.charge.settleMs + 1;
  await world.advanceTo("ChargePayment");
  expect(await world.steps()).toMatchObject({ ChargePayment: { state: "PENDING", tries: 1 } });
  world.world.nowMs = (await world.sagas())[0]?.deadline ?? 0;
  await world.settle();
  expect(await world.payments()).toMatchObject([{ state: "CANCELLED" }]);
  expect(world.channel.calls.filter((call) => call.startsWith("charge"))).toEqual([`charge ${paymentId}#charge`]);
  await assertSound(world);
});

test.each(["fails-twice", "forgotten-url"] as const)(
  "a charge that is %s, and settles only after the customer's time, is undone instead of sent again",
  async (kind) => {
    world = await PaymentWorld.create({ limits: { orderExpiryMs: 5_000 } });
    await world.pay(kind);
    await world.settle();
    expect(await world.payments()).toMatchObject([{ state: "CANCELLED" }]);
    expect(world.channel.calls.filter((call) => call.startsWith("charge"))).toHaveLength(1);
    await assertSound(world);
  },
);

test("a wait lasts as long as its order may still be paid, however late it begins", async () => {
  world = await PaymentWorld.create();
  const createdAt = world.nowMs;
  await world.pay("reply-lost-action");
  world.world.nowMs += world.deps.limits.orderExpiryMs / 2;
  await world.settle();
  expect(await world.payments()).toMatchObject([{ state: "REQUIRES_ACTION" }]);
  const { orderExpiryMs, sweepGraceMs } = world.deps.limits;
  const endsAt = createdAt + orderExpiryMs + sweepGraceMs;
  const wait = world.machine.next(true);
  expect(wait).toMatchObject({ visit: { name: "AwaitPayment" }, waiting: true });
  expect(Math.abs((wait?.at ?? 0) - endsAt)).toBeLessThanOrEqual(1000);
});

test("a wait that ends without a customer closes the page, and nothing is paid", async () => {
  world = await PaymentWorld.create();
  await world.pay("action");
  await world.settle();
  expect(await world.payments()).toMatchObject([{ state: "REQUIRES_ACTION" }]);
  await world.passDeadline();
  expect(await world.payments()).toMatchObject([{ state: "CANCELLED", outcome: "cancelled" }]);
  expect((await world.payments())[0]?.paymentUrl).toBeUndefined();
  expect(await world.orders()).toMatchObject([{ state: "CANCELLED" }]);
  await assertSound(world);
});

test("a customer who pays in the last moment, and whose webhook is lost, has paid", async () => {
  world = await PaymentWorld.create();
  const paymentId = paymentIdIn(await world.pay("action"));
  await world.settle();
  world.channel.act(paymentId, "paid");
  await world.passDeadline();
  expect(await world.payments()).toMatchObject([{ state: "SUCCEEDED" }]);
  await assertSound(world);
});

test("a page that turns out paid while it is being closed is given back, where no capture can be voided", async () => {
  world = await PaymentWorld.create();
  const paymentId = paymentIdIn(await world.pay("never-voids"));
  await world.settle();
  world.channel.act(paymentId, "paid");
  await world.cancel(paymentId);
  await world.settle();
  expect(await world.payments()).toMatchObject([{ state: "CANCELLED" }]);
  expect(world.channel.effects.map(({ kind }) => kind)).toEqual(["charge", "refund"]);
  await assertSound(world);
});

test("a saga in a state of a later release is left alone by the sweeper, which fails so that somebody is told", async () => {
  world = await PaymentWorld.create();
  await world.pay("action");
  await world.settle();
  const [saga] = (await world.sagas()) as unknown as [object];
  const later = { ...saga, state: "VERIFYING", dueAt: world.nowMs };
  await world.spoil(later);
  await expect(world.sweep()).rejects.toThrow("that this release does not know");
  const { dueAt: _, ...untouched } = later;
  expect(await world.sagas()).toMatchObject([untouched]);
});

test.each(["reply-lost", "fails-twice"] as const)(
  "a refund of a compensation that comes to %s goes out once",
  async (refunds) => {
    world = await PaymentWorld.create();
    world.channel.refunds = refunds;
    const paymentId = paymentIdIn(await world.pay("never-voids"));
    await world.settle();
    world.channel.act(paymentId, "paid");
    await world.cancel(paymentId);
    await world.settle();
    expect(await world.payments()).toMatchObject([{ state: "CANCELLED" }]);
    expect(world.channel.effects.map(({ kind }) => kind)).toEqual(["charge", "refund"]);
    await assertSound(world);
  },
);

test.each(["declined", "unknown-forever"] as const)(
  "a refund of a compensation that is %s waits for a person",
  async (refunds) => {
    world = await PaymentWorld.create();
    world.channel.refunds = refunds;
    const paymentId = paymentIdIn(await world.pay("never-voids"));
    await world.settle();
    world.channel.act(paymentId, "paid");
    await world.cancel(paymentId);
    await world.settle();
    expect(await world.sagas()).toMatchObject([{ state: "NEEDS_REVIEW", parkedFrom: "COMPENSATING" }]);
    await assertSound(world);
  },
);

test("the same Idempotency-Key twice is one payment and one answer", async () => {
  world = await PaymentWorld.create();
  const first = await world.pay("ok", {}, "key-1");
  const second = await world.pay("ok", {}, "key-1");
  expect(second).toEqual({ ...first, replayed: true });
  await world.settle();
  expect(await world.pay("ok", {}, "key-1")).toEqual({ ...first, replayed: true });
  expect(await world.payments()).toHaveLength(1);
});

test("a payment tells its story, to its merchant and to an operator", async () => {
  world = await PaymentWorld.create();
  const answer = await world.pay("reply-lost-action");
  const paymentId = paymentIdIn(answer);
  await world.settle();
  expect(await getPayment(world.deps, MERCHANT, paymentId)).toMatchObject({
    status: "REQUIRES_ACTION",
    paymentUrl: `https://pay.example/${paymentId}`,
    refunds: [],
  });
  await world.webhook(world.channel.act(paymentId, "paid"));
  await world.settle();
  const { items } = await getPaymentTimeline(world.deps, MERCHANT, paymentId);
  expect(items.map(({ event }) => event)).toEqual(
    expect.arrayContaining(["accepted", "ChargePayment: sent", "ChargePayment: unknown", "webhook: paid"]),
  );
  const saga = await getSaga(world.deps, OPERATOR, bodyOf(answer).sagaId);
  expect(saga).toMatchObject({
    status: "COMPLETED",
    executions: [bodyOf(answer).sagaId],
    payment: { status: "SUCCEEDED" },
  });
  expect((await listSagas(world.deps, OPERATOR, { limit: 10, paymentId })).items).toHaveLength(1);
  expect((await listSagas(world.deps, OPERATOR, { limit: 10, status: "RUNNING" })).items).toHaveLength(0);
});
