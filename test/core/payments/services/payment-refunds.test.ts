import { afterEach, beforeEach, describe, expect, jest, test } from "@jest/globals";
import { workRefund } from "../../../../core/payments/services/refund-work.ts";
import { createRefund } from "../../../../core/payments/services/refunds.ts";
import { IS_EXHAUSTIVE } from "../../../support/exhaustive.ts";
import { bodyOf, MERCHANT, PaymentWorld, paymentIdIn } from "../../../support/payment-world.ts";
import type { RefundKind } from "../../../support/scripted-channel.ts";
import { assertSound } from "./payment-soundness.ts";

/** Some thirty worlds a test; each is quick, a busy machine may not be. */
jest.setTimeout(120_000);
let world: PaymentWorld;
let paymentId: string;
beforeEach(async () => {
  world = await PaymentWorld.create();
  paymentId = paymentIdIn(await world.pay("ok"));
  await world.settle();
});
afterEach(() => world.drop());

const payment = async () => (await world.payments())[0];
const refundCalls = () => world.channel.calls.filter((call) => call.startsWith("refund"));

describe("a refund", () => {
  test("of everything leaves nothing in wallet, ledger and channel", async () => {
    expect(await world.refund(paymentId)).toMatchObject({ httpStatus: 202, body: { status: "PENDING" } });
    expect(await world.wallets()).toMatchObject([{ available: 0, frozen: 1000 }]);
    await world.settle();
    expect(await payment()).toMatchObject({ state: "REFUNDED", refundable: 0, refunded: 1000 });
    expect(await world.wallets()).toMatchObject([{ available: 0, frozen: 0 }]);
    expect((await world.ledger()).map(({ kind }) => kind).sort()).toEqual(["payment-refunded", "payment-settled"]);
    await assertSound(world);
  });

  test("in parts, under way together, adds up to the last unit", async () => {
    for (const amount of [100, 200, 300]) await world.refund(paymentId, amount);
    expect(await world.wallets()).toMatchObject([{ available: 400, frozen: 600 }]);
    await world.settle();
    expect(await payment()).toMatchObject({ state: "PARTIALLY_REFUNDED", refundable: 400, refunded: 600 });
    await assertSound(world);
    await world.refund(paymentId);
    await world.settle();
    expect(await payment()).toMatchObject({ state: "REFUNDED", refundable: 0, refunded: 1000 });
    await assertSound(world);
  });

  test("of more than what is left is refused, and so is one of nothing", async () => {
    const refused = { httpStatus: 409, body: { code: "refund-exceeds-payment" } };
    expect(await world.refund(paymentId, 1001, "key-1")).toMatchObject(refused);
    expect(await world.refund(paymentId, 1001, "key-1")).toMatchObject({ ...refused, replayed: true });
    await world.refund(paymentId, 600);
    expect(await world.refund(paymentId, 500)).toMatchObject(refused);
    await world.refund(paymentId);
    expect(await world.refund(paymentId)).toMatchObject(refused);
    await world.settle();
    expect(await world.refund(paymentId)).toMatchObject(refused);
    expect(await payment()).toMatchObject({ state: "REFUNDED" });
    await assertSound(world);
  });

  test("of more than the wallet holds is refused, and takes nothing from the payment", async () => {
    const [wallet] = await world.wallets();
    await world.spoil({ ...wallet, available: 499 });
    expect(await world.refund(paymentId, 500)).toMatchObject({
      httpStatus: 422,
      body: { code: "insufficient-balance" },
    });
    expect(await payment()).toMatchObject({ refundable: 1000 });
    expect(await world.refunds()).toEqual([]);
  });

  test("in another currency is refused", async () => {
    const body = { amount: { amount: 1, currency: "EUR" }, reason: "wrong" };
    const request = world.world.request("POST /v1/payments/{id}/refunds", body, undefined, { id: paymentId });
    await expect(createRefund(world.deps, request, MERCHANT, paymentId, body)).rejects.toMatchObject({
      code: "request-invalid",
    });
  });

  test("of a payment that is open waits for it, and of one that took no money is refused for good", async () => {
    const open = paymentIdIn(await world.pay("action", { orderNo: "order-2" }));
    await world.settle();
    const waiting = { code: "payment-not-captured", wait: { waitFor: "payment" } };
    await expect(world.refund(open, undefined, "key-1")).rejects.toMatchObject(waiting);
    await world.cancel(open);
    await world.settle();
    const final = { httpStatus: 409, body: { code: "payment-not-captured", retryable: false } };
    const first = await world.refund(open, undefined, "key-1");
    expect(first).toMatchObject(final);
    expect(first.body).not.toHaveProperty("waitFor");
    expect(await world.refund(open, undefined, "key-1")).toEqual({ ...first, replayed: true });
  });

  test("asked for twice under one key is one refund", async () => {
    const first = await world.refund(paymentId, 400, "key-1");
    expect(await world.refund(paymentId, 400, "key-1")).toEqual({ ...first, replayed: true });
    await world.settle();
    expect(await world.refund(paymentId, 400, "key-1")).toEqual({ ...first, replayed: true });
    expect(await payment()).toMatchObject({ refunded: 400 });
    expect(await world.refunds()).toHaveLength(1);
  });

  test("of all that is left, asked for by two at once, is one refund", async () => {
    const answers = await Promise.all([world.refund(paymentId), world.refund(paymentId)]);
    expect(answers.map(({ httpStatus }) => httpStatus).sort()).toEqual([202, 409]);
    await world.settle();
    await assertSound(world);
  });

  test("of all that is left means what is left when it is taken", async () => {
    // Read, then overtaken right before its transaction.
    const hold = world.world.holdAt(0, "before");
    const all = world.refund(paymentId);
    await hold.reached;
    await world.refund(paymentId, 300);
    hold.letGo();
    expect(bodyOf(await all)).toMatchObject({ status: "PENDING", amount: { amount: 700 } });
    await world.settle();
    expect(await payment()).toMatchObject({ state: "REFUNDED" });
    await assertSound(world);
  });

  test("raced by nineteen others takes no more than there is", async () => {
    const answers = await Promise.all(Array.from({ length: 20 }, () => world.refund(paymentId, 70)));
    expect(answers.filter(({ httpStatus }) => httpStatus === 202)).toHaveLength(14);
    await world.settle();
    expect(await payment()).toMatchObject({ state: "PARTIALLY_REFUNDED", refundable: 20, refunded: 980 });
    await assertSound(world);
  });
});

