/**
 * Every refusal a caller can meet: code -> HTTP status, title and what to do next. A code without a row does not compile.
 * `docs/errors.md` is written from this table. `retryable`: the same request may succeed later, so it is never stored under its key.
 */
export const ERRORS = {
  unauthenticated: {
    status: 401,
    title: "API key missing or not valid",
    retryable: false,
    next: "Send `Authorization: Bearer <api key>` with a key that has not been revoked.",
  },
  "scope-missing": {
    status: 403,
    title: "API key lacks the scope",
    retryable: false,
    next: "Use a key with the scope named in `detail`.",
  },
  "not-found": {
    status: 404,
    title: "Not found",
    retryable: false,
    next: "Check the path and the id; another tenant's resources are not visible.",
  },
  "method-not-allowed": {
    status: 405,
    title: "Method not allowed",
    retryable: false,
    next: "Use one of the methods in the `Allow` header.",
  },
  "body-too-large": {
    status: 413,
    title: "Body too large",
    retryable: false,
    next: "Send at most 64 KB, or 256 KB for a batch.",
  },
  "media-type-unsupported": {
    status: 415,
    title: "Body is not in plain UTF-8",
    retryable: false,
    next: "Send the body without `Content-Encoding`, and name no other charset than utf-8 in `Content-Type`.",
  },
  "body-not-json": {
    status: 400,
    title: "Body is not JSON",
    retryable: false,
    next: "Send a JSON object encoded in UTF-8. Write the character U+FFFD as `\\ufffd`: as it is, it looks like bytes that could not be read.",
  },
  "request-invalid": {
    status: 400,
    title: "Request is not valid",
    retryable: false,
    next: "Mend the fields named in `errors`.",
  },
  "cursor-invalid": {
    status: 400,
    title: "Cursor is not valid",
    retryable: false,
    next: "Use `nextCursor` of the previous page as it is, or leave the cursor out.",
  },
  "idempotency-key-missing": {
    status: 400,
    title: "Idempotency-Key is missing",
    retryable: false,
    next: "Send an `Idempotency-Key` header, a new one for each new intent.",
  },
  "idempotency-key-invalid": {
    status: 400,
    title: "Idempotency-Key is not valid",
    retryable: false,
    next: "Use 1 to 255 visible ASCII characters, quoted or bare. Quote a key with a comma: a header that is sent twice arrives joined by one.",
  },
  "idempotency-key-reused": {
    status: 422,
    title: "Idempotency-Key was used with another body",
    retryable: false,
    next: "Use a new key for a new request, or send the first body again.",
  },
  "idempotency-key-in-use": {
    status: 409,
    title: "A request with this Idempotency-Key is being committed",
    retryable: true,
    next: "Send the same request again after `Retry-After` seconds.",
  },
  "plan-not-found": {
    status: 422,
    title: "Plan does not exist",
    retryable: false,
    next: "Create the plan first, or mend `planId`.",
  },
  "code-malformed": {
    status: 400,
    title: "Code is malformed",
    retryable: false,
    next: "Send the code as printed: 4 to 64 letters from A to Z and digits; spaces, line breaks and dashes are allowed. Look for letters of another alphabet.",
  },
  "already-redeemed": {
    status: 409,
    title: "Code was redeemed before",
    retryable: false,
    next: "This code has taken effect in another batch; do not send it again.",
  },
  "redemption-in-progress": {
    status: 409,
    title: "Code is being redeemed in another batch",
    retryable: true,
    next: "Wait for the redemption named in `detail` to end, then send again.",
  },
  "redemption-needs-review": {
    status: 409,
    title: "Redemption of this code waits for an operator",
    retryable: true,
    next: "Wait until an operator has resolved the redemption named in `detail`.",
  },
  "redemption-differs": {
    status: 409,
    title: "Code is being redeemed in this batch for another plan",
    retryable: false,
    next: "Send the plan that the code was first submitted with, or wait until it has ended.",
  },
  "attempts-exhausted": {
    status: 409,
    title: "Code was refused too often",
    retryable: false,
    next: "This code has been tried five times and refused each time; ask the issuer.",
  },
  "batch-differs": {
    status: 409,
    title: "Batch has another plan or mode",
    retryable: false,
    next: "Send the plan and the mode that this `batchId` was first submitted with, or leave `batchId` out for a batch of its own.",
  },
  "batch-rejected": {
    status: 409,
    title: "Batch was rejected",
    retryable: false,
    next: "No item took effect. Mend or remove the items named in `errors` and send the batch under a new key.",
  },
  "account-not-leased": {
    status: 409,
    title: "Account is not leased",
    retryable: false,
    next: "There is nothing to release.",
  },
  "lease-in-use": {
    status: 409,
    title: "Account is leased by a redemption that has not ended",
    retryable: true,
    next: "Wait for the redemption to end, or resolve it when it is NEEDS_REVIEW.",
  },
  "not-in-review": {
    status: 409,
    title: "It does not wait for an operator",
    retryable: false,
    next: "Only what is NEEDS_REVIEW can be resolved or retried.",
  },
  "order-in-progress": {
    status: 409,
    title: "Order has an open payment",
    retryable: true,
    next: "Wait for the payment named in `paymentId` to end, or cancel it.",
  },
  "order-paid": {
    status: 409,
    title: "Order is paid",
    retryable: false,
    next: "This order number has been paid by the payment named in `paymentId`; use another for another order.",
  },
  "order-not-found": {
    status: 422,
    title: "Order does not exist",
    retryable: false,
    next: "Leave `orderId` out to have an order created, or mend it.",
  },
  "channel-not-configured": {
    status: 422,
    title: "Channel is not configured",
    retryable: false,
    next: "Use a channel that this merchant has an account with.",
  },
  "payment-captured": {
    status: 409,
    title: "Payment is captured",
    retryable: false,
    next: "It can no longer be cancelled; refund it instead.",
  },
  "payment-needs-review": {
    status: 409,
    title: "Payment waits for an operator",
    retryable: true,
    next: "Wait until an operator has looked at the payment.",
  },
  "payment-not-captured": {
    status: 409,
    title: "Payment is not captured",
    retryable: true,
    next: "Only a payment that has succeeded can be refunded; an open one can be cancelled.",
  },
  "refund-exceeds-payment": {
    status: 409,
    title: "Refund exceeds what is left of the payment",
    retryable: false,
    next: "Refund at most what has been captured and is neither refunded nor being refunded.",
  },
  "insufficient-balance": {
    status: 422,
    title: "Wallet balance is too low",
    retryable: false,
    next: "The merchant's available balance must cover the refund.",
  },
  "step-not-resolvable": {
    status: 409,
    title: "Step cannot be resolved like this",
    retryable: false,
    next: "Read the saga: only the step that is parked can be resolved.",
  },
  "review-not-closable": {
    status: 409,
    title: "Review ends with what it is about",
    retryable: false,
    next: "Resolve the redemption, saga or refund that waits; its review is closed with it.",
  },
  "webhook-unverified": {
    status: 401,
    title: "Webhook signature is not valid",
    retryable: false,
    next: "Sign the exact bytes of the body with a current secret.",
  },
  "webhook-malformed": {
    status: 400,
    title: "Webhook is malformed",
    retryable: false,
    next: "Send the vendor's documented format.",
  },
  "amount-mismatch": {
    status: 422,
    title: "Amount does not fit the account",
    retryable: false,
    next: "Send the amount in the account's currency.",
  },
  "exchange-silent": {
    status: 504,
    title: "The sandbox exchange gives no answer",
    retryable: true,
    next: "As the magic code asks for: whether it took effect, only a lookup tells.",
  },
  "channel-silent": {
    status: 504,
    title: "The sandbox channel gives no answer",
    retryable: true,
    next: "As the magic payment method asks for: whether it took effect, only a query tells.",
  },
  "charge-closed": {
    status: 409,
    title: "The sandbox charge was cancelled",
    retryable: false,
    next: "A cancelled charge can no longer be paid on its page.",
  },
  overloaded: {
    status: 503,
    title: "Too busy",
    retryable: true,
    next: "Send the same request again after `Retry-After` seconds.",
  },
  internal: {
    status: 500,
    title: "Internal error",
    retryable: true,
    next: "Send the same request again with the same Idempotency-Key; it takes effect at most once.",
  },
} as const satisfies Record<string, { status: number; title: string; retryable: boolean; next: string }>;

