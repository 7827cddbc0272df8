import { TerminalError } from "../../foundation/domain/errors.ts";
import type { Event } from "../../foundation/domain/events.ts";
import { CONTRACT } from "../../foundation/domain/limits.ts";
import { decideAndCommit } from "../../foundation/services/decide-and-commit.ts";
import type { Answer, Caller, Deps, IdempotentRequest, VaultDeps } from "../../foundation/services/deps.ts";
import { audit } from "../../foundation/store/audit-store.ts";
import { announce } from "../../foundation/store/outbox-store.ts";
import type { Write } from "../../foundation/store/table.ts";
import { type Delivery, newDelivery } from "../domain/delivery.ts";
import { jobOfDelivery } from "../domain/delivery-job.ts";
import type { WebhookEndpoint } from "../domain/webhook-endpoint.ts";
import { putDelivery, resendDelivery as resend } from "../store/delivery-store.ts";
import { tellTest } from "../store/endpoint-health-store.ts";
import { readLiveEndpoint } from "../store/endpoint-store.ts";
import { deliveryKey } from "../store/keys.ts";
import { deliveryOf } from "./deliveries.ts";
import { found, refOf } from "./endpoints.ts";

const BUSY = "the delivery is under way right now";

/** An event of the endpoint's own, and its delivery, whatever the endpoint is subscribed to. */
export function testEndpoint(
  deps: VaultDeps,
  request: IdempotentRequest,
  caller: Caller,
  webhookEndpointId: string,
): Promise<Answer> {
  const ref = refOf(caller, webhookEndpointId);
  return decideAndCommit(deps, request, {
    resourceId: webhookEndpointId,
    busy: "the endpoint is being changed right now",
    decide: async (nowMs) => {
      const seen = found(await readLiveEndpoint(deps.tables, ref));
      if (seen.status !== "ENABLED") return disabled(seen);
      const test = tellTest(seen, nowMs);
      const delivery = newDelivery(test.tells.item as object as Event, seen, nowMs);
      const dueAt = nowMs + deps.limits.sweepGraceMs;
      return {
        ...accepted(delivery),
        writes: [test, putDelivery(delivery, dueAt), message(deps, delivery, dueAt, nowMs)],
      };
    },
  });
}

/** Whatever has become of it, a round of tries of its own. It needs no failure, and counts against nothing. */
export function resendDelivery(
  deps: VaultDeps,
  request: IdempotentRequest,
  caller: Caller,
  deliveryId: string,
): Promise<Answer> {
  return decideAndCommit(deps, request, {
    resourceId: deliveryId,
    busy: BUSY,
    decide: async (nowMs) => {
      const seen = await deliveryOf(deps, caller, deliveryId);
      const endpoint = await readLiveEndpoint(deps.tables, seen);
      if (!endpoint) throw new TerminalError("not-found", "the endpoint of this delivery was deleted");
      if (endpoint.status !== "ENABLED") return disabled(endpoint);
      if (!isFresh(seen, nowMs)) return { code: "event-expired", detail: "the event is older than 29 days" };
      if (isOnItsWay(seen)) return accepted(seen);
      const dueAt = nowMs + deps.limits.sweepGraceMs;
      const writes = [
        resend(seen, dueAt, nowMs),
        message(deps, seen, dueAt, nowMs),
        ...story(deps, caller, seen, nowMs),
      ];
      return { ...accepted(seen), writes };
    },
  });
}

export function isOnItsWay({ state }: Pick<Delivery, "state">): boolean {
  return state === "PENDING" || state === "SENDING";
}

export function isFresh({ eventAt }: Pick<Delivery, "eventAt">, nowMs: number): boolean {
  return eventAt >= nowMs - CONTRACT.eventResendMs;
}

export function disabled({ webhookEndpointId, disabledReason }: WebhookEndpoint) {
  const why = disabledReason === undefined ? "" : ` (${disabledReason})`;
  return {
    code: "endpoint-disabled",
    detail: `the endpoint is disabled${why}`,
    resourceId: webhookEndpointId,
  } as const;
}

function accepted({ deliveryId }: Delivery) {
  return { answer: { httpStatus: 202, body: { deliveryId } }, resourceId: deliveryId };
}

function message(deps: Deps, delivery: Delivery, dueAt: number, nowMs: number): Write {
  const job = { queue: "deliveries", body: jobOfDelivery(delivery) } as const;
  return announce(job, delivery.deliveryId, deps.random.ulid(nowMs), dueAt);
}

/** An operator's: it is not theirs. */
function story(deps: Deps, by: Caller, { tenantId, deliveryId }: Delivery, nowMs: number): Write[] {
  if (by.kind === "tenant") return [];
  const action = "delivery resent";
  const entry = { auditId: deps.random.ulid(nowMs), by: by.keyId, action, reason: action, at: nowMs };
  return [audit(deliveryKey(tenantId, deliveryId), entry)];
}
