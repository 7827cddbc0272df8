import { afterEach, beforeEach, describe, expect, test } from "@jest/globals";
import { PaymentWorld, paymentIdIn } from "../../../support/payment-world.ts";
import type { ChargeKind } from "../../../support/scripted-channel.ts";
import { assertSound } from "./payment-soundness.ts";

let world: PaymentWorld;
let paymentId: string;
beforeEach(async () => {
  world = await PaymentWorld.create();
});
afterEach(() => world.drop());

/** Paid for on its page or not, then cancelled, and undone as far as it goes. */
async function cancelled(kind: ChargeKind, isPaid = false): Promise<void> {
  paymentId = paymentIdIn(await world.pay(kind));
  await world.settle();
  if (isPaid) world.channel.act(paymentId, "paid");
  await world.cancel(paymentId);
}
const settleMs = () => world.deps.limits.charge.settleMs;
const parkedAt = async () => (await world.sagas()).find(({ state }) => state === "NEEDS_REVIEW")?.updatedAt ?? 0;
const charge = async () => (await world.steps()).ChargePayment;

/** When each call of this name went out. */
function timesOf(name: "cancel" | "refund"): number[] {
  const times: number[] = [];
  const call = world.channel[name].bind(world.channel) as (input: never) => Promise<never>;
  Object.assign(world.channel, {
    [name]: (input: never) => {
      times.push(world.nowMs);
      return call(input);
    },
  });
  return times;
}

describe("a saga is parked only when no call of its own can still take effect", () => {
  test("neither its last cancel", async () => {
    const times = timesOf("cancel");
    await cancelled("cancel-fails-always");
    await world.settle();
    expect(times).toHaveLength(5);
    expect(await parkedAt()).toBeGreaterThan((times.at(-1) ?? 0) + settleMs());
    expect(await charge()).toMatchObject({ state: "NEEDS_REVIEW", reason: "server-error", cancels: 5 });
    await assertSound(world);
  });

  test("nor the last refund that a cancel came to", async () => {
    const times = timesOf("refund");
    world.channel.refunds = "unknown-forever";
    await cancelled("never-voids", true);
    await world.settle();
    expect(times.length).toBeGreaterThan(0);
    expect(await parkedAt()).toBeGreaterThan((times.at(-1) ?? 0) + settleMs());
    await assertSound(world);
  });

  test("nor the cancel of a function that was killed, which the machine gives up", async () => {
    const killed: number[] = [];
    world.channel.cancel = async () => {
      killed.push(world.nowMs);
      throw new Error("killed");
    };
    await cancelled("action");
    await world.advanceTo("ParkSaga");
    await world.settle();
    expect(killed).toHaveLength(5);
    expect(await parkedAt()).toBeGreaterThan((killed.at(-1) ?? 0) + settleMs());
    expect(await charge()).toMatchObject({ state: "NEEDS_REVIEW", reason: "compensation-failed" });
    await assertSound(world);
  });

  test("and one whose channel is gone from the configuration is parked by the machine all the same", async () => {
    await cancelled("action");
    const find = world.deps.channels.find;
    world.deps.channels.find = async () => undefined;
    await world.settle();
    world.deps.channels.find = find;
    expect(await charge()).toMatchObject({ state: "NEEDS_REVIEW", reason: "channel-unusable" });
    expect(world.channel.calls.filter((call) => call.startsWith("cancel"))).toEqual([]);
    await assertSound(world);
  });
});

test("a cancel whose answer is lost is answered by the next one under its key, and nobody is asked", async () => {
  let calls = 0;
  const { channel } = world;
  const cancel = channel.cancel.bind(channel);
  // Four times without an effect, then with one whose answer is lost.
  channel.cancel = async (call) => {
    const outcome = ++calls < 4 ? undefined : await cancel(call);
    return calls < 5 || !outcome ? { outcome: "unknown", reason: "timeout" } : outcome;
  };
  await cancelled("action", true);
  await world.settle();
  expect(calls).toBe(5);
  expect(await world.payments()).toMatchObject([{ state: "CANCELLED" }]);
  await assertSound(world);
});
