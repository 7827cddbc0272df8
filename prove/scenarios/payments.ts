import type { Scenario } from "./scenario.ts";

const ORDERS = ["order-1", "order-2"] as const;

export const payments: Scenario = {
  name: "payments",
  why: "every way in which a charge, its customer and its webhooks can behave, over few order numbers",
  async story(cast) {
    const { world, merchant, choices } = cast;
    world.simulation.faults.begin();
    const clerks = 1 + choices.below(3);
    await Promise.all(
      Array.from({ length: clerks }, async (_, clerk) => {
        const name = `clerk ${clerk + 1}`;
        await world.sleep(choices.pick([0, 40, 5_000, 1_900_000]), name);
        const orderNo = choices.pick(ORDERS);
        const key = choices.chance(0.3) ? { key: "shared-key" } : {};
        const { json } = await cast.pay(merchant, { ...key, orderNo });
        if (!json.paymentId) return;
        for (const afterMs of [choices.pick([500, 10_000]), choices.pick([1_000, 2_400_000])]) {
          await world.sleep(afterMs, name);
          await merchant.ask("GET /v1/payments/{id}", { path: { id: json.paymentId } });
        }
      }),
    );
  },
};