export type ErrorCode = keyof typeof ERRORS;

/** One field at fault. `pointer` is an RFC 6901 pointer into the body, or `/headers/<name>`, `/query/<name>`, `/path/<name>`. */
export interface FieldError {
  pointer: string;
  detail: string;
  /** The item's own error code, in batches. */
  code?: ErrorCode;
}

interface Details {
  errors?: FieldError[];
  /** Further members of the problem document: ids only. */
  extensions?: Record<string, string>;
  headers?: Record<string, string>;
  cause?: unknown;
}

/** A final refusal: repeating the same request gives the same answer. */
export class TerminalError extends Error {
  override readonly name = "TerminalError";
  readonly code: ErrorCode;
  readonly errors: FieldError[] | undefined;
  readonly headers: Record<string, string>;
  readonly extensions: Record<string, string>;

  constructor(code: ErrorCode, detail: string, details: Details = {}) {
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
  readonly code: ErrorCode;
  readonly retryAfterMs: number;
  readonly errors: FieldError[] | undefined;
  readonly extensions: Record<string, string>;

  constructor(code: ErrorCode, detail: string, retryAfterMs: number, details: Omit<Details, "headers"> = {}) {
    super(detail, { cause: details.cause });
    this.code = code;
    this.retryAfterMs = retryAfterMs;
    this.errors = details.errors;
    this.extensions = details.extensions ?? {};
  }
}

/** The world is not as our rules say it must be. Never retried: a person has to look. */
export class InvariantError extends Error {
  override readonly name = "InvariantError";
}
