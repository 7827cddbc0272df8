/** The SDK with a transport of ours: an end of time and of bytes, no second send, nothing told to anybody. */

import type { Stripe } from "stripe";
import type { VendorDoubt } from "../domain/call-doubt.ts";
import { boundedFetch, jsonOf } from "./bounded-fetch.ts";
import { baseUrlOf, doubtOfStatus } from "./vendor-call.ts";

/** An account at Stripe. Secrets; never logged. */
export interface StripeAccount {
  secretKey: string;
  webhookSecrets: string[];
  apiBase?: string;
}

const API_BASE = "https://api.stripe.com";
/** A page of 100 payment intents has some 300 KB; 50 objects of a list with as much metadata as may be have 1.7 MB. */
const ANSWER_MAX_BYTES = 4 * 1024 * 1024;

/** What the transport knows, carried through the SDK as the detail of its connection error. */
class TransportDoubt extends Error {
  readonly doubt: VendorDoubt;

  constructor(doubt: VendorDoubt) {
    super(doubt);
    this.doubt = doubt;
  }
}

/** Throws when the configuration cannot work. Loads the SDK: see `docs/channels.md` for what that costs. */
export async function makeStripeClient(config: StripeAccount): Promise<Stripe> {
  if (config.secretKey === "") throw new Error("The Stripe channel needs a secret key");
  const base = new URL(baseUrlOf(config.apiBase ?? API_BASE));
  if (base.pathname !== "/") throw new Error("Stripe's address must have no path");
  const { Stripe: Client } = await import("stripe");
  return new Client(config.secretKey, {
    protocol: base.protocol === "http:" ? "http" : "https",
    host: base.hostname,
    port: base.port === "" ? (base.protocol === "http:" ? 80 : 443) : Number(base.port),
    httpClient: Client.createFetchHttpClient(sendOnce),
    // Sends are counted by whoever calls. A transport that fails with an error of its own is not tried again by the SDK either,
    // which repeats a lost connection even with 0 retries.
    maxNetworkRetries: 0,
    telemetry: false,
  });
}

/** A `fetch` that ends: the SDK's signal covers the whole of it, because the body is read before it returns. */
async function sendOnce(url: string | URL | Request, init: RequestInit = {}): Promise<Response> {
  const answer = await boundedFetch(
    String(url),
    {
      method: init.method === "POST" ? "POST" : "GET",
      headers: Object.fromEntries(new Headers(init.headers)),
      body: init.method === "POST" ? String(init.body) : undefined,
      signal: init.signal ?? AbortSignal.abort(),
      maxBytes: ANSWER_MAX_BYTES,
    },
    // The SDK takes any JSON without `error` for success, whatever its status.
    ({ status }) => (status === 200 || isRefusal(status) ? undefined : doubtOfStatus(status)),
  );
  if ("unknown" in answer) throw new TransportDoubt(answer.unknown);
  const json = jsonOf(answer.bytes);
  if (typeof json !== "object" || json === null) throw new TransportDoubt("response-invalid");
  if (isRefusal(answer.status) && !("error" in json)) throw new TransportDoubt("request-refused");
  // No header is passed on: some make the SDK try again or print what the server wrote.
  return Response.json(json, { status: answer.status });
}

function isRefusal(status: number): boolean {
  return status >= 400 && status < 500 && status !== 429;
}

/** Of whatever a call of the SDK has thrown. Reads no message: those may quote the request. */
export function doubtOf(error: unknown): VendorDoubt {
  const { detail, statusCode } = refusalOf(error);
  if (detail instanceof TransportDoubt) return detail.doubt;
  // A key that is none, or that may not do this.
  if (statusCode === 401 || statusCode === 403) return "channel-unusable";
  return typeof statusCode === "number" ? doubtOfStatus(statusCode) : "response-invalid";
}

/** The members of the SDK's errors that are read. */
export interface StripeRefusal {
  detail?: unknown;
  statusCode?: unknown;
  rawType?: unknown;
  code?: unknown;
  decline_code?: unknown;
  param?: unknown;
  payment_intent?: unknown;
}

export function refusalOf(error: unknown): StripeRefusal {
  return typeof error === "object" && error !== null ? error : {};
}
