import { absent, anyOf, asSeen, atLeast, below, equals, Plus } from "../../foundation/store/expression.ts";
import { placed } from "../../foundation/store/keys.ts";
import type { Item, Tables, Write } from "../../foundation/store/table.ts";
import { put, remove, update } from "../../foundation/store/write.ts";
import {
  changedByOwner,
  ENDPOINTS_MAX,
  type EndpointChange,
  type EndpointRef,
  type WebhookEndpoint,
} from "../domain/webhook-endpoint.ts";
import { NOT_FAILING } from "./endpoint-health-store.ts";
import { endedEndpointKey, endpointCountKey, endpointPartition, liveEndpointKey, OF_LIVE_ENDPOINT } from "./keys.ts";

const liveKey = ({ tenantId, webhookEndpointId }: EndpointRef) => liveEndpointKey(tenantId, webhookEndpointId);
const endedKey = ({ tenantId, webhookEndpointId }: EndpointRef) => endedEndpointKey(tenantId, webhookEndpointId);

/** With `countEndpoint`. */
export function createEndpoint(endpoint: WebhookEndpoint): Write {
  const { tenantId, webhookEndpointId } = endpoint;
  const item = { ...liveKey(endpoint), ...endpoint, ...placed("ENDPOINT", tenantId, webhookEndpointId) };
  return put("endpoint.create", item, { isNew: absent("pk") });
}

/** One more, while there is room for it. */
export function countEndpoint(tenantId: string): Write {
  return update("endpoint.count", endpointCountKey(tenantId), {
    set: { live: new Plus(1) },
    only: { hasRoom: anyOf(absent("live"), below("live", ENDPOINTS_MAX)) },
  });
}

/** What is not so any more once its owner has enabled it, or disabled it. */
const LEFT_BY = { ENABLED: ["disabledReason", ...NOT_FAILING], DISABLED: ["statePk"], UNCHANGED: [] };

/** By its owner. What deliveries note of it meanwhile stays, unless they have disabled it. */
export function changeEndpoint(
  seen: WebhookEndpoint,
  change: EndpointChange,
  nowMs: number,
): Write & { kind: "update" } {
  const { failures, version, updatedAt, disabledReason } = changedByOwner(seen, change, nowMs);
  const { status } = change;
  return update("endpoint.change", liveKey(seen), {
    set: {
      ...change,
      ...(status === "ENABLED" ? { failures } : {}),
      ...(status === "DISABLED" ? { disabledReason } : {}),
      version,
      updatedAt,
    },
    remove: LEFT_BY[status ?? "UNCHANGED"],
    only: {
      versionAsSeen: equals("version", seen.version),
      statusAsSeen: equals("status", seen.status),
      // Those that stay are written again as they were read: sealed anew meanwhile, they would go back under the older key.
      ...(change.secrets ? { secretsAsSeen: equals("secrets", seen.secrets) } : {}),
    },
  });
}

/** Out of those that live, in one transaction: who reads these never meets it again. Its secrets are gone with it. */
export function endEndpoint(seen: WebhookEndpoint, nowMs: number): Write[] {
  const { tenantId, webhookEndpointId, version } = seen;
  const ended: WebhookEndpoint = { ...seen, status: "ENDED", secrets: [], version: version + 1, updatedAt: nowMs };
  const place = placed("ENDPOINT", tenantId, webhookEndpointId);
  return [
    remove("endpoint.end", liveKey(seen), {
      versionAsSeen: equals("version", version),
      statusAsSeen: equals("status", seen.status),
      eventsAsSeen: asSeen("events", seen.events),
    }),
    put("endpoint.keep-ended", { ...ended, ...endedKey(seen), ...place, statePk: undefined }, { isNew: absent("pk") }),
    update("endpoint.uncount", endpointCountKey(tenantId), {
      set: { live: new Plus(-1) },
      only: { isCounted: atLeast("live", 1) },
    }),
  ];
}

/** Strongly consistent: all that live. */
export async function readLiveEndpoints(tables: Tables, tenantId: string): Promise<WebhookEndpoint[]> {
  const { items } = await tables.query("main", {
    partition: ["pk", endpointPartition(tenantId)],
    sort: { attribute: "sk", operator: "begins_with", value: OF_LIVE_ENDPOINT },
    limit: ENDPOINTS_MAX,
  });
  return items as unknown as WebhookEndpoint[];
}

/** Strongly consistent; `undefined`: it does not live, or never did. */
export async function readLiveEndpoint(tables: Tables, ref: EndpointRef): Promise<WebhookEndpoint | undefined> {
  return (await tables.get("main", liveKey(ref))) as WebhookEndpoint | undefined;
}

/** In the order of `refs`, those that have ended, too. */
export async function readEndpoints(
  tables: Tables,
  refs: readonly EndpointRef[],
): Promise<(WebhookEndpoint | undefined)[]> {
  const found = await tables.getMany("main", [...refs.map(liveKey), ...refs.map(endedKey)]);
  const rows = refs.map((_, index) => found[index] ?? found[index + refs.length]);
  // One that ended while both places were read may have been in neither: it is in its second by now.
  const missed = refs.filter((_, index) => rows[index] === undefined);
  const late = missed.length > 0 ? await tables.getMany("main", missed.map(endedKey)) : [];
  const lateOf = new Map<EndpointRef, Item | undefined>(missed.map((ref, index) => [ref, late[index]]));
  return refs.map((ref, index) => rows[index] ?? lateOf.get(ref)) as unknown as (WebhookEndpoint | undefined)[];
}

export async function readEndpoint(tables: Tables, ref: EndpointRef): Promise<WebhookEndpoint | undefined> {
  const [endpoint] = await readEndpoints(tables, [ref]);
  return endpoint;
}
