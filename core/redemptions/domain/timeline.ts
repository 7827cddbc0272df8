import type { TimelineEntry } from "../../../contract/answers/shared.ts";
import { iso } from "../../foundation/domain/iso-time.ts";
import type { AuditRow } from "../../foundation/domain/timeline.ts";
import type { Attempt } from "./attempt.ts";
import type { Redemption } from "./redemption.ts";

/** One merged story of a redemption: acceptances, sends, what came back, what operators did. */
export function timelineOf(
  redemption: Redemption,
  attempts: readonly Attempt[],
  audits: readonly AuditRow[],
): TimelineEntry[] {
  const entries: (Omit<TimelineEntry, "at"> & { ms: number })[] = [];
  for (const attempt of attempts) {
    entries.push({
      ms: attempt.acceptedAt,
      attempt: attempt.attempt,
      event: "accepted",
      by: "caller",
      keyId: attempt.keyId ?? null,
      detail: attempt.batchId,
    });
    for (const { at, event, detail } of attempt.events) {
      if (event === "resolved") continue;
      entries.push({ ms: at, attempt: attempt.attempt, event, by: "worker", keyId: null, detail: detail ?? null });
    }
  }
  // An attempt has a row of its own from its first send on; until then the head tells of it.
  if (!attempts.some(({ attempt }) => attempt === redemption.attempt)) {
    entries.push({
      ms: redemption.acceptedAt,
      attempt: redemption.attempt,
      event: "accepted",
      by: "caller",
      keyId: redemption.keyId ?? null,
      detail: redemption.batchId,
    });
    if (redemption.state === "FAILED") {
      entries.push({
        ms: redemption.updatedAt,
        attempt: redemption.attempt,
        event: "failed",
        by: "worker",
        keyId: null,
        detail: redemption.reason ?? null,
      });
    }
  }
  for (const { at, by, action, reason } of audits) {
    const act = { event: action ?? "audited", by: "operator", keyId: by ?? null, detail: reason ?? null } as const;
    entries.push({ ms: at ?? 0, attempt: null, ...act });
  }
  return entries.sort((a, b) => a.ms - b.ms).map(({ ms, ...entry }) => ({ at: iso(ms), ...entry }));
}
