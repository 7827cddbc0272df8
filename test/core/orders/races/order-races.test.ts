import { expect, jest, test } from "@jest/globals";
import fc from "fast-check";
import type { Answer } from "../../../../core/foundation/services/deps.ts";
import type { Offer } from "../../../../core/orders/domain/offer.ts";
import { changeOffer } from "../../../../core/orders/services/offers.ts";
import { placeOrder } from "../../../../core/payments/services/order-numbers.ts";
import { makeOffer } from "../../../support/purchases.ts";
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
import { racersOf } from "../../redemptions/races/card-races.ts";
import { idsIn, MERCHANT, OrderWorld } from "../services/order-world.ts";

/** Some dozens of worlds a test; each is quick, a busy machine may not be. */
jest.setTimeout(120_000);

/** No saga is driven: four times as many as of other races take the same time. */
const ORDER_RUNS = 4 * RUNS;
const USERS = ["alice", "bob", "carol"];
const NUMBERS = ["A-1", "A-2"];

/** Of one offer with hardly any left; `at`: which of the orders that there are by then. */
type OrderAction = Action &
  (
    | { do: "order"; userId: string; orderNo: string; isTwin: boolean }
    | { do: "cancel" | "expire" | "hold" | "release"; at: number }
    | { do: "restock"; stock: number }
  );

const actionsOf = (users: readonly string[], at: fc.Arbitrary<number>) => ({
  order: does(
    "order",
    { userId: fc.constantFrom(...users), orderNo: fc.constantFrom(...NUMBERS), isTwin: fc.boolean() },
    6,
  ),
  cancel: does("cancel", { at }, 3),
  expire: does("expire", { at }, 3),
  hold: does("hold", { at }, 2),
  release: does("release", { at }, 2),
  restock: does("restock", { stock: fc.nat(3) }),
});
const ALL: fc.WeightedArbitrary<OrderAction>[] = Object.values(actionsOf(USERS, fc.nat(3)));
/** Only these, of one user or on one order: a fault that few of all races would meet. */
const only = (users: readonly string[], ...kinds: OrderAction["do"][]): fc.WeightedArbitrary<OrderAction>[] =>
  kinds.map((kind) => ({ ...actionsOf(users, fc.constant(0))[kind], weight: 1 }));

interface Terms {
  stockLimit: number;
  stockSlots: number;
  perUserLimit?: number | undefined;
}
const ANY_TERMS: fc.Arbitrary<Terms> = fc.record({
  stockLimit: fc.integer({ min: 1, max: 3 }),
  stockSlots: fc.integer({ min: 1, max: 2 }),
  perUserLimit: fc.constantFrom(1, 2, undefined),
});

const orders = (
  actions: readonly fc.WeightedArbitrary<OrderAction>[],
  { omit = [], terms = ANY_TERMS }: { omit?: string[]; terms?: fc.Arbitrary<Terms> } = {},
) =>
  fc.asyncProperty(
    anyOrder(),
    fc.array(fc.oneof(...actions), { minLength: 2, maxLength: 8 }),
    terms,
    fc.nat(),
    async (order, racing, of, luck) => {
      const shop = await OrderWorld.create({ omit: new Set(omit) });
      try {
        makeRaceable(shop.deps, luck);
        await raceOfOrders(shop, order, racing, of);
      } finally {
        await shop.world.drop();
      }
    },
  );

async function raceOfOrders(
  shop: OrderWorld,
  order: Order,
  racing: readonly OrderAction[],
  { perUserLimit, ...stock }: Terms,
): Promise<void> {
  const counted = perUserLimit === undefined ? ({} as const) : ({ onRepeat: "new", perUserLimit } as const);
  const offer = await makeOffer(shop.deps, { ...stock, ...counted });
  const witness = new Witness(shop.world);
  const made: string[] = [];
  const act = async (action: OrderAction): Promise<unknown> => {
    if (action.do === "order") {
      const answer = await ask(shop, witness, offer, action);
      const { orderId } = idsIn(answer);
      if (answer.httpStatus === 201 && !made.includes(orderId as string)) made.push(orderId as string);
      return;
    }
    if (action.do === "restock") {
      const input = { stock: action.stock };
      const request = shop.world.request("PATCH /v1/offers/{id}", input, undefined, { id: offer.offerId });
      return witness.send(request, () => changeOffer(shop.deps, request, MERCHANT, offer.offerId, input));
    }
    const orderId = made[action.at % Math.max(1, made.length)];
    if (orderId === undefined) return;
    if (action.do === "cancel") return shop.cancel(orderId);
    if (action.do === "hold") return shop.hold(orderId, `pay_acme_${action.after}`);
    if (action.do === "release") return shop.release(orderId, (await shop.row(orderId)).paymentId);
    await passTime(shop.world, shop.deps.limits.reservationMs);
    return shop.expire(orderId);
  };
  await race(order.scheduler, racersOf(racing, act));
  await expectHeld(shop, offer);
  await endAll(shop);
  await witness.expectSound();
  const { limit, free, reserved, used } = await shop.stock(offer.offerId);
  // Nobody has one any more: all that was held is back, once.
  expect({ free, reserved, used, held: await shop.held() }).toEqual({ free: limit, reserved: 0, used: 0, held: 0 });
}

