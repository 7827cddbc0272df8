import { jest, test } from "@jest/globals";
import fc from "fast-check";
import { LIMITS } from "../../../../core/foundation/domain/limits.ts";
import type { Refund } from "../../../../core/payments/domain/payment.ts";
import { workRefund } from "../../../../core/payments/services/refund-work.ts";
import { bodyOf, PaymentWorld, paymentIdIn } from "../../../support/payment-world.ts";
import { makeRaceable, passTime, race } from "../../../support/races/race.ts";
import {
  type Action,
  anyOrder,
  assertRace,
  does,
  expectFound,
  type Order,
  planted,
  RUNS,
} from "../../../support/races/search.ts";
import { Witness } from "../../../support/races/witness.ts";
import type { RefundKind } from "../../../support/scripted-channel.ts";
import { racersOf } from "../../redemptions/races/card-races.ts";
import { assertSound } from "../services/payment-soundness.ts";
import { driverOf, relay } from "./payment-races.ts";

/** Some dozens of worlds a test; each is quick, a busy machine may not be. */
jest.setTimeout(120_000);

/** Of one merchant: what one of them has too little of, the wallet that they share still has. */
const PAYMENTS = 2;
/** Under way when the race begins, so that their ends meet new refunds. */
const OPEN_AMOUNT = 300;
const KINDS = ["ok", "declined", "reply-lost", "reply-lost-declined", "fails-twice"] as const satisfies RefundKind[];
const { leaseMs, settleMs } = LIMITS.demo.refund;

/** `amount` 0: all that is left. */
type RefundAction = Action &
  (
    | { do: "refund"; payment: number; amount: number }
    | { do: "work"; payment: number }
    | { do: "pass"; ms: number }
    | { do: "become"; kind: RefundKind }
  );

const payment = fc.nat(PAYMENTS - 1);
const action: fc.Arbitrary<RefundAction> = fc.oneof(
  does("refund", { payment, amount: fc.constantFrom(0, 100, 400, 700, 1000) }, 4),
  does("work", { payment }, 3),
  does("pass", { ms: fc.constantFrom(leaseMs + 1, settleMs + 1) }),
  does("become", { kind: fc.constantFrom<RefundKind>(...KINDS) }),
);

const refunds = (omit: string[] = []) =>
  fc.asyncProperty(
    anyOrder(),
    fc.array(action, { minLength: 1, maxLength: 7 }),
    fc.constantFrom<RefundKind>(...KINDS),
    fc.nat(),
    async (order, racing, kind, luck) => {
      const world = await PaymentWorld.create({ omit: new Set(omit) });
      try {
        makeRaceable(world.deps, luck);
        world.channel.refunds = kind;
        await raceOfRefunds(world, order, racing);
      } finally {
        await world.drop();
      }
    },
  );

async function raceOfRefunds(world: PaymentWorld, order: Order, racing: readonly RefundAction[]): Promise<void> {
  const witness = new Witness(world.world, world);
  const drive = driverOf(world);
  const open: { paymentId: string; refundId: string }[] = [];
  for (let count = 0; count < PAYMENTS; count++) {
    const paymentId = paymentIdIn(await world.pay("ok", { orderNo: `order-${count}` }));
    await drive();
    open.push({ paymentId, refundId: String(bodyOf(await world.refund(paymentId, OPEN_AMOUNT)).refundId) });
  }
  /** As long as its function lives on the world's clock. */
  const work = (ref: { paymentId: string; refundId: string }) => {
    const endsAt = world.nowMs + LIMITS.demo.refund.timeoutSeconds * 1000;
    return workRefund(world.deps, { tenantId: "acme", ...ref }, () => endsAt - world.nowMs);
  };
  const act = async (action: RefundAction): Promise<unknown> => {
    if (action.do === "pass") return passTime(world.world, action.ms);
    if (action.do === "become") {
      world.channel.refunds = action.kind;
      return;
    }
    const mine = open[action.payment] ?? { paymentId: "", refundId: "" };
    if (action.do === "work") return work(mine);
    // Whoever has a refund accepted works on it at once, while others still ask.
    const answer = await world.refund(mine.paymentId, action.amount || undefined);
    const { refundId } = bodyOf(answer);
    return refundId === undefined ? undefined : work({ paymentId: mine.paymentId, refundId });
  };
  await race(order.scheduler, racersOf(racing, act));
  await witness.expectSound();
  await workOff(world, work);
  await witness.expectSound("settled");
  await assertSound(world);
}

/** Whatever is due is worked on at its time, as the sweeper would see to it, in fewer requests. */
async function workOff(world: PaymentWorld, work: (refund: Refund) => Promise<unknown>): Promise<void> {
  for (;;) {
    const due = ((await world.refunds()) as (Refund & { dueAt?: number })[]).filter(({ dueAt }) => dueAt !== undefined);
    if (due.length === 0) break;
    world.world.nowMs = Math.max(world.nowMs, ...due.map(({ dueAt = 0 }) => dueAt));
    for (const refund of due) await work(refund);
  }
  await relay(world);
}

/** Some 120 ms each: four seconds. */
test("in whatever order refunds are asked for, paid out and given back, no more leaves than there is", () =>
  assertRace(refunds(), { numRuns: RUNS }));

planted("a refund that is taken without looking at what is left of the payment is found out", () =>
  expectFound(refunds, ["payment.reserve-refund.remainderCovers"]),
);
