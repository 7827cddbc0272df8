import { TerminalError } from "../../foundation/domain/errors.ts";
import { tenantOf } from "../../foundation/domain/ids.ts";
import { decideAndCommit } from "../../foundation/services/decide-and-commit.ts";
import type { Answer, Caller, IdempotentRequest, VaultDeps } from "../../foundation/services/deps.ts";
import { audit } from "../../foundation/store/audit-store.ts";
import { closeReview } from "../../foundation/store/review-store.ts";
import { notificationView } from "../domain/notification-view.ts";
import { notificationKey } from "../store/keys.ts";
import { readNotification, resolveNotification as resolve } from "../store/notification-store.ts";

export interface NotificationResolution {
  resolution: "SENT" | "FAILED";
  /** The provider's number of the message. */
  providerReference?: string | undefined;
  reason: string;
}

/** An operator's word on a parked notification: it, its review and the audit change together. */
export function resolveNotification(
  deps: VaultDeps,
  request: IdempotentRequest,
  caller: Caller,
  notificationId: string,
  { resolution, providerReference, reason }: NotificationResolution,
): Promise<Answer> {
  const ref = { tenantId: tenantOf(caller, "ntf", notificationId), notificationId };
  return decideAndCommit(deps, request, {
    resourceId: notificationId,
    busy: "the notification is being changed right now",
    decide: async (nowMs) => {
      const seen = await readNotification(deps.tables, ref);
      if (!seen) throw new TerminalError("not-found", "there is no notification with this id");
      if (seen.state !== "NEEDS_REVIEW") return { code: "not-in-review", detail: `the notification is ${seen.state}` };
      const isSent = resolution === "SENT";
      const change = isSent && providerReference !== undefined ? { providerReference } : {};
      const { reason: _whyParked, ...rest } = seen;
      const why = isSent ? {} : { reason: "resolved" };
      const action = `resolved ${resolution}`;
      const entry = { auditId: deps.random.ulid(nowMs), by: caller.keyId, action, reason, at: nowMs };
      return {
        answer: {
          httpStatus: 200,
          body: notificationView({ ...rest, ...change, ...why, state: resolution, updatedAt: nowMs }),
        },
        writes: [
          resolve(seen, isSent ? "resolve-sent" : "resolve-failed", change, nowMs),
          closeReview({ tenantId: ref.tenantId, subjectId: notificationId }, nowMs),
          audit(notificationKey(ref), entry),
        ],
      };
    },
  });
}
