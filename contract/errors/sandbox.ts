import type { ErrorRow } from "./row.ts";

/** The vendors that test stages pay. */
export const SANDBOX_ERRORS = {
  "exchange-silent": {
    status: 504,
    title: "The sandbox exchange gives no answer",
    again: "mend",
    next: "Look the call up: only a lookup tells whether it took effect.",
  },
  "channel-silent": {
    status: 504,
    title: "The sandbox channel gives no answer",
    again: "mend",
    next: "Query the charge: only a query tells whether it took effect.",
  },
  "charge-closed": {
    status: 409,
    title: "The sandbox charge was cancelled",
    again: "never",
    next: "A cancelled charge can no longer be paid; go back to the shop.",
  },
} as const satisfies Record<string, ErrorRow>;
