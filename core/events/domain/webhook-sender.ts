/** Why no status came. None of them says what a name resolved to. */
export const SEND_FAILURES = [
  /** The URL may not be an endpoint's, any more or here. */
  "url-not-allowed",
  "name-not-found",
  /** One of the addresses behind the name is not public. */
  "address-not-allowed",
  "connection-failed",
  "tls-failed",
  /** What came is not HTTP. */
  "answer-invalid",
  "timeout",
] as const;
export type SendFailure = (typeof SEND_FAILURES)[number];

export interface WebhookCall {
  url: string;
  headers: Record<string, string>;
  body: Uint8Array;
  /** From the look-up of the name to the last byte of the answer. */
  timeoutMs: number;
}

/** Either a status or an error. A status that was seen counts, however the rest of the answer ended. */
export type WebhookAnswer = ({ httpStatus: number; error: null } | { httpStatus: null; error: SendFailure }) & {
  /** Of a `Retry-After` that can be understood, whatever the status. */
  retryAfterMs?: number;
  /** How the answer's body begins, as one line of text; null: it is empty. */
  excerpt: string | null;
  durationMs: number;
};

export interface WebhookSender {
  /** One call: no retry, no redirect. Whatever happens to it is an answer, never an exception. */
  send(call: WebhookCall): Promise<WebhookAnswer>;
}
