/** What the adapters to vendors have in common: how long a call may take, and how its end is read. */

import type { VendorDoubt } from "../domain/call-doubt.ts";
import { CONTRACT } from "../domain/limits.ts";
import type { Money } from "../domain/money.ts";
import { boundedFetch, jsonOf } from "./bounded-fetch.ts";

export interface VendorDeps {
  /** Milliseconds since 1970. */
  clock: () => number;
  /** Longest time for one call of the port, from the first connect to the last byte; a caller with less time left gives less. */
  callTimeoutMs: number;
}

export interface Unknown {
  outcome: "unknown";
  reason: VendorDoubt;
}

export function unknown(reason: VendorDoubt): Unknown {
  return { outcome: "unknown", reason };
}

/** How many milliseconds are left: one call of the port may take several of the vendor's. */
export type TimeLeft = () => number;

export function timeLeft({ clock, callTimeoutMs }: VendorDeps, timeoutMs: number): TimeLeft {
  const endsAt = clock() + Math.min(timeoutMs, callTimeoutMs);
  return () => endsAt - clock();
}

/** A JSON answer with status 200. The content type is not looked at: these vendors send JSON as `text/html`. */
export async function fetchJson(
  url: string,
  request: { method: "GET" | "POST"; form?: URLSearchParams },
  left: TimeLeft,
): Promise<{ json: unknown; text: string } | { unknown: VendorDoubt }> {
  const timeoutMs = Math.floor(left());
  if (!(timeoutMs >= 1)) return { unknown: "no-time-left" };
  const type = { "Content-Type": "application/x-www-form-urlencoded;charset=utf-8" };
  const answer = await boundedFetch(
    url,
    {
      method: request.method,
      headers: { Accept: "application/json", ...(request.form === undefined ? {} : type) },
      body: request.form?.toString(),
      signal: AbortSignal.timeout(timeoutMs),
      maxBytes: CONTRACT.exchangeAnswerMaxBytes,
    },
    ({ status }) => (status === 200 ? undefined : doubtOfStatus(status)),
  );
  if ("unknown" in answer) return answer;
  const json = jsonOf(answer.bytes);
  return json === undefined ? { unknown: "response-invalid" } : { json, text: answer.bytes.toString("utf8") };
}

export function doubtOfStatus(status: number): VendorDoubt {
  if (status === 429) return "throttled";
  if (status >= 500) return "server-error";
  return status >= 400 ? "request-refused" : "response-invalid";
}

/** A vendor's base URL as it is put before a path. Throws, so that a wrong configuration stops at its start. */
export function baseUrlOf(text: string): string {
  const url = URL.parse(text);
  const usable = url !== null && isWebUrl(url) && url.username + url.password + url.search + url.hash === "";
  if (!usable) throw new Error("A channel's address must be http(s) without credentials, query or fragment");
  return url.href.replace(/\/+$/, "");
}

/** The address as it was given when a customer's browser can open it. */
export function webUrlOf(text: unknown): string | undefined {
  if (typeof text !== "string" || text.length > 8192) return undefined;
  const url = URL.parse(text);
  return url !== null && isWebUrl(url) ? text : undefined;
}

function isWebUrl(url: URL): boolean {
  return url.protocol === "https:" || url.protocol === "http:";
}

/** A vendor's number that is stored and shown: visible ASCII, without ends that could be lost on the way. */
export const REFERENCE = /^[\x21-\x7e]{1,128}$/;

export function sameMoney(one: Money | undefined, other: Money): boolean {
  return one !== undefined && one.amount === other.amount && one.currency === other.currency;
}
