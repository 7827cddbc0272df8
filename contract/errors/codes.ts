import type { ErrorRow } from "./row.ts";

/** Redemption codes. */
export const CODE_ERRORS = {
  "already-used": {
    status: 409,
    title: "User has used this code before",
    again: "never",
    next: "Read the use named in `codeRedemptionId`: each user can use a code once, even if that use was reversed.",
  },
  "code-invalid": {
    status: 422,
    title: "Code is not valid",
    again: "never",
    next: "Check the code for typing errors. If it is typed correctly, it cannot be used now.",
  },
  "too-many-attempts": {
    status: 429,
    title: "Too many refused codes",
    again: "soon",
    next: "Let this user try again after `Retry-After` seconds.",
  },
} as const satisfies Record<string, ErrorRow>;
