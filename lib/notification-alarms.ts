import type { Alarms } from "./constructs/alarms.ts";
import { percent, tenderMetric } from "./constructs/dashboard.ts";

/** Of notifications: those that a person has to see to, and a provider that takes none. */
export function addNotificationAlarms(alarms: Alarms): void {
  alarms.addParked("NotificationParked", {
    severity: "ticket",
    meaning:
      "A notification was parked: whether it was sent is not known, and sending it again could reach its receiver twice.",
    section: "Parked notifications",
  });
  alarms.add("NotificationsFailed", {
    severity: "ticket",
    // A wrong address is its merchant's matter; many of them are ours: our sender's reputation, or its settings.
    metric: percent("failed", "NotificationFailed", ["NotificationSent", "NotificationFailed"]),
    atLeast: 50,
    periods: 3,
    meaning: "Half of the notifications or more fail.",
    section: "Notifications that fail",
  });
  alarms.add("NotificationsDeferred", {
    severity: "ticket",
    metric: tenderMetric("NotificationDeferred"),
    atLeast: 100,
    periods: 3,
    meaning: "A provider keeps refusing to take notifications for now: too many at once, paused, or not allowed.",
    section: "Notifications that are put off",
  });
}
