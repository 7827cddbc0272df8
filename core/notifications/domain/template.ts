import { CONTRACT } from "../../foundation/domain/limits.ts";

export const NOTIFICATION_CHANNELS = ["email", "sms"] as const;
export type NotificationChannel = (typeof NOTIFICATION_CHANNELS)[number];

/** A wording; it never changes. Another wording is another template, of the same name or not. */
export interface Template {
  tenantId: string;
  templateId: string;
  name: string;
  channel: NotificationChannel;
  /** Of an email alone. */
  subject?: string;
  body: string;
  createdAt: number;
  stateSk: string;
}

export type Params = Record<string, string>;

export const PARAM_NAME = /^[A-Za-z][A-Za-z0-9_]{0,63}$/;
/** All that there is: no logic, no nesting. */
const PLACE = /\{\{([A-Za-z][A-Za-z0-9_]{0,63})\}\}/g;

type Wording = Pick<Template, "channel" | "body"> & { subject?: string | undefined };

/** What is wrong with a wording, with the field it is about; `undefined`: nothing. */
export function wordingFault({
  channel,
  subject,
  body,
}: Wording): { field: "subject" | "body"; fault: string } | undefined {
  if (channel === "email" && subject === undefined) return { field: "subject", fault: "is required for an email" };
  if (channel === "sms" && subject !== undefined) return { field: "subject", fault: "is for emails only" };
  if (channel === "sms" && body.length > CONTRACT.smsMaxChars)
    return { field: "body", fault: `must have at most ${CONTRACT.smsMaxChars} characters in a text message` };
  for (const [field, text] of [
    ["subject", subject ?? ""],
    ["body", body],
  ] as const) {
    if (/\{\{|\}\}/.test(text.replaceAll(PLACE, "")))
      return { field, fault: "has `{{` or `}}` that are not around the name of a parameter" };
  }
  const count = paramsOf({ subject, body }).size;
  if (count > CONTRACT.paramsMax) return { field: "body", fault: `must have at most ${CONTRACT.paramsMax} parameters` };
  return undefined;
}

/** The parameters that a wording has, in the order of their first places. */
export function paramsOf({ subject = "", body }: Pick<Wording, "subject" | "body">): Set<string> {
  return new Set([...`${subject}\n${body}`.matchAll(PLACE)].map(([, name = ""]) => name));
}

/** What is sent. */
export interface Message {
  subject?: string;
  body: string;
}

/**
 * Values take the places as they are, once: what stands in a value is text, also where it looks like a place or like HTML, for
 * messages are sent as plain text. `undefined`: something is missing, not known, too long, or would break a line that is one.
 */
export function messageOf({ channel, subject, body }: Wording, params: Params): Message | undefined {
  const named = paramsOf({ subject, body });
  const given = Object.entries(params);
  if (given.length !== named.size || given.some(([name]) => !named.has(name))) return undefined;
  if (given.some(([, value]) => value.length > CONTRACT.paramMaxChars || UNPRINTABLE.test(value))) return undefined;
  const fill = (text: string) => text.replaceAll(PLACE, (_, name: string) => params[name] ?? "");
  const made: Message = { ...(subject === undefined ? {} : { subject: fill(subject) }), body: fill(body) };
  const maxChars = channel === "email" ? CONTRACT.emailMaxChars : CONTRACT.smsMaxChars;
  if (made.body.length > maxChars || made.body.trim() === "") return undefined;
  if (made.subject !== undefined && !isOneLine(made.subject)) return undefined;
  return made;
}

/** Halves of surrogate pairs, and control characters that no text has. */
const UNPRINTABLE = /[^\P{Cc}\t\r\n]|\p{Cs}/u;
const BREAKS_A_LINE = /[\p{Cc}\p{Zl}\p{Zp}]/u;

function isOneLine(subject: string): boolean {
  return subject.trim() !== "" && subject.length <= CONTRACT.subjectMaxChars && !BREAKS_A_LINE.test(subject);
}

/** Where an email can go: one plain address, no list, no name, no comment, no quoting. */
const EMAIL =
  /^[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@([A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.)*[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?$/;
/** E.164. */
const PHONE = /^\+[1-9]\d{6,14}$/;
const EMAIL_MAX_CHARS = 254;

export function isReceiver(channel: NotificationChannel, receiver: string): boolean {
  if (channel === "sms") return PHONE.test(receiver);
  return receiver.length <= EMAIL_MAX_CHARS && EMAIL.test(receiver) && !/^\.|\.\.|\.@/.test(receiver);
}
