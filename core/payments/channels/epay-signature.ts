import { createHash, type Hash, timingSafeEqual } from "node:crypto";
import { signingText } from "../../foundation/providers/signed-form.ts";

/** The protocol's own choice. MD5 with the key at the end: collisions do not forge it, but nothing new should be built so. */
export function signEpay(form: Iterable<[string, string]>, key: string): string {
  return digestOf(contentOf(form)).update(key).digest("hex");
}

/**
 * Whether one of the keys has signed the form; `undefined`: it is malformed. `keys`: every one that is accepted now. Takes as long
 * whichever of them fits. The content is digested once, whoever's keys are tried.
 */
export function signerOf(form: Map<string, string>): ((keys: readonly string[]) => boolean) | undefined {
  const sign = form.get("sign");
  if (sign === undefined || !/^[0-9a-f]{32}$/.test(sign) || form.get("sign_type") !== "MD5") return undefined;
  // A value with `&` could be read as two parameters under the same signature. We never send one.
  if ([...form].some(([name, value]) => !/^\w+$/.test(name) || value.includes("&"))) return undefined;

  const given = Buffer.from(sign, "hex");
  const content = digestOf(contentOf(form));
  return (keys) => {
    let fits = false;
    for (const key of keys) {
      // An empty key is a missing one: anybody could sign with it.
      const equal = timingSafeEqual(given, content.copy().update(key).digest()) && key !== "";
      fits = equal || fits;
    }
    return fits;
  };
}

function contentOf(form: Iterable<[string, string]>): string {
  return signingText(form, (name, value) => value === "" || name === "sign" || name === "sign_type");
}

function digestOf(content: string): Hash {
  return createHash("md5").update(content);
}
