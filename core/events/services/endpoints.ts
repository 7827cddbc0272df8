import type { WebhookEndpointView } from "../../../contract/answers/events.ts";
import { RetryableError, TerminalError } from "../../foundation/domain/errors.ts";
import { makeId, tenantOf, uniqueOf } from "../../foundation/domain/ids.ts";
import { iso } from "../../foundation/domain/iso-time.ts";
import { decideAndCommit } from "../../foundation/services/decide-and-commit.ts";
import type { Answer, Caller, Deps, IdempotentRequest, VaultDeps } from "../../foundation/services/deps.ts";
import { partsOf, tenantOfList } from "../../foundation/services/list-parts.ts";
import { type Page, type PageOf, pageOf } from "../../foundation/services/pages.ts";
import { endpointView } from "../domain/event-views.ts";
import { SECRET_BYTES, webhookSecret } from "../domain/standard-webhook.ts";
import {
  changedByOwner,
  ENDPOINTS_MAX,
  type EndpointChange,
  type EndpointRef,
  type WebhookEndpoint,
} from "../domain/webhook-endpoint.ts";
import {
  changeEndpoint as change,
  countEndpoint,
  createEndpoint as create,
  endEndpoint,
  readEndpoint,
  readEndpoints,
  readLiveEndpoint,
} from "../store/endpoint-store.ts";
import { endpointOfPlace } from "../store/keys.ts";
import type { EndpointDeps } from "./deps.ts";
import { rotated, sealSecret } from "./endpoint-secrets.ts";

const BUSY = "the endpoint is being changed right now";
const BUSY_RETRY_AFTER_MS = 1000;
/** Of an end: each round loses to a change by its owner, or by its deliveries. */
const ROUNDS_MAX = 3;

/** The secret is in the answer and its replays, and nowhere else. */
export async function createEndpoint(
  deps: EndpointDeps,
  request: IdempotentRequest,
  tenantId: string,
  input: { url: string; eventTypes: string[]; description?: string | undefined },
): Promise<Answer> {
  const { url, eventTypes, description } = input;
  assertAllowed(deps, url);
  const webhookEndpointId = makeId("whe", tenantId, deps.random.ulid(deps.clock()));
  const secret = webhookSecret(deps.random.bytes(SECRET_BYTES));
  return decideAndCommit(deps, request, {
    resourceId: webhookEndpointId,
    busy: "many endpoints are being added at once",
    decide: (nowMs) => {
      const endpoint: WebhookEndpoint = {
        tenantId,
        webhookEndpointId,
        url,
        eventTypes,
        ...(description === undefined ? {} : { description }),
        status: "ENABLED",
        secrets: [sealSecret(deps.vault, { webhookEndpointId }, secret)],
        version: 1,
        failures: 0,
        createdAt: nowMs,
        updatedAt: nowMs,
        stateSk: uniqueOf(webhookEndpointId),
      };
      const answer = { httpStatus: 201, body: { ...endpointView(endpoint), secret }, shownOnce: ["secret"] };
      return { answer, writes: [create(endpoint), countEndpoint(tenantId)] };
    },
    onOvertaken: ([, full]) =>
      full && {
        code: "too-many-endpoints",
        detail: `there are ${ENDPOINTS_MAX} endpoints already`,
        resourceId: undefined,
      },
  });
}

export async function getEndpoint(deps: Deps, caller: Caller, webhookEndpointId: string): Promise<WebhookEndpointView> {
  return endpointView(found(await readEndpoint(deps.tables, refOf(caller, webhookEndpointId))));
}

export async function listEndpoints(deps: Deps, caller: Caller, page: Page): Promise<PageOf<WebhookEndpointView>> {
  return pageOf<WebhookEndpoint, WebhookEndpointView>(deps, page, {
    parts: partsOf(tenantOfList(caller, page), "ENDPOINT"),
    // The index may name the place that it has left.
    read: (indexed) => readEndpoints(deps.tables, indexed.map(endpointOfPlace)),
    keep: () => true,
    view: endpointView,
  });
}

/** Enabled, it forgets its failures, and nothing is sent by that: what it has missed comes with a replay. */
export async function changeEndpoint(
  deps: EndpointDeps,
  request: IdempotentRequest,
  caller: Caller,
  webhookEndpointId: string,
  changed: Omit<EndpointChange, "secrets">,
): Promise<Answer> {
  const ref = refOf(caller, webhookEndpointId);
  if (changed.url !== undefined) assertAllowed(deps, changed.url);
  return decideAndCommit(deps, request, {
    resourceId: webhookEndpointId,
    busy: BUSY,
    decide: async (nowMs) => {
      const seen = found(await readLiveEndpoint(deps.tables, ref));
      return {
        answer: { httpStatus: 200, body: endpointView(changedByOwner(seen, changed, nowMs)) },
        writes: [change(seen, changed, nowMs)],
      };
    },
  });
}

/** What is signed with until now signs as well for a while: receivers learn of the new one in between. */
export async function rotateSecret(
  deps: VaultDeps,
  request: IdempotentRequest,
  caller: Caller,
  webhookEndpointId: string,
  { graceSeconds }: { graceSeconds: number },
): Promise<Answer> {
  const ref = refOf(caller, webhookEndpointId);
  const secret = webhookSecret(deps.random.bytes(SECRET_BYTES));
  return decideAndCommit(deps, request, {
    resourceId: webhookEndpointId,
    busy: BUSY,
    decide: async (nowMs) => {
      const seen = found(await readLiveEndpoint(deps.tables, ref));
      const until = nowMs + graceSeconds * 1000;
      const secrets = rotated(sealSecret(deps.vault, ref, secret), seen, { until, nowMs });
      return {
        answer: { httpStatus: 201, body: { secret, previousValidUntil: iso(until) }, shownOnce: ["secret"] },
        writes: [change(seen, { secrets }, nowMs)],
      };
    },
  });
}

/** For good, and however often it is asked. */
export async function deleteEndpoint(
  deps: Deps,
  caller: Caller,
  webhookEndpointId: string,
): Promise<WebhookEndpointView> {
  const ref = refOf(caller, webhookEndpointId);
  for (let round = 0; round < ROUNDS_MAX; round++) {
    const seen = found(await readEndpoint(deps.tables, ref));
    if (seen.status === "ENDED") return endpointView(seen);
    const { committed } = await deps.tables.transact(endEndpoint(seen, deps.clock()));
    if (committed) return endpointView(found(await readEndpoint(deps.tables, ref)));
  }
  throw new RetryableError("overloaded", BUSY, BUSY_RETRY_AFTER_MS);
}

export function refOf(caller: Caller, webhookEndpointId: string): EndpointRef {
  return { tenantId: tenantOf(caller, "whe", webhookEndpointId), webhookEndpointId };
}

export function found(endpoint: WebhookEndpoint | undefined): WebhookEndpoint {
  if (!endpoint) throw new TerminalError("not-found", "there is no webhook endpoint with this id");
  return endpoint;
}

/** Says nothing about what was found: the caller might be looking for what lies behind it. */
function assertAllowed(deps: EndpointDeps, url: string): void {
  if (deps.mayBeEndpoint(url)) return;
  throw new TerminalError("url-not-allowed", "webhooks are not sent to this URL", {
    errors: [{ pointer: "/url", detail: "is not allowed" }],
  });
}
