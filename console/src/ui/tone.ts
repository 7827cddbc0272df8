/** How a state looks. What is not named here is on its way, or of a newer release. */
const TONES: Readonly<Record<string, readonly string[]>> = {
  good: [
    "SUCCEEDED",
    "COMPLETED",
    "CONFIRMED",
    "FINISHED",
    "PAID",
    "DELIVERED",
    "ACTIVE",
    "ENABLED",
    "SENT_OUT",
    "CAPTURED",
  ],
  bad: ["FAILED", "DECLINED", "EXHAUSTED", "REVOKED", "CLOSED"],
  person: ["NEEDS_REVIEW", "AWAITING_APPROVAL", "REVIEW", "SUSPENDED", "HELD"],
  doubt: ["UNKNOWN", "COMPENSATING", "REQUIRES_ACTION", "PARTIALLY_REFUNDED"],
  over: [
    "CANCELLED",
    "REFUNDED",
    "COMPENSATED",
    "EXPIRED",
    "ENDED",
    "DISABLED",
    "REVERSED",
    "SKIPPED",
    "EXHAUSTED_CODE",
  ],
};

export function toneOf(state: string): string {
  return Object.keys(TONES).find((tone) => TONES[tone]?.includes(state)) ?? "moving";
}
