import type { Cast } from "../cast.ts";
import { RECEIVERS, type ReceiverKind, ReceiversModel } from "../model/receivers.ts";
import type { Scenario } from "./scenario.ts";
import { AT_VENDORS } from "./world-plan.ts";

const KINDS = Object.keys(RECEIVERS) as ReceiverKind[];
/** Before anything happens, beside it, while a try is under way, between two tries, and when the last of them has failed. */
const CHANGED_AFTER_MS = [0, 60, 300, 4_000, 40_000, 2_000_000, 4 * 3_600_000] as const;
const SUBSCRIPTIONS: readonly [string[], ...string[][]] = [
  ["*"],
  ["redemption.*", "payment.*"],
  ["redemption.succeeded", "order.finished"],
];

export const deliveries: Scenario = {
  name: "deliveries",
  why: "merchants are told by webhooks: endpoints that are late, down, busy, lying or gone, changed, deleted, resent and replayed while events flow",
  plan: (choices) => ({ tellsMerchants: true, ...(choices.chance(0.3) ? { faults: AT_VENDORS } : {}) }),
  async story(cast) {
    const { world, choices } = cast;
    const planId = await cast.plan();
    await cast.account();
    const count = 1 + choices.below(2);
    const kinds = Array.from({ length: count }, () => KINDS[choices.below(KINDS.length)] ?? "good");
    const endpoints: string[] = [];
    for (const [n, kind] of kinds.entries()) endpoints.push(await endpoint(cast, ReceiversModel.urlOf(kind, n + 1)));
    // Long enough for each of them to be subscribed for sure.
    await world.sleep(70_000, "merchant");
    world.simulation.faults.begin();
    const clerks = Array.from({ length: 1 + choices.below(2) }, (_, index) => clerk(cast, planId, index));
    await Promise.all([...clerks, ...endpoints.map((id, index) => manager(cast, id, index))]);
  },
};

async function endpoint({ merchant, choices }: Cast, url: string): Promise<string> {
  const body = { url, eventTypes: [...choices.pick(SUBSCRIPTIONS)] };
  const { json } = await merchant.insist("POST /v1/webhook-endpoints", { body });
  return String(json.webhookEndpointId);
}

/** Something of which the merchant is told. */
async function clerk(cast: Cast, planId: string, index: number): Promise<void> {
  const { world, merchant, choices } = cast;
  await world.sleep(choices.pick([0, 500, 30_000]), `clerk ${index + 1}`);
  if (choices.chance(0.3)) await cast.pay(merchant, { orderNo: `order-${index}`, method: "good" });
  else
    await merchant.insist("POST /v1/redemptions", {
      body: { code: cast.card(["good", "invalid"]), planId, batchId: `b-${index}` },
    });
}

/** What a merchant does to its endpoint meanwhile: nothing, mostly. */
async function manager(cast: Cast, id: string, index: number): Promise<void> {
  const { world, merchant, choices } = cast;
  const path = { id };
  const name = `manager ${index + 1}`;
  const sinceMs = world.simulation.nowMs;
  const since = new Date(sinceMs - 3_600_000).toISOString();
  const patch = (body: object) => merchant.insist("PATCH /v1/webhook-endpoints/{id}", { path, body });
  const deeds: readonly [() => Promise<unknown>, ...(() => Promise<unknown>)[]] = [
    async () => {},
    async () => {
      await patch({ status: "DISABLED" });
      await world.sleep(choices.pick(CHANGED_AFTER_MS), name);
      await patch({ status: "ENABLED" });
      await merchant.insist("POST /v1/webhook-endpoints/{id}/replay", { path, body: { since, only: "failed" } });
    },
    () => patch({ url: ReceiversModel.urlOf("good", 9) }),
    () => merchant.insist("POST /v1/webhook-endpoints/{id}/rotate-secret", { path, body: { graceSeconds: 60 } }),
    () => merchant.ask("DELETE /v1/webhook-endpoints/{id}", { path }),
    () => merchant.insist("POST /v1/webhook-endpoints/{id}/test", { path }),
    () => merchant.insist("POST /v1/webhook-endpoints/{id}/replay", { path, body: { since, only: "all" } }),
    () => resend(cast, id),
  ];
  for (let times = choices.below(3); times > 0; times--) {
    await world.sleep(choices.pick(CHANGED_AFTER_MS), name);
    await choices.pick(deeds)();
  }
}

/** Whatever is on record of it, twice at once. */
async function resend({ world, merchant }: Cast, id: string): Promise<void> {
  const rows = [...world.engine.shadows.events.rows.values()];
  const known = rows.find(({ pk, webhookEndpointId }) => String(pk).startsWith("DLV#") && webhookEndpointId === id);
  if (!known) return;
  const path = { id: String(known.deliveryId) };
  const again = () => merchant.insist("POST /v1/webhook-deliveries/{id}/resend", { path });
  await Promise.all([again(), again()]);
}
