/** What Alipay signs and we receive: a form whose other parameters are under RSA2. */

import { createVerify } from "node:crypto";
import { readPublicKey } from "./alipay-keys.ts";
import { signingText } from "./signed-form.ts";

/** Exactly one spelling of the signature is taken: decoders of base64 overlook much. */
export function signatureIn(form: Map<string, string> | undefined): Buffer | undefined {
  const sign = form?.get("sign");
  if (sign === undefined || form?.get("sign_type") !== "RSA2") return undefined;
  const bytes = Buffer.from(sign, "base64");
  return bytes.length > 0 && bytes.toString("base64") === sign ? bytes : undefined;
}

/**
 * Each key is tried once, in however many accounts it stands. One that cannot be read must not keep the others from verifying.
 * `unsigned`: parameters that the signature does not cover.
 */
export function signerOf(
  form: Map<string, string>,
  signature: Buffer,
  unsigned: readonly string[] = ["sign", "sign_type"],
): (publicKey: string) => boolean {
  const content = signingText(form, (name) => unsigned.includes(name));
  const tried = new Map<string, boolean>();
  return (text) => {
    const known = tried.get(text);
    if (known !== undefined) return known;
    const key = readPublicKey(text);
    const fits = key !== undefined && createVerify("RSA-SHA256").update(content, "utf8").verify(key, signature);
    tried.set(text, fits);
    return fits;
  };
}
