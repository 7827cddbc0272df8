import type { TimelineEntry } from "../../../contract/answers/shared.ts";
import { iso } from "../../foundation/domain/iso-time.ts";
import type { AuditRow } from "../../foundation/domain/timeline.ts";
import type { Withdrawal } from "./withdrawal.ts";

/** One merged story of a withdrawal: its acceptance, what workers and providers did, what people did. */
export function withdrawalTimeline(
  withdrawal: Withdrawal,
  audits: readonly (AuditRow & { byMerchant?: boolean })[],
): Omit<TimelineEntry, "attempt">[] {
  const { createdAt, keyId, withdrawalNo, story: told = [] } = withdrawal;
  // Until its first event an earlier release's story stands where events are counted.
  const former = withdrawal.events as typeof withdrawal.story | number;
  const story = [...(Array.isArray(former) ? former : []), ...told];
  const entries = [
    { ms: createdAt, event: "accepted", by: "caller" as const, keyId, detail: withdrawalNo },
    ...story.map(({ at, event, detail = null }) => ({ ms: at, event, by: "worker" as const, keyId: null, detail })),
    ...audits.map(({ at = 0, by: keyId = null, action = "audited", reason = null, byMerchant }) => ({
      ms: at,
      event: action,
      by: byMerchant ? ("caller" as const) : ("operator" as const),
      keyId,
      detail: reason,
    })),
  ];
  return entries.sort((a, b) => a.ms - b.ms).map(({ ms, ...entry }) => ({ at: iso(ms), ...entry }));
}
