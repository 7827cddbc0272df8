import { afterEach, describe, expect, jest, test } from "@jest/globals";
import type { PaymentState } from "../../../core/domain/payment.ts";
import { PaymentWorld, paymentIdIn } from "../../support/payment-world.ts";
import { CHARGES, type ChargeKind } from "../../support/scripted-channel.ts";
import { Crash } from "../../support/world.ts";
import { assertSound, captures } from "./payment-soundness.ts";

/** Some hundred worlds a test; each is quick, a busy machine may not be. */
jest.setTimeout(300_000);
let world: PaymentWorld;
afterEach(() => world.drop());

const KEY = "key-a";
/** What happens to the payment while or after it is under way; repeated, as whoever does it would, until it is answered. */
type Story =
  | "just pays"
  | "the customer pays"
  | "the customer declines"
  | "nobody comes"
  | "is cancelled"
  | "is refunded";

async function untilCrash(run: () => Promise<unknown>): Promise<void> {
  await run().catch((error: unknown) => {
    if (!(error instanceof Crash)) throw error;
  });
}

async function tell(story: Story): Promise<void> {
  const paymentId = paymentIdIn(await world.pay(kind, {}, KEY));
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
    case "is cancelled":
      await world.cancel(paymentId, "key-c");
      break;
    case "is refunded":
      await world.refund(paymentId, undefined, "key-r");
      break;
    default:
  }
  await world.settle();
  if (world.channel.script(kind).succeedsAfterCancel) {
    await world.webhook(world.channel.event(paymentId, "paid"));
    await world.settle();
  }
}

let kind: ChargeKind;

/** One payment; the function or the machine dies at `step`. Whoever asked and was not answered asks again. */
async function journey(
  what: ChargeKind,
  story: Story,
  step: number,
  when: "before" | "after",
  dies: "function" | "machine",
) {
  kind = what;
  world = await PaymentWorld.create();
  world.dies = dies;
  world.world.crashAt(step, when);
  await untilCrash(() => tell(story));
  const crashed = world.world.steps.length > step;
  world.restartIfDead();
  await tell(story);
  return crashed;
}

const ENDS: [ChargeKind, Story, PaymentState][] = [
  ["ok", "just pays", "SUCCEEDED"],
  ["declined", "just pays", "DECLINED"],
  ["reply-lost-ok", "just pays", "SUCCEEDED"],
  ["reply-lost-declined", "just pays", "DECLINED"],
  ["fails-twice", "just pays", "SUCCEEDED"],
  ["fails-always", "just pays", "NEEDS_REVIEW"],
  ["unknown-forever", "just pays", "NEEDS_REVIEW"],
  ["action", "the customer pays", "SUCCEEDED"],
  ["action", "the customer declines", "DECLINED"],
  ["action", "nobody comes", "CANCELLED"],
  ["action", "is cancelled", "CANCELLED"],
  ["reply-lost-action", "the customer pays", "SUCCEEDED"],
  ["forgotten-url", "the customer pays", "SUCCEEDED"],
  ["unknown-until-paid", "nobody comes", "CANCELLED"],
  ["unknown-until-paid", "the customer pays", "SUCCEEDED"],
  ["cancel-fails-twice", "is cancelled", "CANCELLED"],
  ["cancel-fails-always", "is cancelled", "NEEDS_REVIEW"],
  ["late-success", "is cancelled", "REFUNDED"],
  ["ok", "is refunded", "REFUNDED"],
];

const only = process.env.ONLY;
describe.each(ENDS.filter(([k, s]) => !only || only === `${k}:${s}`))(
  "a charge that is %s, and %s",
  (what, story, state) => {
    test("ends as it should when nothing fails", async () => {
      await journey(what, story, 100_000, "before", "machine");
      expect((await world.payments()).map((payment) => payment.state)).toEqual([state]);
      await assertSound(world);
    });

    test.each([
      ["function", "before"],
      ["function", "after"],
      ["machine", "before"],
      ["machine", "after"],
    ] as const)("ends the same when the %s dies %s any one step", async (dies, when) => {
      for (let step = 0; ; step++) {
        const crashed = await journey(what, story, step, when, dies);
        try {
          const [payment] = await world.payments();
          expect([step, world.world.steps[step], payment?.state]).toEqual([step, world.world.steps[step], state]);
          expect(captures(world, payment?.paymentId ?? "")).toBeLessThanOrEqual(
            CHARGES[what].becomes === "declined" ? 0 : 1,
          );
          await assertSound(world);
        } catch (error) {
          console.log(
            "STEP",
            step,
            world.world.steps.slice(0, step + 1).join(" "),
            [...world.machine.executions.values()].map((e) => [e.name.slice(-4), e.status, e.path.join(">")]),
            world.machine.errors,
            await world.steps(),
          );
          throw error;
        }
        if (!crashed) break;
        await world.drop();
      }
    });
  },
);
