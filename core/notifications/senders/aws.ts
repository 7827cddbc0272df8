/**
 * Amazon SES and SNS. Neither has a key that makes a second send harmless, nor a lookup: what they did not answer is for a
 * person. What they answer as refused has had no effect.
 */

import type { NotificationCall, NotificationSender, SendOutcome } from "../domain/sender.ts";

/** One call of AWS, tried once: resolves to the number of the message, throws what the SDK throws. */
export type SendOnce<Message> = (message: Message, timeoutMs: number) => Promise<string | undefined>;

/** Plain text alone: there is no HTML that a value could be a part of. */
export interface EmailMessage {
  from: string;
  to: string;
  subject: string;
  text: string;
}

export interface TextMessage {
  phone: string;
  text: string;
}

/** Its words for a message that it will never take. */
const REFUSED_FOR_GOOD: Readonly<Record<string, string>> = {
  MessageRejected: "rejected",
  BadRequestException: "rejected",
  InvalidParameter: "rejected",
  InvalidParameterException: "rejected",
  InvalidParameterValue: "rejected",
  InvalidParameterValueException: "rejected",
  OptedOut: "opted-out",
  OptedOutException: "opted-out",
};

/**
 * SES says MessageRejected of two things: of a message, and of an account that may not send from this address, or only to some
 * receivers. The second is told by these words alone: https://docs.aws.amazon.com/ses/latest/dg/troubleshoot-error-messages.html
 */
const ACCOUNT_IS_NOT_READY = "is not verified";

export function makeSesSender(send: SendOnce<EmailMessage>, from: string): NotificationSender {
  return senderOf(({ receiver, subject = "", body, timeoutMs }) =>
    send({ from, to: receiver, subject, text: body }, timeoutMs),
  );
}

export function makeSnsSender(send: SendOnce<TextMessage>): NotificationSender {
  return senderOf(({ receiver, body, timeoutMs }) => send({ phone: receiver, text: body }, timeoutMs));
}

function senderOf(send: (call: NotificationCall) => Promise<string | undefined>): NotificationSender {
  return {
    async send(call) {
      try {
        const providerReference = await send(call);
        if (!providerReference) return { outcome: "unknown", reason: "response-invalid" };
        return { outcome: "sent", providerReference };
      } catch (error) {
        return outcomeOf(error);
      }
    },
    query: async () => ({ outcome: "untraceable" }),
  };
}

interface Refusal {
  name?: string;
  message?: string;
  $metadata?: { httpStatusCode?: number };
}

const isAnswered = (status: number): boolean => status >= 400 && status < 500 && status !== 408;

/** Only an answer of its own says that there was no effect: whatever happened on the way to one is unknown. */
function outcomeOf(error: unknown): SendOutcome {
  const { name = "", message = "", $metadata = {} } = (error ?? {}) as Refusal;
  const { httpStatusCode = 0 } = $metadata;
  if (!isAnswered(httpStatusCode))
    return { outcome: "unknown", reason: httpStatusCode >= 500 ? "server-error" : "timeout" };
  const reason = Object.hasOwn(REFUSED_FOR_GOOD, name) ? REFUSED_FOR_GOOD[name] : undefined;
  const isOurs = name === "MessageRejected" && message.includes(ACCOUNT_IS_NOT_READY);
  if (reason !== undefined && !isOurs) return { outcome: "failed", reason };
  // Too fast, paused, or not allowed: it is ours to mend, not the merchant's, and the message has time.
  return { outcome: "not-now", reason: "request-refused" };
}
