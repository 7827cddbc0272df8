import type { Receiver } from "../../harness/receiver.ts";
import type { Stage } from "../../harness/stage.ts";
import { askForMissed, learn, type Subscriber, statusOf, subscriberTo, unknownTo } from "../../harness/subscriber.ts";
import { PATIENCE_MS, until } from "../../harness/waiting.ts";

export interface Subscribers {
  /** Wants to know everything. */
  shop: Subscriber;
  /** Wants to know when the other one is in trouble. */
  guard: Subscriber;
}

/** Subscribed from the first scene on: through kills and its own absence, in the end it must know everything. */
export async function subscribe(stage: Stage): Promise<Subscribers> {
  const { merchant, screen } = stage;
  screen.scene("A merchant who wants to be told", "Its server listens from now on, and takes what is signed for it.");
  const shop = await subscriberTo(stage, ["*"]);
  const guard = await subscriberTo(stage, ["webhook_endpoint.*"]);
  await test(stage, shop);
  stage.check(shop.receiver.forged === 0, "a test arrives, and a library of others finds its signature good");
  const body = { url: "https://169.254.169.254/latest", eventTypes: ["*"] };
  const inside = await merchant.send("POST /v1/webhook-endpoints", { key: stage.newKey("endpoint"), body });
  const isRefused = inside.status === 422 && inside.json.code === "url-not-allowed";
  stage.check(isRefused, "an address inside our own network is refused", inside.text);
  return { shop, guard };
}

/** An event of its own, which must arrive. */
async function test(stage: Stage, { receiver, id }: Subscriber): Promise<void> {
  const before = testsIn(receiver);
  const call = { path: { id }, key: stage.newKey("test") };
  await stage.merchant.expect(202, "POST /v1/webhook-endpoints/{id}/test", call);
  const arrived = async () => testsIn(receiver) > before || undefined;
  await until("a test to arrive", arrived, { timeoutMs: PATIENCE_MS });
}

const testsIn = ({ told }: Receiver) => [...told.values()].filter(({ type }) => type === "webhook.test").length;

/** Its server is down from here on, whatever happens. */
export function goDown({ screen }: Stage, { shop }: Subscribers): void {
  shop.receiver.mood = "down";
  screen.note("The merchant's server is down from here on.");
}

/** It is back: what it has missed is sent again when it asks for it. */
export async function comeBack(stage: Stage, { shop, guard }: Subscribers): Promise<void> {
  const { screen } = stage;
  const { receiver } = shop;
  screen.scene(
    "The merchant's server is back",
    "It was away for half of the tour. What it has missed comes when it asks for it.",
  );
  const isDisabled = async () => {
    const status = await statusOf(stage, shop);
    screen.progress(`the endpoint is ${status}`);
    return status === "DISABLED" || undefined;
  };
  await until("the endpoint to be given up", isDisabled, { timeoutMs: PATIENCE_MS, everyMs: 500 });
  const isTold = async () =>
    [...guard.receiver.told.values()].some(({ type }) => type === "webhook_endpoint.disabled") || undefined;
  await until("its other endpoint to be told", isTold, { timeoutMs: PATIENCE_MS });
  const word = { path: { id: shop.id }, key: stage.newKey("close"), body: { reason: "the merchant has been called" } };
  const seen = await stage.operator.send("POST /v1/reviews/{id}/close", word);
  stage.check(
    seen.status === 200,
    "an endpoint that fails all the while is disabled: the merchant's other one is told, and an operator sees it",
    seen.text,
  );
  const knew = receiver.told.size;
  await askForMissed(stage, shop);
  const missing = await unknownTo(stage, shop);
  stage.check(
    missing.length === 0,
    `replayed: ${receiver.told.size - knew} events that it had missed, none is missing`,
    missing.join(", "),
  );
}

/** Two secrets for a while, then the new one alone; and all that ever happened is known. */
export async function knowEverything(stage: Stage, { shop }: Subscribers): Promise<void> {
  const { receiver, id } = shop;
  stage.screen.scene(
    "What the merchant was told",
    "Another secret, and then every event that there is against what arrived.",
  );
  const rotate = async (graceSeconds: number) => {
    const call = { path: { id }, key: stage.newKey("rotate"), body: { graceSeconds } };
    const { json } = await stage.merchant.expect(201, "POST /v1/webhook-endpoints/{id}/rotate-secret", call);
    learn(stage, receiver, String(json.secret));
    await test(stage, shop);
    return receiver.lastSignatures;
  };
  const [both, alone] = [await rotate(3600), await rotate(0)];
  stage.check(
    both === 2 && alone === 1,
    "a new secret signs beside the old one for a while, and alone after that",
    `${both}, ${alone}`,
  );
  const missing = await unknownTo(stage, shop);
  const times = receiver.receipts.filter(({ status }) => status === 204).length - receiver.told.size;
  stage.check(
    missing.length === 0 && receiver.forged === 0,
    `${receiver.told.size} events, all of them arrived, ${times} more than once under the same id`,
    `${missing.length} missing, ${receiver.forged} forged`,
  );
}
