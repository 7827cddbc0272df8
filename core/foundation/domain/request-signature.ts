/**
 * Signatures of requests between two servers that share a secret:
 * `Tender-Signature: t=<unix seconds>,v1=<hex HMAC-SHA256 of "<t>.<METHOD>.<path>.<hex SHA-256 of the body>">`.
 * No part but the path can hold a dot, so two different requests never give the same text.
 */

import { createHash, createHmac } from "node:crypto";
import { type MacOf, type SignatureVerdict, timedMac, verifyTimedMac } from "./timed-mac.ts";

export type { SignatureVerdict } from "./timed-mac.ts";

export const SIGNATURE_HEADER = "Tender-Signature";

export interface SignedRequest {
  method: string;
  /** Below the base URL that both sides agreed on, with its leading slash: proxies and stages may change what comes before. */
  path: string;
  /** The very bytes on the wire: text that was parsed and written again has another hash. */
  body: string | Uint8Array;
}

/** The header's value. `atSeconds`: whole seconds since 1970. */
export function signRequest(secret: string, atSeconds: number, request: SignedRequest): string {
  return timedMac(secret, atSeconds, macOfRequest(request));
}

/** `secrets`: every one that is accepted now: two while one is being rotated. */
export function verifySignature(
  secrets: readonly string[],
  nowSeconds: number,
  header: string | undefined,
  request: SignedRequest,
): SignatureVerdict {
  return verifyTimedMac(secrets, nowSeconds, header, macOfRequest(request));
}

function macOfRequest({ method, path, body }: SignedRequest): MacOf {
  return (secret, time) => {
    const bodyHash = createHash("sha256").update(body).digest("hex");
    return createHmac("sha256", secret).update(`${time}.${method.toUpperCase()}.${path}.${bodyHash}`).digest();
  };
}
