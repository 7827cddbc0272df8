import { afterEach, beforeEach, expect, test } from "@jest/globals";
import { sweepDeliveries } from "../../../../core/events/services/delivery-sweep.ts";
import { EventWorld, said } from "./event-world.ts";

let world: EventWorld;
beforeEach(async () => {
  world = await EventWorld.create();
});
afterEach(() => world.drop());

/** What a sweep finds of how long nobody has come for the oldest delivery. */
async function measured(): Promise<number[]> {
  const ages: number[] = [];
  world.deps.metrics.gauge = (name, value) => void (name === "DeliveryOverdueAge" && ages.push(value));
  await sweepDeliveries(world.deps);
  return ages;
}

test("its age is measured by its row, also once a sweep has put off its time in the index", async () => {
  await world.endpoint();
  const begun = world.nowMs;
  await world.told();
  world.pass(1_000);
  await world.told();
  expect(await measured()).toEqual([1_000]);
  world.pass(10 * 60_000);
  expect(await measured()).toEqual([world.nowMs - begun]);
  // Its worker has died: nobody has come since its lease is over. The other waits as before.
  world.script = () => Promise.reject(new Error("killed"));
  await expect(world.next()).rejects.toThrow("killed");
  world.pass(10 * 60_000);
  expect(await measured()).toEqual([world.nowMs - begun - 1_000]);
});

test("it has none while its time is to come, and once it has ended", async () => {
  await world.endpoint();
  world.script = () => said(500);
  await world.told();
  await world.next();
  expect(await measured()).toEqual([]);
  world.script = () => said(204);
  await world.settle();
  world.pass(60 * 60_000);
  expect(await measured()).toEqual([]);
});

test("a receiver that lets another try wait makes none late: a worker has looked at them", async () => {
  const { leaseMs } = world.deps.limits.delivery;
  // After a failure it has one lane.
  const endpoint = await world.endpoint({ failures: 1, failingSince: world.nowMs });
  const [hangs, waits] = [await world.told(), await world.told()];
  const [first, second] = world.messages.splice(0);
  if (!first || !second) throw new Error("no messages");
  let answer = () => {};
  const asked = new Promise<void>((reached) => {
    world.script = () =>
      new Promise((done) => {
        answer = () => done(said(204));
        reached();
      });
  });
  const trying = world.deliver(first.body);
  await asked;
  world.pass(leaseMs / 2);
  await world.deliver(second.body);
  expect(await world.delivery(waits, endpoint)).toMatchObject({ state: "PENDING", waits: 1 });
  world.pass(leaseMs - 1);
  const late = await measured();
  answer();
  await trying;
  expect(await world.delivery(hangs, endpoint)).toMatchObject({ state: "DELIVERED" });
  // The other's lease is over, and nobody has come for it: that is ours.
  expect(late).toEqual([leaseMs / 2 - 2]);
});
