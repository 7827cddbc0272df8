import { telling } from "../../foundation/store/event-store.ts";
import { absent, anyOf, asSeen, atMost, type Clauses, equals, Keep, Plus } from "../../foundation/store/expression.ts";
import { stateShard, stateShards } from "../../foundation/store/keys.ts";
import type { EventPut, Tables, Write } from "../../foundation/store/table.ts";
import { update } from "../../foundation/store/write.ts";
import { endpointView } from "../domain/event-views.ts";
import type { EndpointRef, WebhookEndpoint } from "../domain/webhook-endpoint.ts";
import { failingEndpoints, liveEndpointKey } from "./keys.ts";

type Noted = Write & { kind: "update" };

const keyOf = ({ tenantId, webhookEndpointId }: EndpointRef) => liveEndpointKey(tenantId, webhookEndpointId);
/** One that was disabled or deleted meanwhile is left as it is. */
const IS_ENABLED: Clauses = { isEnabled: equals("status", "ENABLED") };

/** Beside the claim of a try while it cools: nobody has tried it within the last while. */
export function noteTry(ref: EndpointRef, { coolingMs }: { coolingMs: number }, nowMs: number): Noted {
  return update("endpoint.try", keyOf(ref), {
    set: { lastTryAt: nowMs },
    only: { ...IS_ENABLED, isRested: anyOf(absent("lastTryAt"), atMost("lastTryAt", nowMs - coolingMs)) },
  });
}

const failed = ({ webhookEndpointId }: EndpointRef, nowMs: number) => ({
  failures: new Plus(1),
  failingSince: new Keep(nowMs),
  lastTryAt: nowMs,
  statePk: failingEndpoints(stateShard("FAILING", webhookEndpointId)),
});

export function noteFailure(ref: EndpointRef, nowMs: number): Noted {
  return update("endpoint.fail", keyOf(ref), { set: failed(ref, nowMs), only: IS_ENABLED });
}

/** With how many failures there were. */
export const NOT_FAILING = ["failingSince", "failingTold", "statePk"] as const;

/** It ends whatever failures there were. */
export function noteSuccess(ref: EndpointRef, nowMs: number): Noted {
  return update("endpoint.succeed", keyOf(ref), {
    set: { failures: 0, lastSuccessAt: nowMs },
    remove: [...NOT_FAILING],
    only: IS_ENABLED,
  });
}

/** What the event shows of it, and what is decided from. */
const asItWasRead = ({ version, failingSince, lastSuccessAt }: WebhookEndpoint): Clauses => ({
  ...IS_ENABLED,
  versionAsSeen: equals("version", version),
  failingAsSeen: asSeen("failingSince", failingSince),
  successAsSeen: asSeen("lastSuccessAt", lastSuccessAt),
});

/** One failure more, and so long after the first that its merchant is told, once. */
export function tellFailing(seen: WebhookEndpoint, nowMs: number): Noted {
  const change = update("endpoint.tell-failing", keyOf(seen), {
    set: { ...failed(seen, nowMs), failingTold: true },
    only: asItWasRead(seen),
  });
  return told(change, seen, "webhook_endpoint.failing", nowMs);
}

/** It has failed for too long, or says that it is gone. Its merchant's other endpoints are told. */
export function disableEndpoint(seen: WebhookEndpoint, disabledReason: "failing" | "gone", nowMs: number): Noted {
  const change = update("endpoint.disable", keyOf(seen), {
    set: { ...failed(seen, nowMs), status: "DISABLED", disabledReason, updatedAt: nowMs },
    only: asItWasRead(seen),
  });
  return told(change, seen, "webhook_endpoint.disabled", nowMs);
}

/** How many of all merchants' fail at this moment, by an index that is up to date within a moment. */
export async function countFailing(tables: Tables): Promise<number> {
  const counts = await Promise.all(
    stateShards("FAILING").map((shard) => tables.count("state", ["statePk", failingEndpoints(shard)])),
  );
  return counts.reduce((sum, count) => sum + count, 0);
}

/** Its merchant wants to see that it is told. The event shows it as it was read, and is counted among those of the endpoint. */
export function tellTest(seen: WebhookEndpoint, nowMs: number): Telling {
  const change = update("endpoint.test", keyOf(seen), { set: {}, only: asItWasRead(seen) });
  return told(change, seen, "webhook.test", nowMs);
}

type Telling = Noted & { tells: EventPut };

function told(
  change: Noted,
  seen: WebhookEndpoint,
  type: "webhook_endpoint.failing" | "webhook_endpoint.disabled" | "webhook.test",
  at: number,
): Telling {
  const { tenantId, webhookEndpointId: resourceId } = seen;
  return telling(change, seen, { type, tenantId, resourceId, at, view: endpointView }) as Telling;
}
