/** One message at the sandbox sender: pure functions from a row to an answer and what is to be written, and the magic receivers. */

import type { Step } from "../calls.ts";

export interface Behaviour {
  /** `lost`: nothing ever comes of it, and nobody is told. */
  becomes: "sent" | "bounced" | "lost";
  /** The caller waits in vain, and only a query tells. */
  neverAnswers?: true;
  /** So many first calls are answered 500 and have no effect. */
  failsFirst?: number;
  /** The effect comes so long after the call, within `notification.inFlightMs` of every profile; until then it is pending. */
  takesMs?: number;
}

/** By what stands before the `@` of an email's receiver. */
export const BEHAVIOURS = {
  ok: { becomes: "sent", why: "the plain case" },
  slow: { becomes: "sent", takesMs: 1500, why: "a message that takes its time" },
  bounce: { becomes: "bounced", why: "a definitive refusal" },
  "timeout-then-ok": { becomes: "sent", neverAnswers: true, why: "the reply is lost, the message is not" },
  "timeout-never": {
    becomes: "lost",
    neverAnswers: true,
    why: "neither message nor reply, and a lookup finds nothing",
  },
  "500-once": { becomes: "sent", failsFirst: 1, why: "a failure that a resend mends" },
} as const satisfies Record<string, Behaviour & { why: string }>;

/** Nobody lives there. */
const BOUNCED: Behaviour = { becomes: "bounced" };

/** A phone takes everything. */
export function behaviourOf(receiver: string): Behaviour {
  const at = receiver.indexOf("@");
  if (at < 0) return BEHAVIOURS.ok;
  const local = receiver.slice(0, at);
  return Object.hasOwn(BEHAVIOURS, local) ? BEHAVIOURS[local as keyof typeof BEHAVIOURS] : BOUNCED;
}

/** One that sends, and how long it keeps a key in mind: the same key later is another message. */
export interface Vendor {
  behaviourOf: (receiver: string, providerKey: string) => Behaviour;
  keyRetentionMs: number;
}

/** What a call asks for: while its key is remembered, later ones must ask for the same. */
export interface Asked {
  notificationId: string;
  key: string;
  channel: "email" | "sms";
  receiver: string;
  subject?: string | undefined;
  body: string;
}

export interface Sent {
  providerKey: string;
  /** Grows with each change; a write carries the one that it has read. */
  version: number;
  asked: Asked;
  /** `new`: nothing has come of it yet. */
  status: "new" | "sent" | "bounced" | "lost";
  /** When the key was first seen. */
  firstAt: number;
  /** When it takes effect, in milliseconds since 1970. */
  sentAt?: number;
  failures: number;
  /** How often it was sent: more than once only with a key that was forgotten. */
  times: number;
}

export interface Effect extends Asked {
  /** Of this effect: one row for each. */
  id: string;
  providerKey: string;
  /** Milliseconds since 1970. Before it, nobody is shown the effect. */
  effectAt: number;
}

/** Written together or not at all. */
export interface Writes {
  sent: Sent;
  effects: Effect[];
}

export type SentState =
  | { status: "sent"; sent: Sent }
  | { status: "pending" }
  | { status: "bounced" }
  | { status: "not_found" };

export type SendAnswer =
  | { kind: "state"; state: SentState }
  /** The key stands for another message. */
  | { kind: "key-reused" }
  /** 500: no effect. */
  | { kind: "failed" }
  /** 504: whether it took effect is not told. */
  | { kind: "never-answered" };

/** `receivedAt`: when the call came; its effect counts from then. */
export function send(
  vendor: Vendor,
  row: Sent | undefined,
  providerKey: string,
  asked: Asked,
  receivedAt: number,
): Step<SendAnswer, Writes> {
  const isForgotten = row !== undefined && receivedAt - row.firstAt > vendor.keyRetentionMs;
  const blank = { providerKey, version: row?.version ?? 0, asked, failures: 0, firstAt: receivedAt };
  const before: Sent = row && !isForgotten ? row : { ...blank, status: "new", times: row?.times ?? 0 };
  if (!isSame(before.asked, asked)) return { answer: { kind: "key-reused" } };
  const behaviour = vendor.behaviourOf(asked.receiver, providerKey);
  if (before.status !== "new") return { answer: answerOf(before, behaviour, receivedAt) };
  const next = { ...before, version: before.version + 1 };
  if (before.failures < (behaviour.failsFirst ?? 0))
    return { answer: { kind: "failed" }, writes: { sent: { ...next, failures: before.failures + 1 }, effects: [] } };
  const isSent = behaviour.becomes === "sent";
  const sent: Sent = {
    ...next,
    status: behaviour.becomes,
    ...(isSent ? { sentAt: receivedAt + (behaviour.takesMs ?? 0), times: before.times + 1 } : {}),
  };
  return { answer: answerOf(sent, behaviour, receivedAt), writes: { sent, effects: effectsOf(sent) } };
}

export function stateOf(row: Sent | undefined, nowMs: number): SentState {
  switch (row?.status) {
    case undefined:
    case "new":
    case "lost":
      return { status: "not_found" };
    case "bounced":
      return { status: "bounced" };
    case "sent":
      return (row.sentAt ?? 0) > nowMs ? { status: "pending" } : { status: "sent", sent: row };
  }
}

/** The sender's own number of it. */
export function referenceOf({ providerKey, times }: Pick<Sent, "providerKey" | "times">): string {
  return times > 1 ? `msg_${providerKey}.${times}` : `msg_${providerKey}`;
}

function answerOf(row: Sent, { neverAnswers }: Behaviour, nowMs: number): SendAnswer {
  return neverAnswers ? { kind: "never-answered" } : { kind: "state", state: stateOf(row, nowMs) };
}

function effectsOf({ status, sentAt, asked, providerKey, times }: Sent): Effect[] {
  if (status !== "sent" || sentAt === undefined) return [];
  return [{ ...asked, id: times > 1 ? `${providerKey}.${times}` : providerKey, providerKey, effectAt: sentAt }];
}

function isSame(a: Asked, b: Asked): boolean {
  const fields = ({ notificationId, key, channel, receiver, subject, body }: Asked) =>
    JSON.stringify([notificationId, key, channel, receiver, subject, body]);
  return fields(a) === fields(b);
}
