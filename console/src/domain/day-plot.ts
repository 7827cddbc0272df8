import type { OverviewView } from "../../../contract/answers/platform.ts";
import type { EventType } from "../../../core/foundation/domain/events.ts";

/** By the names of events; what did not happen is not named. */
export type Hour = OverviewView["hours"][number];

export interface Panel {
  title: string;
  /** What ended as it should, and what did not. */
  good: readonly EventType[];
  bad: readonly EventType[];
}

/** Each ends something; what is under way is counted when it ends. */
export const PANELS: readonly Panel[] = [
  {
    title: "Payments",
    good: ["payment.succeeded"],
    bad: ["payment.declined", "payment.cancelled", "payment.needs_review"],
  },
  { title: "Refunds", good: ["refund.succeeded"], bad: ["refund.failed"] },
  { title: "Gift cards", good: ["redemption.succeeded"], bad: ["redemption.failed", "redemption.needs_review"] },
  { title: "Codes used", good: ["code.redeemed"], bad: ["code.reversed"] },
  {
    title: "Withdrawals",
    good: ["withdrawal.confirmed"],
    bad: ["withdrawal.cancelled", "withdrawal.returned", "withdrawal.needs_review"],
  },
  { title: "Notifications", good: ["notification.sent"], bad: ["notification.failed"] },
  { title: "Webhook endpoints", good: [], bad: ["webhook_endpoint.failing", "webhook_endpoint.disabled"] },
];

export interface Bar {
  at: string;
  good: number;
  bad: number;
}

export interface Bars {
  /** Oldest first. */
  bars: Bar[];
  good: number;
  bad: number;
  /** Of one hour, the most. */
  most: number;
}

export function barsOf(hours: readonly Hour[], { good, bad }: Pick<Panel, "good" | "bad">): Bars {
  const sum = ({ counts }: Hour, types: readonly EventType[]) =>
    types.reduce((total, type) => total + (counts[type] ?? 0), 0);
  const bars = hours
    .map((hour) => ({ at: hour.at, good: sum(hour, good), bad: sum(hour, bad) }))
    .sort((a, b) => (a.at < b.at ? -1 : 1));
  return {
    bars,
    good: bars.reduce((total, bar) => total + bar.good, 0),
    bad: bars.reduce((total, bar) => total + bar.bad, 0),
    most: bars.reduce((most, bar) => Math.max(most, bar.good + bar.bad), 0),
  };
}

export interface Box {
  y: number;
  height: number;
}

/** A bar's two boxes in a plot of this height: what went well stands on the ground, the rest on top of it. Something is never nothing. */
export function boxesOf({ good, bad }: Bar, most: number, height: number): { good: Box; bad: Box } {
  const tall = (count: number) => (count === 0 || most === 0 ? 0 : Math.max(1, (count / most) * height));
  const bottom = Math.min(tall(good), height - (bad > 0 ? 1 : 0));
  const top = Math.min(tall(bad), height - bottom);
  return { good: { y: height - bottom, height: bottom }, bad: { y: height - bottom - top, height: top } };
}
