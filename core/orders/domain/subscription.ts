import type { Telling } from "../../foundation/domain/events.ts";
import { type Grant, LAST_MOMENT_MS, spansOf } from "./grants.ts";

/** A row stays one item and one answer: 500 grants have some 60 KB. */
export const GRANTS_MAX = 500;

/** What a user holds of an offer. Its times are its grants', replayed, and stand in the row for whoever reads it. */
export interface Subscription extends Telling {
  tenantId: string;
  subscriptionId: string;
  offerId: string;
  /** Empty once the user was forgotten. */
  userId?: string;
  userMark: string;
  /** Goes up with each grant and each one taken out: each write says which it has seen. */
  version: number;
  grants: Grant[];
  startsAt: number;
  endsAt: number;
  /** Nothing is left of what was granted. */
  isRevoked: boolean;
  createdAt: number;
  updatedAt: number;
  stateSk: string;
}

export function statusAt({ isRevoked, endsAt }: Subscription, nowMs: number): "ACTIVE" | "EXPIRED" | "REVOKED" {
  if (isRevoked) return "REVOKED";
  return nowMs < endsAt ? "ACTIVE" : "EXPIRED";
}

type Granted = Pick<Subscription, "grants" | "isRevoked">;

export interface Holding {
  grants: Grant[];
  startsAt: number;
  endsAt: number;
}

/** With one more grant; `undefined`: no more fit, by number or because the time would end after the last year with four digits. */
export function granted(seen: Granted | undefined, grant: Grant): Holding | undefined {
  const holding = grantedPaid(seen, grant);
  return holding.grants.length <= GRANTS_MAX && holding.endsAt < LAST_MOMENT_MS ? holding : undefined;
}

/** Likewise, whatever has been granted since it was ordered: who has paid gets it. What a user orders at once is bounded, and so is this. */
export function grantedPaid(seen: Granted | undefined, grant: Grant): Holding {
  return holdingOf([...(seen?.isRevoked === false ? seen.grants : []), grant]) as Holding;
}

/** Without what an order granted; `undefined`: nothing is left. Replayed, so that later grants move up. */
export function without(held: readonly Grant[], orderId: string): Holding | undefined {
  return holdingOf(held.filter((grant) => grant.orderId !== orderId));
}

/** From the first to the last of them; `undefined`: none. */
export function holdingOf(grants: Grant[]): Holding | undefined {
  const spans = spansOf(grants);
  const [first, last] = [spans[0], spans.at(-1)];
  return first && last ? { grants, startsAt: first.from, endsAt: last.to } : undefined;
}
