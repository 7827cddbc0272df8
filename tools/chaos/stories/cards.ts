import type { CardKind } from "../../../sandbox/exchange/rules.ts";
import { itemsOf, noteRedemptions } from "../../harness/batches.ts";
import type { Answer } from "../../harness/client.ts";
import type { CardTwist, Story } from "../plan.ts";
import type { World } from "../world.ts";

type CardStory = Extract<Story, { kind: "card" }>;
type BatchStory = Extract<Story, { kind: "batch" }>;

const ROUTE = "POST /v1/redemptions";

/** What the same code is told under another key, in a batch of its own. */
const REFUSALS = ["already-redeemed", "redemption-in-progress", "redemption-needs-review", "attempts-exhausted"];

export async function submitCard(world: World, { card: kind, amount, twist }: CardStory): Promise<void> {
  const card = world.cards.draw(kind, amount);
  const key = world.newKey("card");
  const body = { code: card.code, planId: world.planId };
  const twins = Array.from({ length: twist === "twins" ? 2 : 1 }, () => world.expect([202], ROUTE, { key, body }));
  const [first, twin] = (await Promise.all(twins)) as [Answer, Answer?];
  if (first.status !== 202) return;
  card.redemptionId = String(first.json.redemptionId);
  if (twin) mustAgree(world, key, first, twin);
  await submitAgain(world, { kind, key, body, twist, first });
  await world.until(card.redemptionId, "the card has ended", async () => {
    const { json } = await world.ask("GET /v1/redemptions/{id}", { path: { id: String(first.json.redemptionId) } });
    return hasEnded(json);
  });
}

/** For its clients; what is parked waits for an operator. */
function hasEnded({ status }: { status?: unknown }): boolean {
  return status === "SUCCEEDED" || status === "FAILED" || status === "NEEDS_REVIEW";
}

interface Submitted {
  kind: CardKind;
  key: string;
  body: { code: string; planId: string };
  twist: CardTwist;
  first: Answer;
}

async function submitAgain(world: World, { kind, key, body, twist, first }: Submitted): Promise<void> {
  switch (twist) {
    case "once":
    case "twins":
      return;
    case "same-key":
      return mustAgree(world, key, first, await world.ask(ROUTE, { key, body }));
    case "other-body":
      return mustBeRefused(world, key, await world.ask(ROUTE, { key, body: { ...body, reference: "another" } }));
    case "other-key": {
      const second = await world.ask(ROUTE, { key: world.newKey("card"), body });
      // A card that was refused for good may be tried again; any other is taken once.
      const isNewAttempt = second.status === 202 && kind === "REJECT";
      if (!isNewAttempt && !REFUSALS.includes(String(second.json.code)))
        world.found(
          String(first.json.redemptionId),
          `its code under another key was answered ${second.status}: ${second.text}`,
        );
      return;
    }
  }
}

export async function submitBatch(world: World, { mode, cards: kinds, amount, isRepeated }: BatchStory): Promise<void> {
  const cards = kinds.map((kind) => world.cards.draw(kind, amount));
  const key = world.newKey("batch");
  const request = { key, body: { batchId: key, planId: world.planId, mode, items: itemsOf(cards) } };
  const first = await world.expect([200], "POST /v1/redemption-batches", request);
  if (first.status !== 200) return;
  noteRedemptions(cards, first);
  if (isRepeated) mustAgree(world, key, first, await world.ask("POST /v1/redemption-batches", request));
  await world.until(key, "all cards of the batch have ended", async () => {
    const call = { path: { id: key }, query: { limit: "100" } };
    const { json } = await world.ask("GET /v1/redemption-batches/{id}", call);
    return (json.items as { status: string }[]).every(hasEnded);
  });
}

export function mustAgree(world: World, key: string, first: Answer, again: Answer): void {
  if (again.text === first.text && again.status === first.status) return;
  world.found(key, `was answered ${first.status} ${first.text}, then ${again.status} ${again.text}`);
}

export function mustBeRefused(world: World, key: string, { status, json, text }: Answer): void {
  if (status === 422 && json.code === "idempotency-key-reused") return;
  world.found(key, `with another body was answered ${status}: ${text}`);
}
