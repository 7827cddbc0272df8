import { type Cast, PAYMENT_AMOUNT } from "../cast.ts";
import type { HttpAnswer } from "../people.ts";
import { offer } from "./codes.ts";
import type { Scenario } from "./scenario.ts";
import { DEPLOYED, LATE } from "./world-plan.ts";

const PRICE = { amount: PAYMENT_AMOUNT, currency: "USD" };
const METHODS = [
  "good",
  "page",
  "declined",
  "unannounced",
  "captured-for-good",
  "paid-after-cancel",
  "fails-once",
] as const;
/** While it is being charged, while its customer decides, and around the end of the reservation. */
const CANCELLED_AFTER_MS = [0, 60, 150, 260, 500, 2_000, 12_000, 300_000, DEPLOYED.reservationMs - 50] as const;
const PAID_AFTER_MS = [0, 40, 2_000, DEPLOYED.reservationMs - 60, DEPLOYED.reservationMs + 40, 2_000_000] as const;

interface Bought {
  orderId: string;
  orderNo: string;
  name: string;
}

export const purchases: Scenario = {
  name: "purchases",
  why: "users race for the last of an offer; their orders are paid, cancelled, over in time and given back, all at once",
  plan: (choices) => (choices.chance(0.3) ? { faults: LATE } : {}),
  async story(cast) {
    const { world, merchant, choices } = cast;
    const offerId = await offer(cast, PRICE);
    world.simulation.faults.begin();
    const buyers = Array.from({ length: 2 + choices.below(3) }, (_, index) => buyer(cast, offerId, index));
    await Promise.all([...buyers, changing(cast, offerId)]);
    // What was given back is for others; a number that is free again too, for whoever takes a payment by itself.
    if (choices.chance(0.5)) await order(cast, { orderNo: "order-0", offerId, userId: "late-user" });
    if (choices.chance(0.3)) await cast.pay(merchant, { orderNo: "order-1", method: "good" });
  },
};

/** Orders one; pays in time or late, twice, not at all; takes it back. */
async function buyer(cast: Cast, offerId: string, index: number): Promise<void> {
  const { world, choices } = cast;
  const name = `buyer ${index + 1}`;
  await world.sleep(choices.pick([0, 40, 2_000]), name);
  const orderNo = `order-${choices.chance(0.2) ? 0 : index}`;
  const ordered = await order(cast, { orderNo, offerId, userId: `user-${choices.below(3)}` });
  if (ordered.status !== 201) return;
  const bought = { orderId: String(ordered.json.orderId), orderNo, name };
  const paying = choices.chance(0.8) ? pay(cast, bought) : undefined;
  const cancelling = choices.chance(0.35) ? cancel(cast, bought) : undefined;
  await Promise.all([paying, cancelling]);
  if (paying) await afterwards(cast, bought, (await paying).json.paymentId);
}

async function order({ merchant, choices }: Cast, body: object): Promise<HttpAnswer> {
  const key = merchant.newKey();
  const twins = choices.chance(0.2) ? 2 : 1;
  const answers = await Promise.all(
    Array.from({ length: twins }, () => merchant.insist("POST /v1/orders", { key, body })),
  );
  return answers[0] as HttpAnswer;
}

/** By one or two clerks at once, of whom one may pay it. */
async function pay(cast: Cast, { orderId, orderNo, name }: Bought): Promise<HttpAnswer> {
  const { choices } = cast;
  await cast.world.sleep(choices.pick(PAID_AFTER_MS), name);
  const method = cast.method(METHODS);
  const clerks = choices.chance(0.2) ? 2 : 1;
  const answers = await Promise.all(
    Array.from({ length: clerks }, () => {
      const named = choices.chance(0.5) ? { orderId } : {};
      return cast.pay(cast.merchant, { orderNo, method, ...named });
    }),
  );
  return answers.find(({ status }) => status === 202) ?? (answers[0] as HttpAnswer);
}

async function cancel({ world, merchant, operator, choices }: Cast, { orderId, name }: Bought): Promise<void> {
  await world.sleep(choices.pick(CANCELLED_AFTER_MS), name);
  const by = choices.chance(0.8) ? merchant : operator;
  await by.insist("POST /v1/orders/{id}/cancel", { path: { id: orderId }, body: { reason: "changed their mind" } });
}

/** What was paid goes back, in one or two parts; what was not paid is paid again. */
async function afterwards(cast: Cast, { orderId, orderNo, name }: Bought, paymentId?: string): Promise<void> {
  const { world, merchant, choices } = cast;
  if (paymentId === undefined || choices.chance(0.4)) return;
  const path = { id: paymentId };
  for (const afterMs of [500, 20_000, 1_300_000]) {
    await world.sleep(afterMs, name);
    const seen = await merchant.ask("GET /v1/payments/{id}", { path });
    if (["SUCCEEDED", "DECLINED", "CANCELLED"].includes(seen?.json.status)) break;
  }
  await cast.pay(merchant, { orderNo, method: "good", ...(choices.chance(0.5) ? { orderId } : {}) });
  const parts = choices.pick([[PAYMENT_AMOUNT], [500, PAYMENT_AMOUNT - 500], [500]]);
  await Promise.all(
    parts.map((amount) => {
      const body = { reason: "came back", amount: { amount, currency: PRICE.currency } };
      return merchant.insist("POST /v1/payments/{id}/refunds", { path, body });
    }),
  );
}

async function changing({ world, merchant, choices }: Cast, offerId: string): Promise<void> {
  if (!choices.chance(0.3)) return;
  await world.sleep(choices.pick([100, 1_000, 600_000]), "manager");
  const body = choices.chance(0.7) ? { stock: choices.pick([3, 2, 6]) } : { status: "INACTIVE" };
  await merchant.insist("PATCH /v1/offers/{id}", { path: { id: offerId }, body });
}
