/** What has to come to an end, or to a person's decision, before the same request can succeed. */
export const WAITED_FOR = ["redemption", "payment", "withdrawal", "notification", "review"] as const;
export type WaitFor = (typeof WAITED_FOR)[number];

export interface Wait {
  waitFor: WaitFor;
  /** For what ends soon by itself: it is worth asking again. */
  retryAfterMs?: number;
}

/** What the same request comes to when it is sent again as it is. Every row says which; what is told and what is stored follow from it. */
export type Again =
  /** Final, and about the request or its sender: refused before what it asks for counted, so never stored under its key. */
  | "mend"
  /** Final, and about what it met, which does not change by itself: stored under its key. */
  | "never"
  /** It may succeed soon: `retryable`, with `Retry-After`. Never stored. */
  | "soon"
  /** Something else has to come first. Never stored. */
  | Wait
  /** What is in the way decides: one of these has to come first, or it is final after all. */
  | { oneOf: readonly WaitFor[]; retryAfter?: "as what is in the way" };

interface ErrorRow {
  status: number;
  title: string;
  again: Again;
  /** What the caller does next; stands behind each `detail`. */
  next: string;
}

/**
 * Every refusal a caller can meet: code -> HTTP status, title, what sending it again comes to, what to do next. A code without a
 * row does not compile. `docs/errors.md` is written from this table.
 */
