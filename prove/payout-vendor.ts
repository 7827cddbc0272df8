import { SANDBOX_SIGNATURE_HEADER, signWebhook } from "../core/foundation/domain/webhook-signature.ts";
import { type Notice, referenceOf, returnReferenceOf } from "../sandbox/payouts/rules.ts";
import { send } from "./people.ts";
import { PAYOUT_CONFIG } from "./ports.ts";
import type { World } from "./world.ts";

/** On its way, beside what the provider itself waits: not at all, some seconds, or until nobody waits for it any more. */
const LATE_BY_MS = [0, 0, 4_000, 240_000, 9_000_000] as const;
/** A provider repeats what was not answered, further and further apart. */
const AGAIN_AFTER_MS = [10_000, 120_000, 1_200_000] as const;
const COPIES = [1, 1, 2, 3] as const;

/** The payout provider's webhooks: each comes once or more, in any order, and what it says of a return cannot be asked for. */
export function tellPayouts(world: World): void {
  const { choices, outside } = world;
  outside.payouts.onNotices = (notices) => {
    for (const notice of notices)
      for (let copy = choices.pick(COPIES); copy > 0; copy--) tellIn(world, choices.pick(LATE_BY_MS), notice);
  };
}

function tellIn(world: World, delayMs: number, notice: Notice, sends = 0): void {
  const { simulation } = world;
  const delay = Math.max(0, notice.dueAt - simulation.nowMs) + delayMs;
  simulation.in(delay, "payout provider", notice.type, () => {
    void tellPayout(world, bodyOf(notice)).then((status) => {
      const againMs = AGAIN_AFTER_MS[Math.min(sends, AGAIN_AFTER_MS.length - 1)] ?? 0;
      if (status !== 200) tellIn(world, againMs, notice, sends + 1);
    });
  });
}

function bodyOf({ eventId, type, payout }: Notice): string {
  const { withdrawalId, asked } = payout;
  const about = { eventId, type, withdrawalId, amount: asked.amount, reference: referenceOf(payout) };
  return JSON.stringify(type === "payout.returned" ? { ...about, returnReference: returnReferenceOf(payout) } : about);
}

/** The answer's status. `undefined`: no answer came. `secret`: somebody else's. */
export async function tellPayout(
  world: World,
  body: string,
  secret = PAYOUT_CONFIG.webhookSecrets[0] ?? "",
): Promise<number | undefined> {
  const signature = signWebhook(secret, Math.floor(world.simulation.nowMs / 1000), body);
  const headers = { [SANDBOX_SIGNATURE_HEADER.toLowerCase()]: signature };
  const request = { path: { channel: "payouts-sandbox" }, body, headers };
  const answer = await send(world, "payout provider", "POST /v1/webhooks/{channel}", request);
  world.simulation.tell("payout provider", "webhook", answer ? String(answer.statusCode) : "no answer");
  return answer?.statusCode;
}
