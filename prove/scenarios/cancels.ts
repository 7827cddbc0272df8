import type { Cast } from "../cast.ts";
import type { Scenario } from "./scenario.ts";
import { LATE } from "./world-plan.ts";

const METHODS = [
  "good",
  "unannounced",
  "unannounced",
  "page",
  "captured-for-good",
  "paid-after-cancel",
  "page-not-found",
  "page-two-cards",
  "declined",
  "fails-once",
  "silently-paid",
] as const;
/** While it is being charged, while its customer decides, and around the end of that time. */
const CANCELLED_AFTER_MS = [0, 60, 150, 260, 500, 2_000, 4_000, 12_000, 300_000, 1_799_950, 1_920_300] as const;
/** Until it has ended: from a second to more than two hours. */
const LOOKS_AFTER_MS = [1_000, 20_000, 1_300_000, 8_000_000] as const;

export const cancels: Scenario = {
  name: "cancels",
  why: "cancels that race the charge, the customer, the webhook and the settlement",
  plan: (choices) => (choices.chance(0.3) ? { faults: LATE } : {}),
  async story(cast) {
    const { world, merchant, choices } = cast;
    world.simulation.faults.begin();
    const { json } = await cast.pay(merchant, { orderNo: "order-1", method: cast.method(METHODS) });
    const { paymentId, orderId } = json as { paymentId: string; orderId: string };
    const canceller = async (name: string) => {
      await world.sleep(choices.pick(CANCELLED_AFTER_MS), name);
      const body = { reason: "changed their mind" };
      if (choices.chance(0.3)) await merchant.insist("POST /v1/orders/{id}/cancel", { path: { id: orderId }, body });
      else await merchant.insist("POST /v1/payments/{id}/cancel", { path: { id: paymentId }, body });
    };
    const cancellers = Array.from({ length: 1 + choices.below(2) }, (_, index) => canceller(`clerk ${index + 1}`));
    await Promise.all([...cancellers, ...(choices.chance(0.5) ? [payAgain(cast, paymentId, orderId)] : [])]);
  },
};

/** Several clerks see that it took no money, and take another payment for the same order. */
async function payAgain(cast: Cast, paymentId: string, orderId: string): Promise<void> {
  const { world, merchant, choices } = cast;
  for (const afterMs of LOOKS_AFTER_MS) {
    await world.sleep(afterMs, "clerk");
    const seen = await merchant.ask("GET /v1/payments/{id}", { path: { id: paymentId } });
    if (["CANCELLED", "DECLINED"].includes(seen?.json.status)) break;
  }
  await Promise.all(
    Array.from({ length: 1 + choices.below(3) }, async (_, index) => {
      await world.sleep(choices.pick([0, 0, 100, 2_000]), `clerk ${index + 1}`);
      const same = choices.chance(0.5) ? { orderId } : {};
      await cast.pay(merchant, { orderNo: "order-1", method: cast.method(["good", "declined", "page"]), ...same });
    }),
  );
}
