import { afterEach, beforeEach, describe, expect, test } from "@jest/globals";
import type { ChargeQueryOutcome } from "../../../../core/payments/domain/channel.ts";
import type { PaymentTask } from "../../../../core/payments/domain/payment-saga.ts";
import { PaymentWorld, paymentIdIn } from "../../../support/payment-world.ts";
import { assertSound } from "./payment-soundness.ts";

/** Whoever runs a task twice in one execution has one epoch and one version: only what the other has sent tells them apart. */
let world: PaymentWorld;
beforeEach(async () => {
  // Doubt is old at once, so that every unknown answer after the settle window leads to a person.
  world = await PaymentWorld.create({ limits: { charge: { ageMaxMs: 0 }, orderExpiryMs: 600_000 } });
});
afterEach(() => world.drop());

const calls = (name: string) => world.channel.calls.filter((call) => call.startsWith(`${name} `)).length;
const charge = async () => (await world.steps()).ChargePayment;

/** Runs the task, which falls asleep before the step of that number. */
async function asleep(task: PaymentTask, beforeStep: number) {
  const [saga] = await world.sagas();
  const hold = world.world.holdAt(beforeStep, "before");
  const { sagaId = "", driver } = saga ?? {};
  const slept = world.run(task, { tenantId: "acme", sagaId }, driver);
  await hold.reached;
  const wake = () => {
    hold.letGo();
    return slept;
  };
  return { wake };
}

/** What the channel says the next time that it is asked. */
function saysOnce(outcome: ChargeQueryOutcome): void {
  const { channel } = world;
  channel.query = async (ref) => {
    Object.assign(channel, { query: Object.getPrototypeOf(channel).query });
    channel.calls.push(`query ${ref.paymentId}`);
    return outcome;
  };
}

describe("a lookup that slept while the charge was sent again", () => {
  const VERDICTS: [does: string, verdict: ChargeQueryOutcome][] = [
    ["does not park it", { outcome: "unknown", reason: "timeout" }],
    ["does not send it once more", { outcome: "not-found" }],
    ["does not decline it", { outcome: "declined", reason: "card-declined" }],
  ];
  test.each(VERDICTS)("%s", async (_, verdict) => {
    await world.pay("fails-twice");
    await world.advanceTo("WaitForPayment");
    world.world.nowMs += world.deps.limits.charge.settleMs + 1;
    await world.advanceTo("ReconcilePayment");
    saysOnce(verdict);
    const { wake } = await asleep("ReconcilePayment", 1);
    await world.advanceTo("WaitForPayment");
    expect(calls("charge")).toBe(2);
    expect(await wake()).toMatchObject({ next: "ReconcilePayment" });
    expect(await charge()).toMatchObject({ state: "UNKNOWN", tries: 2 });
    await world.settle();
    expect(calls("charge")).toBe(3);
    expect(await world.payments()).toMatchObject([{ state: "SUCCEEDED" }]);
    await assertSound(world);
  });
});

describe("a compensation that slept while its repetition cancelled the charge", () => {
  async function isUndone(): Promise<void> {
    await world.pay("no-page-cancel-fails-twice");
    await world.advanceTo("CancelCharge");
    world.world.nowMs += world.deps.limits.charge.settleMs + 1;
  }
  async function staysUndone(wake: () => Promise<unknown>): Promise<void> {
    await world.advanceTo("WaitToCancel");
    expect(await wake()).toMatchObject({ next: "CancelCharge" });
    expect(calls("cancel")).toBe(1);
    expect(await charge()).toMatchObject({ state: "COMPENSATING", cancels: 1 });
    await world.settle();
    expect(await world.payments()).toMatchObject([{ state: "DECLINED" }]);
    await assertSound(world);
  }

  test("does not park it", async () => {
    await isUndone();
    saysOnce({ outcome: "unknown", reason: "timeout" });
    await staysUndone((await asleep("CancelCharge", 1)).wake);
  });

  test("does not cancel it at the same time", async () => {
    await isUndone();
    await staysUndone((await asleep("CancelCharge", 1)).wake);
  });

  test("does not give back what that is giving back", async () => {
    world.channel.refunds = "reply-lost";
    const paymentId = paymentIdIn(await world.pay("never-voids"));
    await world.settle();
    world.channel.act(paymentId, "paid");
    await world.cancel(paymentId);
    await world.advanceTo("CancelCharge");
    // Its cancel is answered: captured.
    const { wake } = await asleep("CancelCharge", 2);
    await world.advanceTo("WaitToCancel");
    expect(await wake()).toMatchObject({ next: "CancelCharge" });
    expect(calls("refund")).toBe(1);
    await world.settle();
    expect(calls("refund")).toBe(1);
    expect(await world.payments()).toMatchObject([{ state: "CANCELLED" }]);
    await assertSound(world);
  });
});
