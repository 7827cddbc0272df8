/** Stripe's events are signed with HMAC-SHA256 over time and raw bytes. */

import { createHmac, timingSafeEqual } from "node:crypto";

export interface StripeSigned {
  /** As it was written: that is what was signed. */
  time: string;
  macs: Buffer[];
}

/** `t=<unix seconds>,v1=<hex>[,v1=<hex> ...][,v0=...]`: one v1 for each secret that Stripe signs with, two while it is rotated. */
export function stripeSignatureIn(header: string | undefined): StripeSigned | undefined {
  if (header === undefined || header.length > 2048) return undefined;
  const parts = header.split(",");
  const times = parts.filter((part) => part.startsWith("t="));
  const time = /^t=(\d{1,12})$/.exec(times[0] ?? "")?.[1];
  const macs = parts
    .flatMap((part) => /^v1=([0-9a-f]{64})$/.exec(part)?.[1] ?? [])
    .map((hex) => Buffer.from(hex, "hex"));
  return time === undefined || times.length > 1 || macs.length === 0 ? undefined : { time, macs };
}

/** Takes as long whichever of the secrets fits which of the signatures. */
export function fitsStripe({ time, macs }: StripeSigned, body: Uint8Array, secrets: readonly string[]): boolean {
  let found = false;
  for (const secret of secrets) {
    const expected = createHmac("sha256", secret).update(`${time}.`).update(body).digest();
    for (const mac of macs) {
      // An empty secret is a missing one: anybody could sign with it.
      const equal = timingSafeEqual(mac, expected) && secret !== "";
      found = equal || found;
    }
  }
  return found;
}

/** Whose money a key moves. `undefined`: a key that does not say. */
export function isLiveKey(secretKey: string): boolean | undefined {
  const mode = /^[sr]k_(?:org_)?(live|test)_/.exec(secretKey)?.[1];
  return mode === undefined ? undefined : mode === "live";
}
