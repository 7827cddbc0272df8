import { describe, expect, test } from "@jest/globals";
import { isPurchase, type OrderState } from "../../../../core/orders/domain/order.ts";
import type { PaymentState } from "../../../../core/payments/domain/payment.ts";
import { IS_EXHAUSTIVE } from "../../../support/exhaustive.ts";
import { bodyOf, PaymentWorld, paymentIdIn } from "../../../support/payment-world.ts";
import { CHARGES, type ChargeKind } from "../../../support/scripted-channel.ts";
import { Crash } from "../../../support/world.ts";
import { assertSound, captures } from "./payment-soundness.ts";

/** What happens to the payment while it is under way or after it; repeated, as whoever does it would, until it is answered. */
export type Story =
  | "just pays"
  | "the customer pays"
  | "the customer declines"
  | "nobody comes"
  | "is cancelled"
  | "is cancelled when paid"
  | "its order is cancelled"
  | "is refunded";
export type Journey = [kind: ChargeKind, story: Story, ends: PaymentState];

/** What is there before anybody pays: of an offer's order, the order. */
export type Prepare = (world: PaymentWorld) => Promise<unknown>;

/** Worlds share nothing but the engine, which is a process of its own. */
const SIDE_BY_SIDE = 4;

async function untilCrash(run: () => Promise<unknown>): Promise<void> {
  await run().catch((error: unknown) => {
    if (!(error instanceof Crash)) throw error;
  });
}

async function tell(world: PaymentWorld, kind: ChargeKind, story: Story): Promise<void> {
  const accepted = await world.pay(kind, {}, "key-pay");
  const paymentId = paymentIdIn(accepted);
  await world.settle();
  switch (story) {
    case "the customer pays":
      await world.webhook(world.channel.act(paymentId, "paid"));
      break;
    case "the customer declines":
      await world.webhook(world.channel.act(paymentId, "declined"));
      break;
    case "nobody comes":
      await world.passDeadline();
      break;
    case "is cancelled when paid":
      world.channel.act(paymentId, "paid");
      await world.cancel(paymentId, "key-cancel");
      break;
    case "is cancelled":
      await world.cancel(paymentId, "key-cancel");
      break;
    case "its order is cancelled":
      await world.cancelOrder(bodyOf(accepted).orderId, "key-cancel");
      break;
    case "is refunded":
      await world.refund(paymentId, undefined, "key-refund");
      break;
    default:
  }
  await world.settle();
  if (world.channel.script(kind).succeedsAfterCancelMs !== undefined) {
    await world.webhook(world.channel.event(paymentId, "paid"));
    await world.settle();
  }
}

/** One payment; the function or the machine dies after `step`. Whoever asked and was not answered asks again. */
async function travel([kind, story]: Journey, step: number, dies: "function" | "machine", prepare?: Prepare) {
  const world = await PaymentWorld.create();
  await prepare?.(world);
  world.dies = dies;
  world.world.crashAt(step, "after");
  await untilCrash(() => tell(world, kind, story));
  const crashed = world.world.steps.length > step;
  const at = world.world.steps[step] ?? "nothing";
  world.restartIfDead();
  await tell(world, kind, story);
  return { world, crashed, at };
}

/** How an offer's order ends, by its payment's end: one that was not paid is held until its time is over. */
function ordersAfter(ends: PaymentState, story: Story): OrderState[] {
  if (story === "its order is cancelled") return ["CANCELLED"];
  if (ends === "SUCCEEDED") return ["FINISHED"];
  return ends === "REFUNDED" && story === "is refunded" ? ["REFUNDED"] : ["PENDING", "EXPIRED"];
}

async function assertEnd(world: PaymentWorld, [kind, story, ends]: Journey, at: string): Promise<void> {
  const [payment] = await world.payments();
  expect([at, payment?.state]).toEqual([at, ends]);
  const capturesMax = CHARGES[kind].becomes === "declined" ? 0 : 1;
  expect(captures(world, payment?.paymentId ?? "")).toBeLessThanOrEqual(capturesMax);
  const [purchase] = (await world.purchases()).filter(isPurchase);
  if (purchase) expect(ordersAfter(ends, story)).toContain(purchase.state);
  await assertSound(world);
}

/** A crash before a step is one after the step before it. The nastiest journey goes along with every test run. */
export function describeCrashes(journeys: Journey[], nastiest: Journey, prepare?: Prepare): void {
  describe.each(IS_EXHAUSTIVE ? [...journeys, nastiest] : [nastiest])("a charge that is %s, and %s", (...journey) => {
    test.each(IS_EXHAUSTIVE ? (["function", "machine"] as const) : (["machine"] as const))(
      "ends the same when the %s dies after any one step",
      async (dies) => {
        let crashedLast = true;
        for (let step = 0; crashedLast; step += SIDE_BY_SIDE) {
          const steps = Array.from({ length: SIDE_BY_SIDE }, (_, beside) => step + beside);
          const crashed = await Promise.all(
            steps.map(async (one) => {
              const { world, crashed, at } = await travel(journey, one, dies, prepare);
              try {
                await assertEnd(world, journey, `${one} ${at}`);
              } finally {
                await world.drop();
              }
              return crashed;
            }),
          );
          crashedLast = crashed.every(Boolean);
        }
      },
    );
  });
}

/** The same journeys without a fault. */
export function describeJourneys(journeys: Journey[], prepare?: Prepare): void {
  test.each(journeys)("a charge that is %s, and %s, ends %s", async (...journey) => {
    const { world } = await travel(journey, Number.POSITIVE_INFINITY, "machine", prepare);
    try {
      await assertEnd(world, journey, "nowhere");
    } finally {
      await world.drop();
    }
  });
}
