import * as z from "zod/mini";
import { readPrivateKey, readPublicKey } from "../../core/foundation/providers/alipay-keys.ts";
import { baseUrlOf } from "../../core/foundation/providers/vendor-call.ts";
import type { PayoutConfig, PayoutProviderName } from "../../core/withdrawals/domain/payout-provider.ts";

/** A character that was pasted along makes every signature a wrong one. */
const text = z.string().check(z.maxLength(8192), z.regex(/^\S(.*\S)?$/s));
const address = z.string().check(
  z.refine((given) => {
    try {
      return baseUrlOf(given) !== "";
    } catch {
      return false;
    }
  }),
);
/** The first one signs, all are accepted: two while one is being rotated. */
const secrets = z.array(text).check(z.minLength(1), z.maxLength(10));
const publicKeys = z
  .array(text.check(z.refine((key) => readPublicKey(key) !== undefined)))
  .check(z.minLength(1), z.maxLength(10));

/** A field that is not known is a misspelt one, so it is refused. */
const CONFIGS = {
  stripe: z.strictObject({
    secretKey: z.string().check(z.regex(/^[\x21-\x7e]+$/)),
    webhookSecrets: secrets,
    apiBase: z.exactOptional(address.check(z.refine((given) => URL.parse(given)?.pathname === "/"))),
  }),
  alipay: z.strictObject({
    appId: text,
    privateKey: text.check(z.refine((key) => readPrivateKey(key) !== undefined)),
    alipayPublicKeys: publicKeys,
    gateway: address,
    appCertSn: z.exactOptional(text),
    alipayRootCertSn: z.exactOptional(text),
  }),
};

export interface PayoutEntry {
  config?: PayoutConfig;
  /** What is wrong with it: names of fields, never what stands in them. */
  faults: readonly string[];
}

const BOOK = z.object({ _platform: z.optional(z.record(z.string(), z.unknown())) });

/** `json`: of the channels' secret: `{"_platform": {"<provider>": {...}}}`, beside the merchants'. `undefined`: there is no such account. */
export function readPayoutConfig(
  json: string,
  provider: Exclude<PayoutProviderName, "sandbox">,
): PayoutEntry | undefined {
  const platform = platformOf(json);
  if (platform === undefined) return { faults: ["the secret"] };
  const entry = Object.hasOwn(platform, provider) ? platform[provider] : undefined;
  if (entry === undefined) return undefined;
  const { success, data, error } = CONFIGS[provider].safeParse(entry);
  if (success) return { config: { provider, ...data } as PayoutConfig, faults: [] };
  // A name that we do not know may be a secret in the wrong place.
  const fieldOf = ({ code, path }: z.core.$ZodIssue) =>
    code === "unrecognized_keys" ? "a field that is not known" : path.join(".") || "entry";
  return { faults: error.issues.map(fieldOf) };
}

function platformOf(json: string): Record<string, unknown> | undefined {
  try {
    return BOOK.parse(JSON.parse(json))._platform ?? {};
  } catch {
    return undefined;
  }
}
