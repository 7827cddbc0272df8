import type { Money } from "../../foundation/domain/money.ts";

/** What an account is being filled to. Immutable, so that it may be cached for ever. */
export interface Plan {
  tenantId: string;
  planId: string;
  name: string;
  country: string;
  target: Money;
  createdAt: number;
  stateSk: string;
}
