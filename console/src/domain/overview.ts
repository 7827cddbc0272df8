import type { OverviewView } from "../../../contract/answers/platform.ts";
import type { DueRows } from "../../../core/foundation/domain/due-kinds.ts";

type ReviewKind = keyof OverviewView["reviews"]["byKind"];

/** The kinds of which something waits, those of which most does first. */
export function waitingKinds({ byKind }: OverviewView["reviews"]): { kind: ReviewKind; count: number }[] {
  const kinds = Object.keys(byKind) as ReviewKind[];
  return kinds
    .map((kind) => ({ kind, count: byKind[kind] }))
    .filter(({ count }) => count > 0)
    .sort((a, b) => b.count - a.count);
}

/**
 * Work is due for moments all the time. The sweeper comes each minute, and gives two minutes to the message that should come first:
 * what is due for longer than both and some more has nobody who comes for it.
 */
const LATE_MS = 5 * 60_000;

export function isLate(oldestDueAt: string, nowMs: number): boolean {
  return nowMs - Date.parse(oldestDueAt) >= LATE_MS;
}

/** What it is that should be done, and where to look at its like. */
export const DUE_WORK: Record<DueRows, { does: string; place?: string }> = {
  message: { does: "Send what a transaction has announced" },
  redemption: { does: "Go on with a redemption", place: "/redemptions" },
  saga: { does: "Drive a payment's saga", place: "/sagas" },
  refund: { does: "Go on with a refund", place: "/payments" },
  webhook: { does: "Act on a vendor's webhook" },
  job: { does: "Go on with a job that makes codes", place: "/campaigns" },
  replay: { does: "Replay what an endpoint has missed", place: "/webhook-endpoints" },
  order: { does: "End an order whose time is over", place: "/orders" },
  withdrawal: { does: "Go on with a withdrawal", place: "/withdrawals" },
  approval: { does: "Cancel a withdrawal that nobody has agreed to", place: "/withdrawals" },
  notification: { does: "Go on with a notification", place: "/notifications" },
  event: { does: "Tell the endpoints of an event", place: "/events" },
  delivery: { does: "Try a webhook delivery", place: "/deliveries" },
};
