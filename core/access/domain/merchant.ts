import type { RequestLimit } from "../../foundation/domain/limits.ts";
import { move, type Transition } from "../../foundation/domain/transitions.ts";

export const MERCHANT_STATUSES = ["PENDING", "ACTIVE", "SUSPENDED", "CLOSED"] as const;
export type MerchantStatus = (typeof MERCHANT_STATUSES)[number];
export type MerchantEvent = "create" | "register" | "activate" | "suspend" | "close";

export const MERCHANT_TRANSITIONS = [
  move("(new)", "create", "PENDING", "operator", "created over the API: it may read, and nothing else"),
  move("(new)", "register", "ACTIVE", "operator", "its first key was made from the command line"),
  move("PENDING", "activate", "ACTIVE", "operator", "checked, and let in"),
  move("SUSPENDED", "activate", "ACTIVE", "operator", "what it was suspended for is over"),
  move("CLOSED", "activate", "ACTIVE", "operator", "it has come back"),
  move("ACTIVE", "suspend", "SUSPENDED", "operator", "it may read; what was accepted ends"),
  move("SUSPENDED", "close", "CLOSED", "operator", "no work is open and no money is left"),
] as const satisfies readonly Transition<MerchantStatus, MerchantEvent>[];

/** What an operator can do to a merchant that is there, and what it is then. */
export const MOVES = { activate: "ACTIVE", suspend: "SUSPENDED", close: "CLOSED" } as const satisfies Partial<
  Record<MerchantEvent, MerchantStatus>
>;
export type MerchantMove = keyof typeof MOVES;

/** What its story calls them. */
export const MERCHANT_DONE = { activate: "activated", suspend: "suspended", close: "closed" } as const satisfies Record<
  MerchantMove,
  string
>;
type Done = "created" | (typeof MERCHANT_DONE)[MerchantMove];
export const merchantAction = <D extends Done>(done: D): `merchant ${D}` => `merchant ${done}`;

/** A merchant is a tenant with a profile. */
export interface Merchant {
  tenantId: string;
  /** Of none that was made from the command line. */
  name?: string;
  country?: string;
  /** Of a tenant from before there were merchants absent: it is ACTIVE. */
  status?: MerchantStatus;
  /** Absent: as the limits say for all. */
  requestLimit?: RequestLimit;
  createdAt: number;
  updatedAt?: number;
}

/** The word of a review about money that came in for a merchant which was closed before: nobody can have it out of the wallet. */
export const MERCHANT_CLOSED = "merchant-closed";

export function statusOf({ status = "ACTIVE" }: Pick<Merchant, "status">): MerchantStatus {
  return status;
}
