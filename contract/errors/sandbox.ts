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
    title: "The sandbox charge does not allow this any more",
    again: "never",
    next: "Look at its page: what was cancelled can no longer be paid, and no more can go back than is left.",
  },
} as const satisfies Record<string, ErrorRow>;
