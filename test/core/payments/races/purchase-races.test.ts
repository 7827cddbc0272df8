import { jest, test } from "@jest/globals";
import fc from "fast-check";
import type { Offer } from "../../../../core/orders/domain/offer.ts";
import type { Purchase } from "../../../../core/orders/domain/order.ts";
import { placeOrder } from "../../../../core/payments/services/order-numbers.ts";
import { isReservation, PaymentWorld, paymentIdIn } from "../../../support/payment-world.ts";
import { expirePurchase, makeOffer, makePurchase } from "../../../support/purchases.ts";
import { atItsTurn, makeRaceable, passTime, race } from "../../../support/races/race.ts";
import { type Action, anyOrder, assertRace, does, type Order, RUNS } from "../../../support/races/search.ts";
import { Witness } from "../../../support/races/witness.ts";
import type { ChargeKind } from "../../../support/scripted-channel.ts";
import { racersOf } from "../../redemptions/races/card-races.ts";
import { assertSound } from "../services/payment-soundness.ts";
import { driverOf, relay } from "./payment-races.ts";

/** Some dozens of worlds a test; each is quick, a busy machine may not be. */
jest.setTimeout(120_000);

/** As many payments as one race can have open, one after the other. */
const WAITS_MAX = 6;

const KINDS = ["ok", "declined", "action", "late-success"] as const satisfies ChargeKind[];

/** Of an offer with one piece left, which alice has reserved and bob wants. */
type PurchaseAction = Action &
  (
    | { do: "pay"; kind: ChargeKind; isNamed: boolean }
    | { do: "order"; userId: string }
    | { do: "cancel" }
    | { do: "expire" }
    | { do: "refund" }
    | { do: "customer" }
    | { do: "drive" }
  );

const action: fc.Arbitrary<PurchaseAction> = fc.oneof(
  does("pay", { kind: fc.constantFrom<ChargeKind>(...KINDS), isNamed: fc.boolean() }, 4),
  does("order", { userId: fc.constantFrom("alice", "bob") }, 3),
  does("cancel", {}, 2),
  does("expire", {}, 2),
  does("refund", {}),
  does("customer", {}),
  does("drive", {}),
);

const purchases = () =>
  fc.asyncProperty(
    anyOrder(),
    fc.array(action, { minLength: 2, maxLength: 6 }),
    fc.boolean(),
    fc.nat(),
    async (order, racing, isReserved, luck) => {
      const world = await PaymentWorld.create();
      try {
        makeRaceable(world.deps, luck);
        await raceOfPurchases(world, order, racing, isReserved);
      } finally {
        await world.drop();
      }
    },
  );

type Placed = Pick<Purchase, "tenantId" | "orderId" | "orderNo" | "reservedUntil">;

/** As its route does it. `undefined`: refused, and its caller was told. */
async function place(
  { world, deps }: PaymentWorld,
  witness: Witness,
  { tenantId, offerId }: Offer,
  wish: { orderNo: string; userId: string },
): Promise<Placed | undefined> {
  const input = { ...wish, offerId };
  const request = world.request("POST /v1/orders", input);
  const { httpStatus, body } = await witness.send(request, () => placeOrder(deps, request, tenantId, input));
  const { orderId, reservedUntil } = body as { orderId: string; reservedUntil: string };
  if (httpStatus !== 201) return undefined;
  return { tenantId, orderId, orderNo: wish.orderNo, reservedUntil: Date.parse(reservedUntil) };
}

/** `isReserved`: alice has ordered before the race; else whoever comes first. */
async function raceOfPurchases(
  world: PaymentWorld,
  order: Order,
  racing: readonly PurchaseAction[],
  isReserved: boolean,
): Promise<void> {
  const { deps } = world;
  const witness = new Witness(world.world, world);
  const offer = await makeOffer(deps, { onRepeat: "new", perUserLimit: 1, stockLimit: 1 });
  const orders: Placed[] = isReserved ? [await makePurchase(deps, offer)] : [];
  const paymentIds: string[] = [];
  const drive = driverOf(world);
  const act = async (action: PurchaseAction): Promise<unknown> => {
    const latest = orders.at(-1);
    const paymentId = paymentIds.at(-1);
    switch (action.do) {
      case "order": {
        const orderNo = `order-${orders.length + 1}`;
        const made = await place(world, witness, offer, { orderNo, userId: action.userId });
        return made && orders.push(made);
      }
      case "pay": {
        const { orderId, orderNo = "order-1" } = latest ?? {};
        const named = action.isNamed && orderId !== undefined ? { orderId } : {};
        const answer = await world.pay(action.kind, { orderNo, ...named });
        if (answer.httpStatus === 202) paymentIds.push(paymentIdIn(answer));
        return drive();
      }
      case "cancel":
        if (latest) await world.cancelOrder(latest.orderId);
        return drive();
      case "expire":
        await passTime(world.world, Math.max(0, (latest?.reservedUntil ?? 0) - world.nowMs));
        return latest && expirePurchase(deps, latest);
      case "refund":
        if (paymentId === undefined) return;
        await world.refund(paymentId);
        await relay(world);
        return world.deliverJobs("refunds");
      case "customer":
        if (paymentId === undefined) return;
        return atItsTurn("pays", async () => void world.channel.act(paymentId, "paid"));
      case "drive":
        return drive();
    }
  };
  await race(order.scheduler, racersOf(racing, act));
  await endAll(world);
  await witness.expectSound("settled");
  await assertSound(world);
}

/** The vendor tells of all that was paid, customers who have not come do not come any more, and what nobody has paid is over. */
async function endAll(world: PaymentWorld): Promise<void> {
  const isWaiting = async () => (await world.sagas()).some(({ state }) => state === "RUNNING");
  const isPaid = new Set(world.channel.effects.filter(({ kind }) => kind === "charge").map((move) => move.paymentId));
  await world.settle();
  for (const paymentId of isPaid) await world.webhook(world.channel.event(paymentId, "paid"));
  await world.settle();
  for (let waits = 0; waits < WAITS_MAX && (await isWaiting()); waits++) await world.passDeadline();
  for (const { paymentId } of await world.payments()) {
    const wasPaid = world.channel.effects.some((move) => move.kind === "charge" && move.paymentId === paymentId);
    if (wasPaid && !isPaid.has(paymentId)) await world.webhook(world.channel.event(paymentId, "paid"));
  }
  await world.settle();
  for (const row of (await world.dueRows()).filter(isReservation)) {
    const order = row as unknown as Purchase;
    world.world.nowMs = Math.max(world.nowMs, order.reservedUntil);
    await expirePurchase(world.deps, order);
  }
}

/** Some 250 ms each: two seconds. */
test("in whatever order the last piece is ordered, paid, cancelled, refunded and out of time, one has it or nobody", () =>
  assertRace(purchases(), { numRuns: RUNS }));
