import { setTimeout as pause } from "node:timers/promises";
import { askForMissed, type Subscriber, subscriberTo, unknownTo } from "../harness/subscriber.ts";
import type { World } from "./world.ts";

/** Long enough for a few tries to fail, and for an endpoint to be given up now and then. */
const AWAY_MS = [2_000, 40_000, 5_000, 500] as const;
const THERE_MS = 6_000;

/** A merchant's server that wants to know everything, and is away now and then, or lets others wait. */
export async function listen(world: World): Promise<{ subscriber: Subscriber; calm: () => void }> {
  const subscriber = await subscriberTo(world, ["*"]);
  const { receiver } = subscriber;
  const calm = new AbortController();
  const comeAndGo = async () => {
    for (let times = 0; !calm.signal.aborted; times++) {
      await pause(THERE_MS, undefined, { signal: calm.signal });
      receiver.mood = times % 2 === 0 ? "down" : "slow";
      await pause(AWAY_MS[times % AWAY_MS.length], undefined, { signal: calm.signal });
      receiver.mood = "takes";
    }
  };
  comeAndGo().catch(() => {});
  return { subscriber, calm: () => calm.abort() };
}

/** Nothing is killed any more: it asks for what it has missed, and must know everything. */
export async function catchUp(world: World, subscriber: Subscriber): Promise<void> {
  await askForMissed(world, subscriber);
  for (const eventId of await unknownTo(world, subscriber))
    world.found(eventId, "never arrived at the merchant's server");
  const { told, forged, receipts } = subscriber.receiver;
  if (forged > 0) world.found("a merchant's server", `was sent ${forged} webhooks that it could not verify`);
  world.screen.note(`${told.size} events arrived at the merchant's server, in ${receipts.length} tries`);
}
