import { type Cast, PAYMENT_AMOUNT } from "../cast.ts";
import type { HttpAnswer } from "../people.ts";
import type { Scenario } from "./scenario.ts";
import { DEPLOYED } from "./world-plan.ts";

const PRICE = { amount: PAYMENT_AMOUNT, currency: "USD" };
const METHODS = ["good", "good", "declined", "page", "paid-after-cancel"] as const;
/** One after the other, or within one read and its write. */
const APART_MS = [0, 0, 20, 60, 300] as const;
const REASON = { reason: "changed their mind" };

/** Everybody wants something of the same order, at the same moment. */
export const reservations: Scenario = {
  name: "reservations",
  why: "one order is paid twice, cancelled and over, and its number and its piece are wanted by others, all within moments",
  async story(cast) {
    const { world, merchant, choices } = cast;
    const { json } = await merchant.insist("POST /v1/offers", {
      body: { name: "Offer", price: PRICE, period: { unit: "month", count: 1 }, stock: choices.pick([1, 2]) },
    });
    const offerId = String(json.offerId);
    const first = await merchant.insist("POST /v1/orders", { body: { orderNo: "order-1", offerId, userId: "user-1" } });
    const orderId = String(first.json.orderId);
    world.simulation.faults.begin();
    const momentMs = choices.pick([0, DEPLOYED.reservationMs - 100, DEPLOYED.reservationMs - 20]);
    const soon = async <Result>(name: string, does: () => Promise<Result>) => {
      await world.sleep(momentMs + choices.pick(APART_MS), name);
      return does();
    };
    const paying = [{ orderId }, {}].map((named, index) =>
      choices.chance(0.7)
        ? soon(`payer ${index + 1}`, () =>
            cast.pay(merchant, { orderNo: "order-1", method: cast.method(METHODS), ...named }),
          )
        : undefined,
    );
    const order = (orderNo: string, userId: string) => () =>
      merchant.insist("POST /v1/orders", { body: { orderNo, offerId, userId } });
    await Promise.all([
      ...paying,
      choices.chance(0.6) && soon("clerk", () => cancel(cast, orderId)),
      choices.chance(0.4) && soon("user 1", order("order-1", "user-1")),
      choices.chance(0.6) && soon("user 2", order("order-2", "user-2")),
    ]);
    await Promise.all(paying.map(async (payment) => givingBack(cast, orderId, await payment)));
    // A number whose order is over is refused with what it was.
    if (choices.chance(0.3))
      await merchant.insist("PATCH /v1/offers/{id}", { path: { id: offerId }, body: { status: "INACTIVE" } });
    if (choices.chance(0.7)) await order("order-1", "user-3")();
  },
};

async function cancel({ merchant }: Cast, orderId: string): Promise<unknown> {
  return merchant.insist("POST /v1/orders/{id}/cancel", { path: { id: orderId }, body: REASON });
}

/** What was paid goes back, while somebody cancels what it has bought. */
async function givingBack(cast: Cast, orderId: string, payment?: HttpAnswer): Promise<void> {
  const { merchant, choices } = cast;
  const paymentId = payment?.json.paymentId;
  if (typeof paymentId !== "string" || choices.chance(0.4)) return;
  await cast.untilPaid(paymentId);
  const refund = { path: { id: paymentId }, body: { reason: "came back" } };
  await Promise.all([
    merchant.insist("POST /v1/payments/{id}/refunds", refund),
    choices.chance(0.4) && cancel(cast, orderId),
  ]);
}
