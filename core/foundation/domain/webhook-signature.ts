/**
 * Signatures of webhooks: whoever receives one may do so at any URL, so time and body are all that is signed:
 * `t=<unix seconds>,v1=<hex HMAC-SHA256 of "<t>.<body>">`. The sandbox channel sends them as `Sandbox-Signature`.
 */

import { createHmac } from "node:crypto";
import { type MacOf, type SignatureVerdict, timedMac, verifyTimedMac } from "./timed-mac.ts";

export const SANDBOX_SIGNATURE_HEADER = "Sandbox-Signature";

/** The header's value. `atSeconds`: whole seconds since 1970; `body`: the very bytes on the wire. */
export function signWebhook(secret: string, atSeconds: number, body: string | Uint8Array): string {
  return timedMac(secret, atSeconds, macOfBody(body));
}

/** `secrets`: every one that is accepted now: two while one is being rotated. */
export function verifyWebhook(
  secrets: readonly string[],
  nowSeconds: number,
  header: string | undefined,
  body: string | Uint8Array,
): SignatureVerdict {
  return verifyTimedMac(secrets, nowSeconds, header, macOfBody(body));
}

function macOfBody(body: string | Uint8Array): MacOf {
  return (secret, time) => createHmac("sha256", secret).update(`${time}.`).update(body).digest();
}
