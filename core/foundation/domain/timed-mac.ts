/** `t=<unix seconds>,v1=<hex HMAC-SHA256>`: the header of every signature that names its time. */

import { timingSafeEqual } from "node:crypto";
import { CONTRACT } from "./limits.ts";

export type SignatureVerdict = "valid" | "malformed" | "mismatched" | "stale";

/** The MAC of one message under `secret`; `time` as it was written: `t=007` is signed as `007`. */
export type MacOf = (secret: string, time: number | string) => Buffer;

const HEADER_FORM = /^t=(\d{1,12}),v1=([0-9a-f]{64})$/;

export function timedMac(secret: string, atSeconds: number, macOf: MacOf): string {
  return `t=${atSeconds},v1=${macOf(secret, atSeconds).toString("hex")}`;
}

/** `secrets`: every one that is accepted now: two while one is being rotated. Takes as long whichever of them fits. */
export function verifyTimedMac(
  secrets: readonly string[],
  nowSeconds: number,
  header: string | undefined,
  macOf: MacOf,
): SignatureVerdict {
  const [, time, mac] = HEADER_FORM.exec(header ?? "") ?? [];
  if (time === undefined || mac === undefined) return "malformed";

  const given = Buffer.from(mac, "hex");
  let fits = false;
  for (const secret of secrets) {
    // An empty secret is a missing one: anybody could sign with it.
    const equal = timingSafeEqual(given, macOf(secret, time)) && secret !== "";
    fits = equal || fits;
  }
  if (!fits) return "mismatched";
  return Math.abs(nowSeconds - Number(time)) <= CONTRACT.signatureToleranceSeconds ? "valid" : "stale";
}
