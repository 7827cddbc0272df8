import type { Answer } from "../../harness/client.ts";
import type { AskedPayment } from "../../harness/payments.ts";
import type { Stage } from "../../harness/stage.ts";
import { PATIENCE_MS, until } from "../../harness/waiting.ts";
import { awaitStates } from "./payments.ts";

interface Entry {
  at: string;
  event: string;
}

/** What no machine may decide: cards and charges of which nobody ever learns, and a cancel that is never done. */
export async function review(stage: Stage): Promise<void> {
  const { merchant, operator, screen, payments, cards } = stage;
  const silent = cards.all.filter(({ kind }) => kind === "TIMEOUT-NEVER");
  const [doubtful, stuck] = [payments.of("pm_unknown_forever"), payments.of("pm_cancel_fails_always")];
  const count = silent.length + doubtful.length + stuck.length;
  screen.scene(
    "A person decides",
    `${silent.length} cards and ${doubtful.length} payments never get an answer, ${stuck.length} cannot be cancelled: they are parked, after all that can be asked was asked.`,
  );
  const wanted = new Set([
    ...silent.map((card) => card.redemptionId),
    ...[...doubtful, ...stuck].map((one) => one.paymentId),
  ]);
  const listed = async () => {
    const items = await operator.list<{ reviewId: string }>("GET /v1/reviews", {}, 100);
    screen.progress(`waiting for a person: ${items.length} of ${count}`);
    return items.length >= count ? items : undefined;
  };
  const items = await until("all doubt to come to a person", listed, { timeoutMs: PATIENCE_MS });
  stage.check(
    items.length === count && items.every(({ reviewId }) => wanted.has(reviewId)),
    `the operators' list has these ${count} and no other`,
    items.map(({ reviewId }) => reviewId).join(" "),
  );

  const { reviews } = await operator.get<{ reviews: { count: number; byKind: Record<string, number> } }>(
    "GET /v1/overview",
  );
  stage.check(
    reviews.count === count && reviews.byKind.redemption === silent.length,
    `the overview counts them: ${count}, of which ${silent.length} are cards`,
    JSON.stringify(reviews),
  );

  const [card] = silent as [(typeof silent)[number]];
  await askTheVendors(stage, card, doubtful[0]);
  const path = { id: card.redemptionId ?? "" };
  const call = { path, key: stage.newKey("resolve"), body: { resolution: "FAILED", reason: "it was never charged" } };
  const route = "POST /v1/redemptions/{id}/resolve";
  const [merchants, resolved] = [await merchant.call(route, call), await operator.send(route, call)];
  card.ends = "FAILED";
  stage.check(
    merchants.status === 403 && resolved.status === 200,
    "a card: the merchant may not (403); the operator resolves it as FAILED, and its account is free again",
    `${merchants.status}, ${resolved.text}`,
  );
  const { items: story } = await operator.get<{ items: Entry[] }>("GET /v1/redemptions/{id}/timeline", { path });
  screen.note(`its timeline: ${told(story)}`);

  const [refused, undone] = [doubtful[0], stuck[0]] as [AskedPayment, AskedPayment];
  refused.ends = "DECLINED";
  undone.ends = "CANCELLED";
  const answers = [await resolve(stage, refused, "FAILED"), await resolve(stage, undone, "COMPENSATED")];
  await awaitStates(stage, "the resolved payments to end", [refused, undone], ["DECLINED", "CANCELLED"]);
  stage.check(
    answers.every(({ status }) => status === 202),
    "payments: one is resolved as FAILED and one as COMPENSATED; they go on and end so",
    answers.map(({ text }) => text).join(" "),
  );
}

/** What a person does first, and what changes nothing: the operator has both vendors asked again. */
async function askTheVendors(
  stage: Stage,
  { redemptionId = "" }: { redemptionId?: string },
  { paymentId = "" }: { paymentId?: string } = {},
): Promise<void> {
  const ofCard = { path: { id: redemptionId } };
  const card = await stage.operator.call("POST /v1/redemptions/{id}/look-up", ofCard);
  const again = await stage.operator.call("POST /v1/redemptions/{id}/look-up", ofCard);
  const payment = await stage.operator.call("POST /v1/payments/{id}/look-up", { path: { id: paymentId } });
  stage.check(
    card.json.answer === "not-found" && payment.json.answer === "unknown" && again.status === 429,
    "the vendors are asked once more: one has never heard of the card, the other has no answer; at once again is too soon (429)",
    `${card.text} ${again.text} ${payment.text}`,
  );
}

function resolve(stage: Stage, { sagaId: id = "" }: AskedPayment, resolution: string): Promise<Answer> {
  const body = { step: "ChargePayment", resolution, reason: "the channel's books say so" };
  return stage.operator.send("POST /v1/sagas/{id}/resolve", { path: { id }, key: stage.newKey("resolve"), body });
}

/** `+0 s accepted, +1 s sent, ...`: without the lookups that found nothing. */
function told(entries: readonly Entry[]): string {
  const startedAt = Date.parse(entries[0]?.at ?? "");
  return entries
    .filter(({ event }) => event !== "not-found" && event !== "unknown")
    .map(({ at, event }) => `+${Math.round((Date.parse(at) - startedAt) / 1000)} s ${event}`)
    .join(", ");
}
