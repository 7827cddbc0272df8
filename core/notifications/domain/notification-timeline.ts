import type { TimelineEntry } from "../../../contract/answers/shared.ts";
import { iso } from "../../foundation/domain/iso-time.ts";
import type { AuditRow } from "../../foundation/domain/timeline.ts";
import type { Notification } from "./notification.ts";

/** The whole story of a notification: its acceptances, what workers and providers did, what people did. */
export function notificationTimeline(notification: Notification, audits: readonly AuditRow[]): TimelineEntry[] {
  const { createdAt, keyId = null, attempt, story = [] } = notification;
  const entries = [
    // Of a later attempt, whose key it was; of the first one of several, nobody's is kept.
    {
      ms: createdAt,
      attempt: 1,
      event: "accepted",
      by: "caller" as const,
      keyId: attempt === 1 ? keyId : null,
      detail: notification.key,
    },
    ...story.map(({ at, attempt: of, event, detail = null }) => {
      const isAccepted = event === "accepted";
      const by = isAccepted ? ("caller" as const) : ("worker" as const);
      return { ms: at, attempt: of, event, by, keyId: isAccepted && of === attempt ? keyId : null, detail };
    }),
    ...audits.map(({ at = 0, by = null, action = "audited", reason = null }) => ({
      ms: at,
      attempt: null,
      event: action,
      by: "operator" as const,
      keyId: by,
      detail: reason,
    })),
  ];
  return entries.sort((a, b) => a.ms - b.ms).map(({ ms, ...entry }) => ({ at: iso(ms), ...entry }));
}
