import { type Cast, PAYMENT_AMOUNT } from "../cast.ts";
import type { Scenario } from "./scenario.ts";

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
/** When refunds are made, here and there: at once, one right after the other, and when the first ones have long been settled. */
const MADE_AFTER_MS = [0, 40, 2_000, 25 * MINUTE_MS] as const;
/** What is left to a person is decided in time for what waits for the word. */
const OPERATOR_ROUNDS = 4;

export const channelMoney: Scenario = {
  name: "channel-money",
  why: "refunds at the vendor's own desk and disputes, told twice, late and in disorder, against refunds of ours",
  async story(cast) {
    const { world, merchant } = cast;
    const { choices, outside } = world;
    if (choices.chance(0.5)) await cast.pay(merchant, { orderNo: "order-0", method: "good" });
    const { json } = await cast.pay(merchant, { orderNo: "order-1", method: "tells-refunds" });
    const paymentId = String(json.paymentId);
    const path = { id: paymentId };
    if (!choices.chance(0.2)) await cast.untilPaid(paymentId);
    world.simulation.faults.begin();
    const desk = Array.from({ length: 1 + choices.below(2) }, async () => {
      await world.sleep(choices.pick(MADE_AFTER_MS), "vendor's desk");
      outside.channel.atDesk(paymentId, { move: "refund", amount: choices.pick([500, 1_500, PAYMENT_AMOUNT]) });
    });
    const clerks = Array.from({ length: choices.below(3) }, async (_, index) => {
      await world.sleep(choices.pick(MADE_AFTER_MS), `clerk ${index + 1}`);
      const body = { reason: "came back", amount: { amount: choices.pick([500, 1_500]), currency: "USD" } };
      await merchant.insist("POST /v1/payments/{id}/refunds", { path, body });
    });
    const disputing = choices.chance(0.5) ? dispute(cast, paymentId) : undefined;
    await Promise.all([...desk, ...clerks, disputing]);
    await decideAll(cast);
    await world.quiet();
    const lastWord = await disputing;
    if (lastWord === undefined) return;
    const { rows, must } = cast;
    const isSeen =
      rows(`PAY#acme#${paymentId} REFUND#`).some(({ origin }) => origin === "dispute") ||
      rows("REVIEW#").some(({ why }) => String(why).startsWith("dispute") || why === "insufficient-balance");
    const shown = (rows(`PAY#acme#${paymentId} HEAD`)[0]?.dispute as { status?: string } | undefined)?.status;
    must(isSeen || lastWord === "won", paymentId, "was disputed, and nothing holds it");
    must(shown === lastWord, paymentId, `shows a dispute that is ${shown}, and the bank's last word was ${lastWord}`);
  },
};

/** Opened, and later won or lost: the bank's last word. `undefined`: it has nothing to dispute. */
async function dispute({ world }: Cast, paymentId: string): Promise<"lost" | "won" | undefined> {
  const { choices, outside, simulation } = world;
  const amount = choices.pick([500, PAYMENT_AMOUNT]);
  await world.sleep(choices.pick(MADE_AFTER_MS), "bank");
  if (!outside.channel.atDesk(paymentId, { move: "dispute", amount }, simulation.nowMs)) return undefined;
  await world.sleep(choices.pick([MINUTE_MS, HOUR_MS]), "bank");
  const word = choices.pick(["lost", "won"] as const);
  return outside.channel.atDesk(paymentId, { move: `dispute-${word}`, amount }, simulation.nowMs) ? word : undefined;
}

/** By the channel's own books; of a dispute, by what the bank has said. */
async function decideAll({ world, rows, operator }: Cast): Promise<void> {
  for (let round = 0; round < OPERATOR_ROUNDS; round++) {
    await world.sleep(4 * HOUR_MS, "operator");
    const open = rows("REVIEW#").filter(({ statePk, subjectId }) => statePk && String(subjectId).startsWith("ref_"));
    for (const { subjectId, paymentId } of open) {
      const [refund] = rows(`PAY#acme#${paymentId} REFUND#${subjectId}`);
      const [payment] = rows(`PAY#acme#${paymentId} HEAD`);
      const isDone =
        refund?.origin === "dispute"
          ? (payment?.dispute as { status?: string } | undefined)?.status === "lost"
          : world.outside.channel.effects.some(
              ({ kind, providerKey }) => kind === "refund" && providerKey === subjectId,
            );
      const body = { resolution: isDone ? "SUCCEEDED" : "FAILED", reason: "the channel's books" };
      await operator.insist("POST /v1/refunds/{id}/resolve", { path: { id: String(subjectId) }, body });
    }
  }
}
