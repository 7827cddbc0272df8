import { deliveryIdOf, newDelivery } from "../../core/events/domain/delivery.ts";
import { deliver } from "../../core/events/services/deliver.ts";
import { getDelivery, listDeliveries } from "../../core/events/services/deliveries.ts";
import { measureFailingEndpoints, sweepDeliveries } from "../../core/events/services/delivery-sweep.ts";
import {
  changeEndpoint,
  createEndpoint,
  deleteEndpoint,
  getEndpoint,
  listEndpoints,
  rotateSecret,
} from "../../core/events/services/endpoints.ts";
import { getEvent, listEvents } from "../../core/events/services/events.ts";
import { fanOut, sweepEvents } from "../../core/events/services/fan-out.ts";
import { workReplay } from "../../core/events/services/replay-work.ts";
import { findReplay, startReplay, sweepReplays } from "../../core/events/services/replays.ts";
import { resendDelivery, testEndpoint } from "../../core/events/services/send-again.ts";
import { putDelivery } from "../../core/events/store/delivery-store.ts";
import type { Event } from "../../core/foundation/domain/events.ts";
import { makeId } from "../../core/foundation/domain/ids.ts";
import type { Caller } from "../../core/foundation/services/deps.ts";
import { countHours } from "../../core/foundation/services/hours.ts";
import { underKey } from "../../core/foundation/services/under-key.ts";
import { eventPut } from "../../core/foundation/store/event-store.ts";
import type { AllDeps } from "../../lambdas/runtime/all-deps.ts";
import type { World } from "../support/world.ts";

const TENANT: Caller = { kind: "tenant", tenantId: "acme", keyId: "acme" };
const OPERATOR: Caller = { kind: "operator", keyId: "operator" };
const PAGE = { limit: 10 };

type EventFunction = "events-api" | "replay-worker" | "codes-api" | "event-fan-out" | "webhook-sender" | "sweeper";

/** Everything that there is to do with events and webhooks, each service as the function that it is deployed in. */
export async function useEvents(world: World, as: Record<EventFunction, AllDeps>) {
  const deps = as["events-api"];
  const request = (route: string, body: unknown = {}) => world.request(route, body);
  const resourceId = makeId("pay", "acme", "A".repeat(26));
  const told = eventPut(
    { tenantId: "acme", type: "payment.succeeded", resourceId, resourceVersion: 1, at: world.nowMs },
    {},
  );
  await world.deps.tables.write(told);
  await getEvent(deps, TENANT, String(told.item.eventId));
  for (const caller of [OPERATOR, TENANT]) await listEvents(deps, caller, PAGE);
  await listEvents(deps, TENANT, { ...PAGE, resourceId });

  const asked = { url: "https://shop.example/hooks", eventTypes: ["*"] };
  const made = await createEndpoint(deps, request("POST /v1/webhook-endpoints"), "acme", asked);
  const { webhookEndpointId: id = "" } = made.body as Record<string, string>;
  await getEndpoint(deps, TENANT, id);
  for (const caller of [OPERATOR, TENANT]) await listEndpoints(deps, caller, PAGE);
  await changeEndpoint(deps, request("PATCH"), TENANT, id, { status: "ENABLED" });
  await rotateSecret(deps, request("rotate"), TENANT, id, { graceSeconds: 60 });
  const event = told.item as unknown as Event;
  const delivery = newDelivery(event, { tenantId: "acme", webhookEndpointId: id, status: "ENABLED" }, world.nowMs);
  await world.deps.tables.write(putDelivery(delivery, world.nowMs));
  await getDelivery(deps, TENANT, delivery.deliveryId);
  for (const caller of [OPERATOR, TENANT]) await listDeliveries(deps, caller, PAGE);
  await listDeliveries(deps, OPERATOR, { ...PAGE, eventId: event.eventId });
  await testEndpoint(deps, request("test"), TENANT, id);
  const held = newDelivery(
    { ...event, eventId: `${event.eventId}-2` },
    { tenantId: "acme", webhookEndpointId: id, status: "DISABLED" },
    world.nowMs,
  );
  await world.deps.tables.write(putDelivery(held, world.nowMs));
  await resendDelivery(deps, request("resend"), OPERATOR, held.deliveryId);
  const missed = newDelivery(
    { ...event, eventId: `${event.eventId}-3` },
    { tenantId: "acme", webhookEndpointId: id, status: "DISABLED" },
    world.nowMs,
  );
  await world.deps.tables.write(putDelivery(missed, world.nowMs));
  world.nowMs += 1000;
  for (const only of ["failed", "all"] as const) {
    const input = { since: world.nowMs - 60_000, only };
    const replay = await startReplay(deps, request(`replay ${only}`), TENANT, id, input);
    const ref = { tenantId: "acme", jobId: String((replay.body as Record<string, string>).jobId) };
    await workReplay(as["replay-worker"], ref, () => 60_000);
    await findReplay(as["codes-api"], TENANT, ref.jobId);
  }
  await tellMerchant(world, as, id);
  await deleteEndpoint(deps, TENANT, id);
  // What is not there is no final answer, so the key is read first.
  const ask = request("PATCH again");
  await underKey(deps, ask, () => changeEndpoint(deps, ask, TENANT, id, { status: "ENABLED" })).catch(() => undefined);
  world.nowMs += 10 * 60_000;
  await sweepReplays(as.sweeper);
}

/** What happened goes to an endpoint that fails, is changed meanwhile, and is gone at last; the sweeper sees to what nobody came for. */
async function tellMerchant(world: World, as: Record<EventFunction, AllDeps>, id: string): Promise<void> {
  const happen = async (resourceVersion: number): Promise<Event> => {
    const resourceId = makeId("pay", "acme", "B".repeat(26));
    const told = eventPut(
      { tenantId: "acme", type: "payment.declined", resourceId, resourceVersion, at: world.nowMs },
      {},
    );
    await world.deps.tables.write(told);
    return told.item as unknown as Event;
  };
  const event = await happen(1);
  await fanOut(as["event-fan-out"], [event]);
  const job = {
    tenantId: "acme",
    deliveryId: deliveryIdOf(event, id),
    eventId: event.eventId,
    webhookEndpointId: id,
  };
  const change = { description: "moved while it was told" };
  const answers = [
    async () => 500,
    async () => {
      await changeEndpoint(as["events-api"], world.request("PATCH meanwhile", change), TENANT, id, change);
      return 410;
    },
  ];
  for (const answer of answers) {
    const send = async () => ({ httpStatus: await answer(), error: null, excerpt: null, durationMs: 1 });
    await deliver({ ...as["webhook-sender"], sender: { send } }, job, () => 60_000);
    world.nowMs += 5_000;
  }
  const enabled = { status: "ENABLED" } as const;
  await changeEndpoint(as["events-api"], world.request("PATCH enabled", enabled), TENANT, id, enabled);
  await happen(2);
  world.nowMs += 10 * 60_000;
  await sweepEvents(as.sweeper);
  world.nowMs += 10 * 60_000;
  await sweepDeliveries(as.sweeper);
  await measureFailingEndpoints(as.sweeper);
  await countHours(as.sweeper);
}
