import type { Cast } from "../cast.ts";
import type { Scenario } from "./scenario.ts";
import { planFrom } from "./world-plan.ts";

const METHODS = [
  "page",
  "good",
  "captured-for-good",
  "paid-after-cancel",
  "page-not-found",
  "declined",
  "fails-once",
  "silently-paid",
] as const;
/** While it is being charged, while its customer decides, and around the end of that time. */
const CANCELLED_AFTER_MS = [0, 60, 150, 260, 2_000, 300_000, 1_799_950, 1_920_300] as const;

/** Payments and orders are cancelled, by several, while they are being charged, paid and settled; then it is paid again. */
async function cancelling(cast: Cast): Promise<void> {
  const { world, merchant } = cast;
  const { choices } = world;
  world.simulation.faults.begin();
  const { json } = await cast.pay(merchant, { orderNo: "order-1", method: cast.method(METHODS) });
  const { paymentId, orderId } = json as { paymentId: string; orderId: string };
  const canceller = async (name: string) => {
    await world.sleep(choices.pick(CANCELLED_AFTER_MS), name);
    const body = { reason: "changed their mind" };
    const byOrder = choices.chance(0.3);
    const { status } = byOrder
      ? await merchant.insist("POST /v1/orders/{id}/cancel", { path: { id: orderId }, body })
      : await merchant.insist("POST /v1/payments/{id}/cancel", { path: { id: paymentId }, body });
    if (status !== 202 || !choices.chance(0.4)) return;
    await world.sleep(choices.pick([300, 1_300_000]), name);
    await cast.pay(merchant, { orderNo: "order-1", method: "good", ...(byOrder ? { orderId } : {}) });
  };
  const look = async () => {
    await world.sleep(choices.pick([500, 2_000_000]), "clerk");
    await merchant.ask("GET /v1/payments/{id}", { path: { id: paymentId } });
  };
  const cancellers = Array.from({ length: 1 + choices.below(2) }, (_, index) => canceller(`clerk ${index + 1}`));
  await Promise.all([...cancellers, look()]);
}

export const cancels: Scenario = {
  name: "cancels",
  why: "cancels that race the charge, the customer, the webhook and the settlement",
  plan: (choices) => planFrom(choices),
  story: cancelling,
};
