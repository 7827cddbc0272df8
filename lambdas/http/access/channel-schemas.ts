import * as z from "zod/mini";
import { readPrivateKey } from "../../../core/foundation/providers/alipay-keys.ts";
import type { AccountChannel } from "../../../core/payments/domain/channel.ts";
import { isAddress, isHeaderText, isOrigin, isPublicKey, isSecret } from "../../runtime/channel-entry.ts";

const SECRET_MAX_CHARS = 8192;
/** Two, while one is replaced, and one that was forgotten: each is tried on whatever anybody sends to the vendor's address. */
const KEYS_MAX = 3;

const secret = z
  .string()
  .check(z.maxLength(SECRET_MAX_CHARS), z.refine(isSecret, "must not be empty, nor begin or end with white space"));
const secrets = z
  .array(secret)
  .check(
    z.minLength(1),
    z.maxLength(KEYS_MAX),
    z.meta({ description: "Two while one is being replaced: all are accepted, the first one signs where Tender does" }),
  );
const number = z.string().check(z.regex(/^[\x21-\x7e]{1,128}$/, "must have 1 to 128 visible ASCII characters"));
const rsaKey = (kind: "private" | "public", isUsable: (text: string) => boolean) =>
  z
    .string()
    .check(
      z.maxLength(SECRET_MAX_CHARS),
      z.refine(isUsable, `must be a ${kind} RSA key of at most 4096 bits in base64 or PEM`),
      z.meta({ description: "RSA, in base64 or PEM" }),
    );

/**
 * A merchant names it and our functions call it: so not what lies beside them. In the shared secret, which is the operators', any
 * address may stand.
 */
function isPublicAddress(text: string): boolean {
  // Spelled so that parsers have nothing to drop, to add or to see otherwise: white space, backslashes, what stands before an `@`.
  if (text.length > ADDRESS_MAX_CHARS || !PLAIN_ADDRESS.test(text) || !isAddress(text)) return false;
  const { hostname } = new URL(text);
  return HOST_NAME.test(hostname) && !INSIDE.test(hostname);
}
const ADDRESS_MAX_CHARS = 2048;
const PLAIN_ADDRESS = /^https:\/\/[a-z0-9.-]+(:\d{1,5})?(\/[\w.~!$&'()*+,;=:@%/-]*)?$/i;
/** At least two labels, and no number at the end: every form of an IPv4 address ends in one when it is parsed. */
const HOST_NAME = /^[a-z0-9-]+(\.[a-z0-9-]+)*\.[a-z][a-z0-9-]*\.?$/;
const INSIDE = /(^|\.)(localhost|localdomain|local|internal|intranet|private|lan|home|corp|arpa)\.?$/;
const address = z
  .string()
  .check(
    z.refine(isPublicAddress, "must be an https address of a public host name, without credentials, query or fragment"),
    z.meta({ description: "https, a public host name", format: "uri" }),
  );

/** By the channel, which stands in the path. */
export const ACCOUNT_BODIES = {
  stripe: z
    .strictObject({
      secretKey: z
        .string()
        .check(z.maxLength(SECRET_MAX_CHARS), z.refine(isHeaderText, "must be visible ASCII characters")),
      webhookSecrets: secrets,
      apiBase: z.exactOptional(address.check(z.refine(isOrigin, "must have no path"))),
    })
    .check(z.meta({ id: "StripeAccount", description: "For `stripe`" })),
  alipay: z
    .strictObject({
      appId: number,
      sellerId: z.exactOptional(number),
      privateKey: rsaKey("private", (text) => readPrivateKey(text) !== undefined),
      alipayPublicKeys: z.array(rsaKey("public", isPublicKey)).check(z.minLength(1), z.maxLength(KEYS_MAX)),
      gateway: address,
      mode: z.enum(["precreate", "page"]),
    })
    .check(z.meta({ id: "AlipayAccount", description: "For `alipay`" })),
  epay: z
    .strictObject({
      pid: number,
      keys: secrets,
      gateway: address,
      type: z.exactOptional(z.enum(["alipay", "wxpay"])),
      create: z.exactOptional(z.enum(["submit", "mapi"])),
    })
    .check(z.meta({ id: "EpayAccount", description: "For `epay`" })),
} as const satisfies Record<AccountChannel, z.ZodMiniType>;

export const accountBody = z.union([ACCOUNT_BODIES.stripe, ACCOUNT_BODIES.alipay, ACCOUNT_BODIES.epay]);
