import type { NotificationChannel } from "./template.ts";

export const SENDERS = ["sandbox", "ses", "sns"] as const;
export type SenderName = (typeof SENDERS)[number];

/** What a message is known by at a provider that knows keys. */
export interface NotificationRef {
  notificationId: string;
  /** Its idempotency key over there: the same for every send of an attempt. */
  providerKey: string;
  timeoutMs: number;
}

/** One message, the same under the same key each time. */
export interface NotificationCall extends NotificationRef {
  /** The merchant's own. */
  key: string;
  channel: NotificationChannel;
  receiver: string;
  subject?: string | undefined;
  body: string;
}

export type SendOutcome =
  | { outcome: "sent"; providerReference: string }
  /** For good: this attempt has no effect, now or later. */
  | { outcome: "failed"; reason: string }
  /** It has not been taken, and may be later. Only of a provider whose word this is. */
  | { outcome: "not-now"; reason: string }
  | { outcome: "unknown"; reason: string };

export type QueryOutcome =
  | Exclude<SendOutcome, { outcome: "not-now" }>
  /** Proves something only when no call can take effect any more. */
  | { outcome: "not-found" }
  /** This provider has neither keys nor a lookup: what it did not answer is a person's to find out, and is never sent again. */
  | { outcome: "untraceable" };

/** Sends messages out. Never throws for what a provider does: whatever cannot be understood is `unknown`. */
export interface NotificationSender {
  send(call: NotificationCall): Promise<SendOutcome>;
  query(ref: NotificationRef): Promise<QueryOutcome>;
}