/** As its route does it. `isTwin`: a second request under the first one's key. */
function ask({ world, deps }: OrderWorld, witness: Witness, offer: Offer, wish: OrderAction & { do: "order" }) {
  const { userId, orderNo, isTwin } = wish;
  const input = { orderNo, userId, offerId: offer.offerId };
  const request = world.request("POST /v1/orders", input, isTwin ? `${userId} wants ${orderNo}` : undefined);
  return witness.send(request, (): Promise<Answer> => placeOrder(deps, request, "acme", input));
}

/** Who is said to have one has one, and nobody else has. */
async function expectHeld(shop: OrderWorld, { offerId, perUserLimit = USERS.length * NUMBERS.length }: Offer) {
  const all = await shop.world.rows("ORDER#");
  const open = all.filter(({ state }) => state === "PENDING");
  const { free, reserved } = await shop.stock(offerId);
  expect(reserved).toBe(open.length);
  expect(free).toBeGreaterThanOrEqual(0);
  expect(new Set(open.map(({ orderNo }) => orderNo)).size).toBe(open.length);
  for (const user of USERS)
    expect(open.filter(({ userId }) => userId === user).length).toBeLessThanOrEqual(perUserLimit);
  expect(all.filter(({ paymentId, state }) => paymentId !== undefined && state !== "PENDING")).toEqual([]);
}

/** What payments held they give up, and nobody pays in time. */
async function endAll(shop: OrderWorld): Promise<void> {
  const open = async () => (await shop.world.rows("ORDER#")).filter(({ state }) => state === "PENDING");
  for (const { orderId, paymentId } of await open())
    if (paymentId !== undefined) await shop.release(String(orderId), String(paymentId));
  shop.world.nowMs += shop.deps.limits.reservationMs;
  for (const { orderId } of await open()) await shop.expire(String(orderId));
  expect(await open()).toEqual([]);
}

/** Some 100 ms each: three seconds. */
test("in whatever order the last ones are ordered, cancelled, paid, let go, restocked and out of time, all come back once", () =>
  assertRace(orders(ALL), { numRuns: ORDER_RUNS }));

const ENOUGH: Terms = { stockLimit: 3, stockSlots: 1 };

planted.each<[clause: string, what: string, terms: Terms, actions: fc.WeightedArbitrary<OrderAction>[]]>([
  ["stock.reserve.isFree", "more are held than there are", { ...ENOUGH, stockLimit: 1 }, only(USERS, "order")],
  [
    "quota.take.hasRoom",
    "a user holds more than the offer allows",
    { ...ENOUGH, perUserLimit: 1 },
    only(["alice"], "order"),
  ],
  ["order-no.reserve.isFree", "a number has two orders", ENOUGH, only(USERS, "order")],
  [
    "order.cancel-free.stateAllows",
    "what has ended gives back what another holds",
    ENOUGH,
    only(USERS, "order", "cancel", "expire"),
  ],
  [
    "order.cancel-free.isFree",
    "an order that is being paid is cancelled",
    ENOUGH,
    only(USERS, "order", "cancel", "hold"),
  ],
])("without %s the search finds that %s", (clause, _what, terms, actions) => {
  // An order that has ended has told of it: the count of its events refuses whoever saw it before, too.
  const clauses = [clause, clause.replace(/stateAllows$/, "eventsAsSeen")];
  const races = (omit: string[]) => orders(actions, { omit, terms: fc.constant(terms) });
  return expectFound(races, clauses, { runsMax: 400, racersMax: 8 });
});
