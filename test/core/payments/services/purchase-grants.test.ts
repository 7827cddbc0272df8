import { afterEach, beforeEach, expect, test } from "@jest/globals";
import { InvariantError, RetryableError } from "../../../../core/foundation/domain/errors.ts";
import type { Offer } from "../../../../core/orders/domain/offer.ts";
import { holdingOf } from "../../../../core/orders/domain/subscription.ts";
import type { Saga } from "../../../../core/payments/domain/saga.ts";
import { workRefund } from "../../../../core/payments/services/refund-work.ts";
import { meetingOthers } from "../../../support/conflicts.ts";
import { bodyOf, PaymentWorld, paymentIdIn } from "../../../support/payment-world.ts";
import { makeOffer, makePurchase } from "../../../support/purchases.ts";
import { assertSound } from "./payment-soundness.ts";

const MANY = 20;

let world: PaymentWorld;
let offer: Offer;
beforeEach(async () => {
  world = await PaymentWorld.create();
  offer = await makeOffer(world.deps, { stockLimit: MANY });
});
afterEach(() => world.drop());

/** An order of alice's, paid for and not delivered yet. */
async function paid(number: number): Promise<{ saga: Saga; paymentId: string }> {
  const orderNo = `order-${number}`;
  await makePurchase(world.deps, offer, { orderNo });
  const paymentId = paymentIdIn(await world.pay("ok", { orderNo }));
  await world.advanceTo("FulfilOrder");
  const saga = (await world.sagas()).find((one) => one.paymentId === paymentId) as Saga;
  world.machine.abortAll();
  return { saga, paymentId };
}

/** Each is tried again, as the machine does, until it has been done; what has failed meanwhile. */
async function allAtOnce(tasks: readonly (() => Promise<unknown>)[]): Promise<unknown[]> {
  const errors: unknown[] = [];
  const untilDone = async (task: () => Promise<unknown>) => {
    for (let tries = 0; tries < MANY; tries++) {
      const isDone = await task().then(
        () => true,
        (error: unknown) => errors.push(error) === 0,
      );
      if (isDone) return;
    }
    throw new Error("tried in vain");
  };
  await Promise.all(tasks.map(untilDone));
  return errors;
}

test("twenty orders that one user has paid are delivered at once: each grants once, one was the first, and none breaks a rule", async () => {
  const orders: { saga: Saga }[] = [];
  for (let number = 0; number < MANY; number++) orders.push(await paid(number));
  const errors = await allAtOnce(
    orders.map(
      ({ saga }) =>
        () =>
          world.run("FulfilOrder", saga),
    ),
  );
  expect(errors.filter((error) => !(error instanceof RetryableError))).toEqual([]);
  const [subscription, ...others] = await world.subscriptions();
  expect(others).toEqual([]);
  const { grants = [], endsAt, startsAt } = subscription ?? {};
  expect(new Set(grants.map(({ orderId }) => orderId)).size).toBe(MANY);
  expect(holdingOf(grants)).toEqual({ grants, startsAt, endsAt });
  const purchases = await world.purchases();
  expect(purchases.filter(({ state }) => state === "FINISHED")).toHaveLength(MANY);
  expect(purchases.filter(({ isNew }) => isNew)).toHaveLength(1);
  await assertSound(world);
});

test("deliveries and refunds of one user's orders meet, on tables that let no two writers at a row", async () => {
  const { tables } = world.world;
  const delivered = [await paid(0), await paid(1), await paid(2)];
  for (const { saga } of delivered) await world.run("FulfilOrder", saga);
  const open = [await paid(3), await paid(4), await paid(5)];
  const refunds: string[] = [];
  for (const { paymentId } of delivered) refunds.push(String(bodyOf(await world.refund(paymentId)).refundId));
  Object.assign(tables, { client: meetingOthers(tables.client) });
  const errors = await allAtOnce([
    ...open.map(
      ({ saga }) =>
        () =>
          world.run("FulfilOrder", saga),
    ),
    ...delivered.map(({ paymentId }, n) => async () => {
      const job = { tenantId: "acme", paymentId, refundId: String(refunds[n]) };
      await workRefund(world.deps, job, world.remaining);
    }),
  ]);
  expect(errors.filter((error) => error instanceof InvariantError)).toEqual([]);
  await world.settle();
  const states = (await world.purchases()).map(({ state }) => state).sort();
  expect(states).toEqual(["FINISHED", "FINISHED", "FINISHED", "REFUNDED", "REFUNDED", "REFUNDED"]);
  expect((await world.subscriptions()).map(({ grants }) => grants.length)).toEqual([3]);
  await assertSound(world);
});

test("a delivery whose user's subscription was extended between its reading and its writing reads it again", async () => {
  const first = await paid(0);
  const second = await paid(1);
  const writes = world.world.holdAt(0, "before");
  const held = world.run("FulfilOrder", first.saga);
  await writes.reached;
  expect(await world.run("FulfilOrder", second.saga)).toMatchObject({ next: "Completed" });
  writes.letGo();
  expect(await held).toMatchObject({ next: "Completed" });
  expect((await world.subscriptions()).map(({ grants }) => grants.length)).toEqual([2]);
  await assertSound(world);
});

test("a delivery that two runs of a task make grants once", async () => {
  const { saga } = await paid(0);
  const answers = await Promise.all([world.run("FulfilOrder", saga), world.run("FulfilOrder", saga)]);
  expect(answers.map(({ next }) => next)).toEqual(["Completed", "Completed"]);
  expect((await world.subscriptions()).map(({ grants }) => grants.length)).toEqual([1]);
  await assertSound(world);
});

test("a delivery that meets others all the while is tried again by the machine, and ends", async () => {
  await makePurchase(world.deps, offer);
  await world.pay("ok");
  await world.advanceTo("FulfilOrder");
  let busyFor = 7;
  const { tables } = world.world;
  Object.assign(tables, { client: meetingOthers(tables.client, (pk) => pk.startsWith("STOCK#") && busyFor-- > 0) });
  await world.settle();
  expect(busyFor).toBeLessThan(0);
  expect(await world.purchases()).toMatchObject([{ state: "FINISHED" }]);
  await assertSound(world);
});
