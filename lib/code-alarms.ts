import type { Alarms } from "./constructs/alarms.ts";
import { tenderMetric } from "./constructs/dashboard.ts";

/** Of redemption codes: whether somebody tries them out. Jobs that are behind have their queue's alarms. */
export function addCodeAlarms(alarms: Alarms): void {
  alarms.add("GuessedCodes", {
    severity: "page",
    // Ten refusals lock a user out: these are the requests after that, more than people who mistype would send.
    metric: tenderMetric("RefusedTooManyAttempts"),
    atLeast: 100,
    meaning: "Users who were refused ten times keep trying: somebody may be guessing codes.",
    section: "Guessed codes",
  });
}
