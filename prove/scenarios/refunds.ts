import type { Scenario } from "./scenario.ts";

const AMOUNTS = [undefined, 500, 1_500, 2_000, 2_001] as const;

export const refunds: Scenario = {
  name: "refunds",
  why: "refunds in parts, at once and of more than there is, lost and late at the channel, against cancels",
  async story(cast) {
    const { world, merchant, choices } = cast;
    // What else is in the wallet must not pay for it.
    if (choices.chance(0.7)) await cast.pay(merchant, { orderNo: "order-0", method: "good" });
    const method = cast.method(["good", "captured-for-good", "page", "refuses-refunds"]);
    const { json } = await cast.pay(merchant, { orderNo: "order-1", method });
    const path = { id: String(json.paymentId) };
    await cast.untilPaid(path.id);
    world.simulation.faults.begin();
    const clerks = Array.from({ length: 1 + choices.below(3) }, async (_, index) => {
      const name = `clerk ${index + 1}`;
      await world.sleep(choices.pick([0, 40, 2_000, 1_300_000]), name);
      const amount = choices.pick(AMOUNTS);
      const body = { reason: "came back", ...(amount === undefined ? {} : { amount: { amount, currency: "USD" } }) };
      const key = choices.chance(0.2) ? "refund-key" : merchant.newKey();
      const { status } = await merchant.insist("POST /v1/payments/{id}/refunds", { path, key, body });
      if (status === 202 && choices.chance(0.3)) {
        await world.sleep(choices.pick([200, 1_300_000]), name);
        await merchant.ask("GET /v1/payments/{id}", { path });
      }
    });
    const cancel = async () => {
      await world.sleep(choices.pick([0, 1_000]), "clerk");
      await merchant.insist("POST /v1/payments/{id}/cancel", { path, body: { reason: "changed their mind" } });
    };
    await Promise.all([...clerks, ...(choices.chance(0.3) ? [cancel()] : [])]);
  },
};
