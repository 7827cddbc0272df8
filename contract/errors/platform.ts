import type { ErrorRow } from "./row.ts";

/** What any route can refuse, whatever it is about. */
export const PLATFORM_ERRORS = {
  unauthenticated: {
    status: 401,
    title: "API key missing or not valid",
    again: "mend",
    next: "Send `Authorization: Bearer <api key>` with a key that has not been revoked.",
  },
  "scope-missing": {
    status: 403,
    title: "API key lacks the scope",
    again: "mend",
    next: "Use a key that has one of the scopes named here.",
  },
  "edge-bypassed": {
    status: 403,
    title: "Not the API's address",
    again: "mend",
    next: "Send the request to the address that you were given for the API.",
  },
  "not-found": {
    status: 404,
    title: "Not found",
    again: "mend",
    next: "Check the path and the id; another tenant's resources are not visible.",
  },
  "method-not-allowed": {
    status: 405,
    title: "Method not allowed",
    again: "mend",
    next: "Use one of the methods in the `Allow` header.",
  },
  "body-too-large": {
    status: 413,
    title: "Body too large",
    again: "mend",
    next: "Send a smaller body; a batch can be split into several.",
  },
  "media-type-unsupported": {
    status: 415,
    title: "Body is not in plain UTF-8",
    again: "mend",
    next: "Send the body without `Content-Encoding`, and name no other charset than utf-8 in `Content-Type`.",
  },
  "body-not-json": {
    status: 400,
    title: "Body is not JSON",
    again: "mend",
    next: "Send a JSON object encoded in UTF-8. Write the character U+FFFD as `\\ufffd`: unescaped, it cannot be told from bytes that could not be decoded.",
  },
  "request-invalid": {
    status: 400,
    title: "Request is not valid",
    again: "mend",
    next: "Correct the fields listed in `errors`, then send the request again.",
  },
  "cursor-invalid": {
    status: 400,
    title: "Cursor is not valid",
    again: "mend",
    next: "Use the previous page's `nextCursor` unchanged, or omit the cursor to start from the beginning.",
  },
  "idempotency-key-missing": {
    status: 400,
    title: "Idempotency-Key is missing",
    again: "mend",
    next: "Add the header, with a new key for each new operation.",
  },
  "idempotency-key-invalid": {
    status: 400,
    title: "Idempotency-Key is not valid",
    again: "mend",
    next: "Use 1 to 255 visible ASCII characters, quoted or bare. Quote a key that contains a comma: a header sent twice arrives joined by one.",
  },
  "idempotency-key-reused": {
    status: 422,
    title: "Idempotency-Key was used with another body",
    again: "mend",
    next: "Use a new key for a new request, or send the first request again exactly as it was.",
  },
  "idempotency-key-in-use": {
    status: 409,
    title: "A request with this Idempotency-Key is being committed",
    again: "soon",
    next: "Send the same request again after `Retry-After` seconds.",
  },
  "amount-mismatch": {
    status: 422,
    title: "Amount does not fit",
    again: "never",
    next: "Send the amount in the currency of the account, or exactly the `amount` of the order, under a new key.",
  },
  "not-in-review": {
    status: 409,
    title: "Not waiting for an operator",
    // Also what may be parked later: a word that was meant for one question is no answer to the next.
    again: "never",
    next: "Only what is NEEDS_REVIEW can be decided. Read it again; should it need a decision later, send that under a new key.",
  },
  "review-not-closable": {
    status: 409,
    title: "Review closes with its subject",
    again: "never",
    next: "Resolve the redemption, saga, refund or withdrawal that is waiting; its review closes with it.",
  },
  "look-up-too-soon": {
    status: 429,
    title: "Asked a moment ago",
    again: "soon",
    next: "Ask again after `Retry-After` seconds; what the vendor said to whoever asked before you is as new.",
  },
  "rate-limited": {
    status: 429,
    title: "Too many requests of this merchant",
    again: "soon",
    next: "Send the same request again after `Retry-After` seconds, and fewer at once; the merchant's `requestLimit` says how many it may make.",
  },
  overloaded: {
    status: 503,
    title: "Too busy",
    again: "soon",
    next: "Send the same request again after `Retry-After` seconds.",
  },
  internal: {
    status: 500,
    title: "Internal error",
    again: "soon",
    next: "Send the same request again with the same `Idempotency-Key` after `Retry-After` seconds; it takes effect at most once.",
  },
} as const satisfies Record<string, ErrorRow>;