describe("a refund at a channel", () => {
  const ends: [RefundKind, string, string, sends: number][] = [
    ["ok", "SUCCEEDED", "PARTIALLY_REFUNDED", 1],
    ["declined", "FAILED", "SUCCEEDED", 1],
    ["reply-lost", "SUCCEEDED", "PARTIALLY_REFUNDED", 1],
    ["reply-lost-declined", "FAILED", "SUCCEEDED", 1],
    ["fails-twice", "SUCCEEDED", "PARTIALLY_REFUNDED", 3],
    ["unknown-forever", "NEEDS_REVIEW", "SUCCEEDED", 1],
  ];
  test.each(ends)(
    "that answers %s ends %s, its payment %s, after %i sends with one key",
    async (kind, state, of, sends) => {
      world.channel.refunds = kind;
      const { refundId } = bodyOf(await world.refund(paymentId, 400));
      await world.settle(3000);
      expect(await world.refunds()).toMatchObject([{ state }]);
      expect(await payment()).toMatchObject({ state: of });
      expect(refundCalls()).toEqual(Array(sends).fill(`refund ${refundId}`));
      if (state !== "NEEDS_REVIEW") await assertSound(world);
      if (state === "FAILED") expect(await payment()).toMatchObject({ refundable: 1000 });
      if (state === "FAILED") expect(await world.wallets()).toMatchObject([{ available: 1000, frozen: 0 }]);
      expect(await world.dueRows()).toEqual([]);
      expect(world.world.jobs).toEqual([]);
    },
  );

  const nastiest = ["reply-lost"] as const;
  test.each(IS_EXHAUSTIVE ? ([...nastiest, "ok", "declined", "fails-twice"] as const) : nastiest)(
    "that answers %s takes effect once, whenever its worker dies or comes twice",
    async (kind) => {
      for (let step = 0; ; step++) {
        await world.drop();
        world = await PaymentWorld.create();
        paymentId = paymentIdIn(await world.pay("ok"));
        await world.settle();
        world.channel.refunds = kind;
        await world.refund(paymentId, 400);
        world.dies = step % 2 === 0 ? "function" : "machine";
        const before = world.world.steps.length;
        world.world.crashAt(step, "after");
        await world.settle().catch(() => undefined);
        const crashed = world.world.steps.length > before + step;
        world.restartIfDead();
        const [refund] = await world.refunds();
        // Another message of the same refund, at any time.
        if (refund) await workRefund(world.deps, refund, world.remaining);
        await world.settle();
        expect(world.channel.effects.filter((move) => move.kind === "refund")).toHaveLength(
          kind === "declined" ? 0 : 1,
        );
        expect((await world.refunds()).map(({ state }) => state)).toEqual([
          kind === "declined" ? "FAILED" : "SUCCEEDED",
        ]);
        await assertSound(world);
        if (!crashed) break;
      }
    },
  );

  test("whose worker wakes up when another has ended its work writes nothing more", async () => {
    world.channel.refunds = "reply-lost";
    for (let step = 0; step < 4; step++) {
      await world.drop();
      world = await PaymentWorld.create();
      paymentId = paymentIdIn(await world.pay("ok"));
      await world.settle();
      const answer = bodyOf(await world.refund(paymentId, 400));
      const ref = { tenantId: "acme", paymentId, refundId: answer.refundId };
      const hold = world.world.holdAt(step, "before");
      const worker = workRefund(world.deps, ref, world.remaining);
      const frozen = await Promise.race([hold.reached.then(() => true), worker.then(() => false)]);
      if (!frozen) break;
      world.world.nowMs += world.deps.limits.refund.leaseMs + 1;
      await world.settle();
      const ended = await world.items();
      hold.letGo();
      await worker;
      expect([step, await world.items()]).toEqual([step, ended]);
      await assertSound(world);
    }
  });
});
