/** What goes to an endpoint, as Standard Webhooks has it: the raw body is signed with its id and the time of the try. */

import { createHmac } from "node:crypto";
import type { Event } from "../../foundation/domain/events.ts";
import { iso } from "../../foundation/domain/iso-time.ts";

/** As the standard advises: as many bits as the signature has. */
export const SECRET_BYTES = 32;
const SECRET_PREFIX = "whsec_";

/** `bytes`: SECRET_BYTES of them, random. */
export function webhookSecret(bytes: Uint8Array): string {
  return SECRET_PREFIX + Buffer.from(bytes).toString("base64");
}

/** The same bytes in every try: the store gives a map's fields in any order, so `data` has one of its own. */
export function webhookBody(event: Omit<Event, "tenantId">): Buffer {
  const { type, eventId, resourceId, resourceVersion, at, data } = event;
  const body = { type, timestamp: iso(at), eventId, resourceId, resourceVersion, data: inOrder(data) };
  return Buffer.from(JSON.stringify(body));
}

export interface Signing {
  /** Each receiver knows it: the event's id, the same in every try and to every endpoint. */
  eventId: string;
  body: Uint8Array;
  /** Of this try. */
  atMs: number;
  /** That live now, newest first. */
  secrets: readonly string[];
}

export function webhookHeaders({ eventId, body, atMs, secrets }: Signing): Record<string, string> {
  const atSeconds = Math.floor(atMs / 1000);
  const signed = Buffer.concat([Buffer.from(`${eventId}.${atSeconds}.`), body]);
  return {
    "content-type": "application/json",
    "user-agent": "Tender-Webhooks/1",
    "webhook-id": eventId,
    "webhook-timestamp": String(atSeconds),
    "webhook-signature": secrets.map((secret) => `v1,${macOf(secret, signed)}`).join(" "),
  };
}

function macOf(secret: string, signed: Uint8Array): string {
  if (!secret.startsWith(SECRET_PREFIX)) throw new Error("a webhook's secret has another form");
  const key = Buffer.from(secret.slice(SECRET_PREFIX.length), "base64");
  return createHmac("sha256", key).update(signed).digest("base64");
}

function inOrder(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(inOrder);
  if (typeof value !== "object" || value === null) return value;
  const fields = Object.entries(value).sort(([one], [other]) => (one < other ? -1 : 1));
  return Object.fromEntries(fields.map(([name, each]) => [name, inOrder(each)]));
}
