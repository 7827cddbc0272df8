import { createOffer } from "../../../core/orders/services/offers.ts";
import { expireOnTime } from "../../../core/orders/services/order-expiry.ts";
import { orderKey } from "../../../core/orders/store/keys.ts";
import { placeOrder } from "../../../core/payments/services/order-numbers.ts";
import type { InvariantId } from "../../../invariants/find-violations.ts";
import type { Row, Snapshot } from "../../../invariants/snapshot.ts";
import { AMOUNT, PaymentWorld, paymentIdIn } from "../../support/payment-world.ts";

/** What the history has one of each; a user each, but of the first two. */
export const NAMES = ["finished", "second", "pending", "cancelled", "expired", "refunded", "held", "parked"] as const;
type Name = (typeof NAMES)[number];

export interface PurchaseHistory {
  snapshot: Snapshot & { main: Row[] };
  ids: Record<Name, string>;
}

/** One of everything that may happen to an order of an offer, by the real services over the real engine. */
export async function purchaseHistory(): Promise<PurchaseHistory> {
  const world = await PaymentWorld.create();
  const { deps } = world;
  const request = world.world.request.bind(world.world);
  const terms = { period: { unit: "month", count: 1 }, onRepeat: "new", perUserLimit: 2, stock: 10 } as const;
  const input = { name: "a month", price: AMOUNT, ...terms };
  const { offerId } = (await createOffer(deps, request("POST /v1/offers", input), "acme", input)).body as {
    offerId: string;
  };
  const order = async (name: Name) => {
    const asked = { orderNo: name, offerId, userId: name === "second" ? "finished" : name };
    const { body } = await placeOrder(deps, request("POST /v1/orders", asked), "acme", asked);
    return (body as { orderId: string }).orderId;
  };
  const buy = async (name: Name, kind: Parameters<PaymentWorld["pay"]>[0] = "ok") => {
    const orderId = await order(name);
    const paymentId = paymentIdIn(await world.pay(kind, { orderNo: name, orderId }));
    await world.settle();
    return { orderId, paymentId };
  };
  const finished = await buy("finished");
  const second = await buy("second");
  const refunded = await buy("refunded");
  await world.refund(refunded.paymentId);
  await world.settle();
  const parked = await buy("parked", "unknown-forever");
  const cancelled = await order("cancelled");
  await world.cancelOrder(cancelled);
  const expired = await order("expired");
  world.world.nowMs += deps.limits.reservationMs;
  await expireOnTime(deps, { tenantId: "acme", orderId: expired });
  const held = await buy("held", "action");
  const pending = await order("pending");
  const ids = {
    finished: finished.orderId,
    second: second.orderId,
    refunded: refunded.orderId,
    parked: parked.orderId,
    held: held.orderId,
    pending,
    cancelled,
    expired,
  };
  const effects = { exchange: [], channel: world.channel.effects };
  const { announced } = world.world;
  const main = (await world.items()) as Row[];
  const snapshot = structuredClone({ main, transient: [], announced, effects, calls: [] });
  await world.drop();
  return { snapshot, ids };
}

/** A copy, to be spoilt. */
export class SpoiltPurchases {
  readonly snapshot: PurchaseHistory["snapshot"];
  readonly ids: PurchaseHistory["ids"];

  constructor({ snapshot, ids }: PurchaseHistory) {
    this.snapshot = structuredClone(snapshot);
    this.ids = ids;
  }

  row = (pk: string): Row => this.snapshot.main.find((row) => row.pk.startsWith(pk) && row.sk === "HEAD") as Row;
  order = (name: Name) => this.row(orderKey("acme", this.ids[name]).pk);
  payment = (name: Name) => this.row(`PAY#acme#${this.order(name).paymentId}`);
  subscription = (name: Name) => this.row(`SUB#acme#${this.order(name).subscriptionId}`);
  stock = (name: Name) => this.row(`STOCK#acme#${(this.order(name).terms as { offerId: string }).offerId}#`);
  add(row: Row, name: string, by: number): void {
    row[name] = Number(row[name]) + by;
  }
}

/** What breaks each invariant that orders of offers can break. */
export const PURCHASE_PLANTS: Partial<Record<InvariantId, [what: string, plant: (world: SpoiltPurchases) => void][]>> =
  {
    I6: [
      [
        "an order that was paid and has granted nothing",
        (w) => Object.assign(w.subscription("finished"), { grants: [] }),
      ],
      [
        "one that is finished without a word of it",
        (w) => Reflect.deleteProperty(w.order("finished"), "subscriptionId"),
      ],
      ["one given back that still grants", (w) => Object.assign(w.order("second"), { state: "REFUNDED" })],
      ["a second first order", (w) => Object.assign(w.order("second"), { isNew: true })],
      ["a state that nobody knows", (w) => Object.assign(w.order("cancelled"), { state: "LOST" })],
    ],
    I7: [
      ["a reservation that its stock does not count", (w) => w.add(w.stock("pending"), "reserved", -1)],
      ["a reservation of one that is over", (w) => w.add(w.stock("expired"), "reserved", 1)],
      ["one given back twice", (w) => w.add(w.stock("cancelled"), "remaining", 1)],
      ["the last reservation taken for a use", (w) => Object.assign(w.order("pending"), { state: "FINISHED" })],
      ["an order that holds none of the stock", (w) => Reflect.deleteProperty(w.order("pending"), "stockSlot")],
      ["a user's reservation that is not counted", (w) => w.add(w.row("QUOTA#acme#"), "held", -1)],
    ],
    I12: [
      ["a reservation that nobody comes for", (w) => Reflect.deleteProperty(w.order("pending"), "duePk")],
      ["one due where no sweeper reads", (w) => Object.assign(w.order("pending"), { duePk: "ORDER#99" })],
      ["one that is over and due", (w) => Object.assign(w.order("expired"), { duePk: "ORDER#0", dueAt: 1 })],
      [
        "one that a payment holds and that is due",
        (w) => Object.assign(w.order("held"), { duePk: "ORDER#0", dueAt: 1 }),
      ],
      [
        "one that is held by a payment that has ended",
        (w) => Object.assign(w.row(`SAGA#acme#${w.payment("held").sagaId}`), { state: "COMPENSATED" }),
      ],
      [
        "one that is held by no payment that exists",
        (w) => Object.assign(w.order("held"), { paymentId: "pay_acme_0" }),
      ],
    ],
    I21: [
      [
        "one whose number is another's",
        (w) => Object.assign(w.row("ORDERNO#acme#pending"), { orderId: w.ids.cancelled }),
      ],
      ["one that is over and was paid", (w) => Object.assign(w.order("finished"), { state: "EXPIRED" })],
      ["one that is finished and was never paid", (w) => Object.assign(w.payment("finished"), { state: "CANCELLED" })],
      [
        "one that was paid twice",
        (w) => {
          const other = { ...w.payment("finished"), pk: "PAY#acme#pay_acme_0", paymentId: "pay_acme_0" };
          w.snapshot.main.push(other);
        },
      ],
    ],
  };
