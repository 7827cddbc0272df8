/**
 * Signatures of requests between two servers that share a secret:
 * `Tender-Signature: t=<unix seconds>,v1=<hex HMAC-SHA256 of "<t>.<METHOD>.<path>.<hex SHA-256 of the body>">`.
 * No part but the path can hold a dot, so two different requests never give the same text.
 */

import { createHash, createHmac, timingSafeEqual } from "node:crypto";
import { CONTRACT } from "./limits.ts";

export const SIGNATURE_HEADER = "Tender-Signature";

export interface SignedRequest {
  method: string;
  /** Below the base URL that both sides agreed on, with its leading slash: proxies and stages may change what comes before. */
  path: string;
  /** The very bytes on the wire: text that was parsed and written again has another hash. */
  body: string | Uint8Array;
}

export type SignatureVerdict = "valid" | "malformed" | "mismatched" | "stale";

const HEADER_FORM = /^t=(\d{1,12}),v1=([0-9a-f]{64})$/;

/** The header's value. `atSeconds`: whole seconds since 1970. */
export function signRequest(secret: string, atSeconds: number, request: SignedRequest): string {
  return `t=${atSeconds},v1=${macOf(secret, atSeconds, request).toString("hex")}`;
}

/** `secrets`: every one that is accepted now: two while one is being rotated. Takes as long whichever of them fits. */
export function verifySignature(
  secrets: readonly string[],
  nowSeconds: number,
  header: string | undefined,
  request: SignedRequest,
): SignatureVerdict {
  const [, time, mac] = HEADER_FORM.exec(header ?? "") ?? [];
  if (time === undefined || mac === undefined) return "malformed";

  const given = Buffer.from(mac, "hex");
  const atSeconds = Number(time);
  let fits = false;
  for (const secret of secrets) {
    // An empty secret is a missing one: anybody could sign with it.
    const equal = timingSafeEqual(given, macOf(secret, time, request)) && secret !== "";
    fits = equal || fits;
  }
  if (!fits) return "mismatched";
  return Math.abs(nowSeconds - atSeconds) <= CONTRACT.signatureToleranceSeconds ? "valid" : "stale";
}

/** Takes the time as it was written: `t=007` is signed as `007`. */
function macOf(secret: string, time: number | string, { method, path, body }: SignedRequest): Buffer {
  const bodyHash = createHash("sha256").update(body).digest("hex");
  return createHmac("sha256", secret).update(`${time}.${method.toUpperCase()}.${path}.${bodyHash}`).digest();
}