export const ERRORS = {
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
    next: "Send a JSON object encoded in UTF-8. Write the character U+FFFD as `\\ufffd`: as it is, it looks like bytes that could not be read.",
  },
  "request-invalid": {
    status: 400,
    title: "Request is not valid",
    again: "mend",
    next: "Correct the fields named in `errors`, then send the request again.",
  },
  "cursor-invalid": {
    status: 400,
    title: "Cursor is not valid",
    again: "mend",
    next: "Use `nextCursor` of the previous page as it is, or leave the cursor out to begin again.",
  },
  "idempotency-key-missing": {
    status: 400,
    title: "Idempotency-Key is missing",
    again: "mend",
    next: "Add the header, with a new key for each new intent.",
  },
  "idempotency-key-invalid": {
    status: 400,
    title: "Idempotency-Key is not valid",
    again: "mend",
    next: "Use 1 to 255 visible ASCII characters, quoted or bare. Quote a key with a comma: a header that is sent twice arrives joined by one.",
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
  "plan-not-found": {
    status: 422,
    title: "Plan does not exist",
    again: "mend",
    next: "Create the plan first, or correct `planId`.",
  },
  "code-malformed": {
    status: 400,
    title: "Code is malformed",
    again: "mend",
    next: "Send the code as printed: 4 to 64 letters from A to Z and digits; spaces, line breaks and dashes are allowed. Look for letters of another alphabet.",
  },
  "already-redeemed": {
    status: 409,
    title: "Code was redeemed before",
    again: "never",
    next: "Do not send it again: the code has taken effect. Read the redemption named here to see when and where.",
  },
  "redemption-in-progress": {
    status: 409,
    title: "Code is being redeemed in another batch",
    again: { waitFor: "redemption", retryAfterMs: 5_000 },
    next: "Wait until the redemption named here has ended, then send the same request again.",
  },
  "redemption-needs-review": {
    status: 409,
    title: "Redemption of this code waits for an operator",
    again: { waitFor: "review" },
    next: "Wait until an operator has resolved the redemption named here, then send the same request again.",
  },
  "redemption-differs": {
    status: 409,
    title: "Code is being redeemed in this batch for another plan",
    again: "never",
    next: "Send the plan that the code was first submitted with, under a new key.",
  },
  "attempts-exhausted": {
    status: 409,
    title: "Code was refused too often",
    again: "never",
    next: "Do not send it again; ask the issuer of the card what is wrong with it.",
  },
  "batch-differs": {
    status: 409,
    title: "Batch has another plan or mode",
    again: "never",
    next: "Send the plan and the mode that this `batchId` was first submitted with, or leave `batchId` out for a batch of its own.",
  },
  "batch-rejected": {
    status: 409,
    title: "Batch was rejected",
    again: { oneOf: ["redemption", "review"], retryAfter: "as what is in the way" },
    next: "No item took effect. With `waitFor`, wait for that and send the same batch again; without it, correct or remove the items named in `errors` and send the batch under a new key.",
  },
  "account-not-leased": {
    status: 409,
    title: "Account is not leased",
    again: "never",
    next: "There is nothing to release and nothing to do.",
  },
  "lease-in-use": {
    status: 409,
    title: "Account is leased by a redemption that has not ended",
    again: { waitFor: "redemption" },
    next: "Wait until the redemption named here has ended; if it is NEEDS_REVIEW, resolve it first.",
  },
  "not-in-review": {
    status: 409,
    title: "It does not wait for an operator",
    // Also what may be parked later: a word that was meant for one question is no answer to the next.
    again: "never",
    next: "Only what is NEEDS_REVIEW can be decided. Read it again: if it comes to that later, decide it then, under a new key.",
  },
  "order-in-progress": {
    status: 409,
    title: "Order has an open payment",
    again: { waitFor: "payment" },
    next: "Wait until the payment named in `paymentId` has ended, or cancel it (one that is NEEDS_REVIEW waits for an operator); then send the same request again.",
  },
  "order-paid": {
    status: 409,
    title: "Order is paid",
    again: "never",
    next: "Use another `orderNo` for another order; the payment named in `paymentId` has paid this one.",
  },
  "order-not-found": {
    status: 422,
    title: "Order does not exist",
    again: "mend",
    next: "Leave `orderId` out to have an order created, or correct it.",
  },
  "channel-not-configured": {
    status: 422,
    title: "Channel is not configured",
    again: "mend",
    next: "Use a channel that this merchant has an account with, or have one configured.",
  },
  "payment-captured": {
    status: 409,
    title: "Payment is captured",
    again: "never",
    next: "Refund the payment instead.",
  },
  "payment-needs-review": {
    status: 409,
    title: "Payment waits for an operator",
    again: { waitFor: "review" },
    next: "Wait until an operator has decided the payment, then send the same request again.",
  },
  "payment-not-captured": {
    status: 409,
    title: "Payment is not captured",
    again: { oneOf: ["payment"] },
    next: "Only a payment that has succeeded can be refunded. With `waitFor`, wait until it has ended, or cancel it (one that is NEEDS_REVIEW waits for an operator); without it, it took no money and there is nothing to refund.",
  },
  "refund-exceeds-payment": {
    status: 409,
    title: "Refund exceeds what is left of the payment",
    again: "never",
    next: "Refund at most what is left: what was captured and is neither refunded nor being refunded.",
  },
  "insufficient-balance": {
    status: 422,
    title: "Wallet balance is too low",
    again: "never",
    next: "Wait until other payments have filled the wallet, or refund a smaller amount; then send it under a new key.",
  },
  "step-not-resolvable": {
    status: 409,
    title: "Step cannot be resolved like this",
    again: "never",
    next: "Read the saga: it shows the step that is parked and what is known about it.",
  },
  "review-not-closable": {
    status: 409,
    title: "Review ends with what it is about",
    again: "never",
    next: "Resolve the redemption, saga or refund that waits; its review is closed with it.",
  },
  "webhook-unverified": {
    status: 401,
    title: "Webhook signature is not valid",
    again: "mend",
    next: "Sign the exact bytes of the body with a current secret.",
  },
  "webhook-malformed": {
    status: 400,
    title: "Webhook is malformed",
    again: "mend",
    next: "Send it in the channel's documented format.",
  },
  "amount-mismatch": {
    status: 422,
    title: "Amount does not fit the account",
    again: "never",
    next: "Send the amount in the account's currency, under a new key.",
  },
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

export type ErrorCode = keyof typeof ERRORS;

type CodesOf<A> = { [C in ErrorCode]: (typeof ERRORS)[C]["again"] extends A ? C : never }[ErrorCode];
type FinalCode = CodesOf<"mend" | "never">;
export type SoonCode = CodesOf<"soon">;
/** Refusals of what a request asks for, which its row alone decides. */
export type PlainCode = CodesOf<"never" | Wait>;
/** Whose `again` depends on what is in the way: whoever refuses has to say it. */
export type OpenCode = CodesOf<{ oneOf: readonly WaitFor[] }>;

type WaitOf<C extends OpenCode> = { waitFor: (typeof ERRORS)[C]["again"]["oneOf"][number]; retryAfterMs?: number };

type OpenRefusal = { [C in OpenCode]: { code: C; wait: WaitOf<C> | undefined } }[OpenCode];

/** A refusal with all that its row leaves open. */
export type Refused = { code: Exclude<ErrorCode, OpenCode> } | OpenRefusal;
/** Of what a request asks for, not of the request. */
export type BusinessRefusal = { code: PlainCode } | OpenRefusal;

/** One field at fault. `pointer` is an RFC 6901 pointer into the body, or `/headers/<name>`, `/query/<name>`, `/path/<name>`. */
export interface FieldError {
  pointer: string;
  detail: string;
  /** The item's own error code, in batches. */
  code?: ErrorCode;
}

interface Details {
  errors?: FieldError[] | undefined;
  /** Further members of the problem document: ids only. */
  extensions?: Record<string, string> | undefined;
  cause?: unknown;
}

/** A final refusal: repeating the same request gives the same answer. */
export class TerminalError extends Error {
  override readonly name = "TerminalError";
  readonly code: FinalCode;
  readonly errors: FieldError[] | undefined;
  readonly headers: Record<string, string>;
  readonly extensions: Record<string, string>;

  constructor(code: FinalCode, detail: string, details: Details & { headers?: Record<string, string> } = {}) {
    super(detail, { cause: details.cause });
    this.code = code;
    this.errors = details.errors;
    this.headers = details.headers ?? {};
    this.extensions = details.extensions ?? {};
  }
}

/** Nothing took effect; the same request may succeed after `retryAfterMs`. */
export class RetryableError extends Error {
  override readonly name = "RetryableError";
  readonly code: SoonCode;
  readonly retryAfterMs: number;
  readonly errors: FieldError[] | undefined;
  readonly extensions: Record<string, string>;

  constructor(code: SoonCode, detail: string, retryAfterMs: number, details: Details = {}) {
    super(detail, { cause: details.cause });
    this.code = code;
    this.retryAfterMs = retryAfterMs;
    this.errors = details.errors;
    this.extensions = details.extensions ?? {};
  }
}

/** Nothing took effect, and nothing will before something else has come to its end or to a person. */
export class WaitingError extends Error {
  override readonly name = "WaitingError";
  readonly code: PlainCode | OpenCode;
  readonly wait: Wait;
  readonly errors: FieldError[] | undefined;
  readonly extensions: Record<string, string>;

  constructor(code: PlainCode | OpenCode, detail: string, wait: Wait, details: Details = {}) {
    super(detail, { cause: details.cause });
    this.code = code;
    this.wait = wait;
    this.errors = details.errors;
    this.extensions = details.extensions ?? {};
  }
}

/** The world is not as our rules say it must be. Never retried: a person has to look. */
export class InvariantError extends Error {
  override readonly name = "InvariantError";
}
