import { Receiver } from "./receiver.ts";
import type { Stage } from "./stage.ts";
import { PATIENCE_MS, until } from "./waiting.ts";

const PAGE = 100;

/** A merchant's server, and the endpoint that it is known by. */
export interface Subscriber {
  receiver: Receiver;
  id: string;
}

export async function subscriberTo(stage: Stage, eventTypes: string[]): Promise<Subscriber> {
  const receiver = await Receiver.start();
  stage.receivers.push(receiver);
  const call = { key: stage.newKey("endpoint"), body: { url: receiver.url, eventTypes } };
  const { json } = await stage.merchant.expect(201, "POST /v1/webhook-endpoints", call);
  learn(stage, receiver, String(json.secret));
  return { receiver, id: String(json.webhookEndpointId) };
}

export function learn(stage: Stage, receiver: Receiver, secret: string): void {
  receiver.secrets.push(secret);
  stage.secrets.push(secret);
}

export async function statusOf({ merchant }: Stage, { id }: Subscriber): Promise<string> {
  return (await merchant.get<{ status: string }>("GET /v1/webhook-endpoints/{id}", { path: { id } })).status;
}

/** Its server takes what comes again, and asks for what it has missed. */
export async function askForMissed(stage: Stage, { id, receiver }: Subscriber): Promise<void> {
  const path = { id };
  receiver.mood = "takes";
  const enable = { path, key: stage.newKey("enable"), body: { status: "ENABLED" } };
  await stage.merchant.expect(200, "PATCH /v1/webhook-endpoints/{id}", enable);
  const since = new Date(stage.startedAt).toISOString();
  const replay = { path, key: stage.newKey("replay"), body: { since, only: "failed" } };
  await stage.merchant.expect(202, "POST /v1/webhook-endpoints/{id}/replay", replay);
}

/** Ids of events that it does not know when there was time enough; what is about its own endpoint goes to others. */
export async function unknownTo(stage: Stage, { id, receiver }: Subscriber): Promise<string[]> {
  const { merchant, screen, startedAt } = stage;
  let missing: string[] = [];
  const all = async () => {
    const query = { since: new Date(startedAt).toISOString() };
    const events = await merchant.list<{ eventId: string; resourceId: string }>("GET /v1/events", { query }, PAGE);
    const wanted = events.filter(({ resourceId }) => resourceId !== id);
    missing = wanted.map(({ eventId }) => eventId).filter((eventId) => !receiver.told.has(eventId));
    screen.progress(`${wanted.length - missing.length} of ${wanted.length} events have arrived`);
    return missing.length === 0 || undefined;
  };
  await until("events to arrive", all, { timeoutMs: PATIENCE_MS, everyMs: 1000 }).catch(() => {});
  return missing;
}
